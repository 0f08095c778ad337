import type { SourceFile } from './source-file.ts';

/** The keys and list positions that lead to a value, from the top of a file. */
export type ValuePath = readonly (string | number)[];

/**
 * Where in the configuration something is said. A path instead of a line, so that nothing about lines has to be kept:
 * the few places that are ever shown are found by parsing their file once more.
 */
export interface Origin {
  readonly file: SourceFile;
  readonly path: ValuePath;
  /** The key that leads to the value, or the value itself. An empty path has a value only. */
  readonly part: 'key' | 'value';
}

export function keyOrigin(file: SourceFile, ...path: ValuePath): Origin {
  return { file, path, part: 'key' };
}

export function valueOrigin(file: SourceFile, ...path: ValuePath): Origin {
  return { file, path, part: 'value' };
}

/** One thing that is wrong with the meaning of the configuration. */
export interface Problem {
  readonly at: Origin;
  readonly message: string;
  /** Where the same thing is said first; shown at the end of the message. */
  readonly first?: Origin;
  /** What would be right. A function, as only the problems that are shown need it. */
  readonly hint?: (() => string | undefined) | undefined;
}

export type Report = (problem: Problem) => void;
