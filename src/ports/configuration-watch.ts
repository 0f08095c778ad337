import type { Configuration } from './configuration-source.ts';

/**
 * Keeps the last valid configuration while its files come, go and change. What is in force depends on the files alone,
 * not on how they came to be so: two changes may be seen as one, and a change that is taken back not at all.
 */
export interface ConfigurationWatch {
  /** The last valid configuration, which stays in force whatever happens to its files. */
  current(): CurrentConfiguration | undefined;
  /** Absent while the files say what is in force. Before the first valid configuration: why there is none yet. */
  stale(): StaleConfiguration | undefined;
  /** Told with each new configuration that is in force, the first one included; the answer ends that. */
  onChange(listener: (configuration: Configuration) => void): () => void;
  /** Reads all files as soon as possible. Resolves when that is done, or when the watch has ended. */
  refresh(): Promise<void>;
  /** Watches until the signal is aborted, and resolves then. To be called once. Rejects for a bug alone. */
  run(signal: AbortSignal): Promise<void>;
}

export interface CurrentConfiguration {
  readonly configuration: Configuration;
  /** When it came into force, in milliseconds since 1970. */
  readonly loadedMs: number;
}

/** The files are invalid or cannot be read. */
export interface StaleConfiguration {
  /** Since when without a break, in milliseconds since 1970. */
  readonly sinceMs: number;
  /** What is wrong, as `file:line:column: message (hint)`; free of secrets. A hundred at most, and a count of the rest. */
  readonly problems: readonly string[];
}

/**
 * Something a person should know, told once and not at each look.
 *
 * | event                           | level | told                                                              |
 * |---------------------------------|-------|-------------------------------------------------------------------|
 * | `configuration-loaded`          | info  | for each configuration that comes into force                      |
 * | `configuration-rejected`        | error | for each distinct set of problems                                 |
 * | `configuration-restored`        | info  | when the files are again what has been in force all the time      |
 * | `configuration-never-updated`   | warn  | for each file that Kubernetes will never update                   |
 * | `configuration-watch-limited`   | warn  | once, if changes are seen by looking alone, some seconds later    |
 */
export interface ConfigurationNotice {
  readonly event:
    | 'configuration-loaded'
    | 'configuration-rejected'
    | 'configuration-restored'
    | 'configuration-never-updated'
    | 'configuration-watch-limited';
  readonly level: 'info' | 'warn' | 'error';
  /** One line, free of secrets. */
  readonly message: string;
  /** All that is wrong, for `configuration-rejected`. */
  readonly problems?: readonly string[];
}
