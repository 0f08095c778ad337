import type { Configuration, ConfigurationError } from '../../../ports/configuration-source.ts';
import type {
  ConfigurationNotice,
  CurrentConfiguration,
  StaleConfiguration,
} from '../../../ports/configuration-watch.ts';
import { problemLine } from './problem-line.ts';

export interface KeptConfigurationOptions {
  /** Milliseconds since 1970. */
  readonly wallMs: () => number;
  readonly notify: (notice: ConfigurationNotice) => void;
}

/** The last valid configuration, and what is wrong with a newer one. Level-triggered: equal news are no news. */
export class KeptConfiguration {
  readonly #options: KeptConfigurationOptions;
  readonly #listeners = new Set<(configuration: Configuration) => void>();
  #current: CurrentConfiguration | undefined;
  #stale: StaleConfiguration | undefined;

  constructor(options: KeptConfigurationOptions) {
    this.#options = options;
  }

  current(): CurrentConfiguration | undefined {
    return this.#current;
  }

  stale(): StaleConfiguration | undefined {
    return this.#stale;
  }

  onChange(listener: (configuration: Configuration) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  isInForce(configuration: Configuration): boolean {
    return this.#current !== undefined && isSame(this.#current.configuration, configuration);
  }

  /** The files are valid. */
  accept(configuration: Configuration): void {
    const wasStale = this.#stale !== undefined;
    this.#stale = undefined;
    if (this.isInForce(configuration)) {
      if (wasStale) this.#options.notify(RESTORED);
      return;
    }
    this.#current = { configuration, loadedMs: this.#options.wallMs() };
    this.#options.notify(loaded(configuration));
    for (const listener of [...this.#listeners]) listener(configuration);
  }

  /** The files are invalid, or cannot be read. */
  reject({ diagnostics, total }: ConfigurationError): void {
    const problems = diagnostics.map(problemLine);
    const known = this.#stale?.problems.join('\n') === problems.join('\n');
    this.#stale = { sinceMs: this.#stale?.sinceMs ?? this.#options.wallMs(), problems };
    if (known) return;
    const effect =
      this.#current === undefined
        ? 'there is no valid configuration yet, and nothing is done'
        : 'the configuration on disk is not used, and the last valid one stays in force';
    const more = total > 1 ? `, and ${total - 1} more` : '';
    const first = diagnostics.find(({ place }) => place !== undefined) ?? diagnostics[0];
    const message = `${effect}: ${first === undefined ? '' : problemLine(first)}${more}`;
    this.#options.notify({ event: 'configuration-rejected', level: 'error', message, problems });
  }
}

const RESTORED: ConfigurationNotice = {
  event: 'configuration-restored',
  level: 'info',
  message: 'the configuration on disk is valid again, and the one in force',
};

function loaded({ files, digest }: Configuration): ConfigurationNotice {
  const count = files.length === 1 ? 'a file' : `${files.length} files`;
  return {
    event: 'configuration-loaded',
    level: 'info',
    message: `loaded the configuration from ${count} (digest ${digest.slice(0, 12)})`,
  };
}

/** Equal bytes under other names may mean another thing: relative paths start at the folder of their file. */
function isSame(a: Configuration, b: Configuration): boolean {
  return a.digest === b.digest && a.files.join('\n') === b.files.join('\n');
}
