/** Time since the machine started: the same for all its processes, and moved by nobody who sets the wall clock. */
export interface BootClock {
  /** Names this run of the machine; stamps of another one mean nothing. */
  readonly bootId: string;
  /** Milliseconds. */
  uptimeMs(): number;
}
