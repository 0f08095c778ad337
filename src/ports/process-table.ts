/** One running process, well enough described to tell it from a later one with the same number. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /** When it started, as the system tells it; empty where it does not. */
  readonly startedAt: string;
  /** What it is, for people, such as `mghooks apply`. */
  readonly command: string;
}

/** What one process may know of the others. */
export interface ProcessTable {
  readonly self: ProcessIdentity;
  /** Whether a process of this host still runs; `undefined` for one of another host. */
  isRunning(identity: ProcessIdentity): boolean | undefined;
}
