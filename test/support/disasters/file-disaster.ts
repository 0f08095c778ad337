import type { Stage } from './stage.ts';

/**
 * What must come of a disaster that strikes the configuration. The daemon has seen the whole configuration before.
 *
 * | outcome   | meaning                                           | plan | apply | daemon                          |
 * |-----------|---------------------------------------------------|------|-------|---------------------------------|
 * | `refused` | nothing is asked of Mailgun, and nothing written  | 4    | 4     | keeps to what it had, and says so |
 * | `used`    | it says what the whole one says                   | 2    | 0     | has nothing to do               |
 */
export type FileOutcome = 'refused' | 'used';

/** Things of one kind that happen to the files of a valid configuration. */
export interface FileDisaster {
  /** The row of the catalogue. */
  readonly id: string;
  readonly title: string;
  readonly outcome: FileOutcome;
  readonly shapes: readonly FileShape[];
}

export interface FileShape {
  readonly title: string;
  /** Strikes the files; `text` is what the file of the domains says. */
  readonly strike: (place: Place, text: string) => void | Promise<void>;
}

export type Place = Pick<Stage, 'folder' | 'file'>;
