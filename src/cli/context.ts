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
  /** Such as `v24.1.0`. */
  readonly nodeVersion: string;
  /** Told at each SIGHUP; the answer ends that. Without a listener the signal ends the process, as it always does. */
  onHangup(listener: () => void): () => void;
  /** Aborted when the process is told to stop. */
  readonly signal: AbortSignal;
}
