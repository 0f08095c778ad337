import type { Scrubber } from '../adapters/telemetry/scrubber.ts';
import type { Clock } from '../ports/clock.ts';
import type { Environment } from './environment.ts';
import type { Terminal } from './terminal.ts';

/** Everything a command may touch of the process it runs in. */
export interface Context {
  readonly terminal: Terminal;
  readonly environment: Environment;
  readonly workingDirectory: string;
  /** What this process is, for those who wait for it, such as `mghooks apply`. */
  readonly command: string;
  readonly clock: Clock;
  readonly scrubber: Scrubber;
  /** Aborted when the process is told to stop. */
  readonly signal: AbortSignal;
}
