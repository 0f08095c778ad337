import { styleText } from 'node:util';
import type { Scrubber } from '../adapters/telemetry/scrubber.ts';
import type { Environment } from './environment.ts';

export type ColourChoice = 'auto' | 'always' | 'never';

/** One of the two output streams, as the rest of the program may use it. Everything written is scrubbed. */
export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
}

/** Results go to `stdout`, logs, progress and questions to `stderr`. */
export interface Terminal {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Asks a person; `undefined` if there is nobody to ask, because input or output is not a terminal. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
}

/** The part of a Node stream that is needed here. */
interface Stream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export function createOutput(stream: Stream, scrubber: Scrubber): Output {
  return {
    isTerminal: stream.isTTY === true,
    write: (text) => {
      stream.write(scrubber.scrub(text));
    },
  };
}

/**
 * Whether to colour. `--color always|never` decides; else `FORCE_COLOR` (any value but `0`), else a non-empty
 * `NO_COLOR` and `TERM=dumb` switch it off, else a terminal has colour and a pipe has none.
 */
export function wantsColour(choice: ColourChoice, environment: Environment, output: Output): boolean {
  if (choice !== 'auto') return choice === 'always';
  const forced = environment.get('FORCE_COLOR');
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if ((environment.get('NO_COLOR') ?? '') !== '' || environment.get('TERM') === 'dumb') return false;
  return output.isTerminal;
}

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Colours a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

export function createPaint(colour: boolean): Paint {
  return colour ? (style, text) => styleText(style, text, { validateStream: false }) : (_style, text) => text;
}
