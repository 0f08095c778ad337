import type { Clock } from '../../../ports/clock.ts';
import {
  type Configuration,
  ConfigurationError,
  type ConfigurationSource,
} from '../../../ports/configuration-source.ts';
import type { ConfigurationNotice, ConfigurationWatch } from '../../../ports/configuration-watch.ts';
import { Attention } from './attention.ts';
import { FolderHints, type WatchFolder } from './folder-hints.ts';
import { KeptConfiguration } from './kept-configuration.ts';
import { namedFolders } from './link-folders.ts';
import { MountWarnings } from './mount-warnings.ts';
import { breatherMs, DEFAULT_PACE, type Pace, rereadMs, restMs } from './pace.ts';
import { SETTLE_LOOKS_MAX, settle } from './settle.ts';
import { type Survey, surveyFiles } from './survey.ts';

export interface WatchOptions extends Partial<Pace> {
  /** Reads the files that `paths` mean. */
  readonly source: ConfigurationSource;
  /** Files, folders and patterns, as the user named them. */
  readonly paths: readonly string[];
  /** What relative paths start at. */
  readonly workingDirectory: string;
  readonly clock: Clock;
  readonly notify: (notice: ConfigurationNotice) => void;
  /** As `watch` of `node:fs`. */
  readonly watchFolder?: WatchFolder;
}

/** Watches the configuration in files. Nothing is read before `run` is called. */
export function watchConfiguration(options: WatchOptions): ConfigurationWatch {
  return new FileWatch(options);
}

/** A folder of a network may answer late or never; a look takes seconds, and half a minute for files in motion. */
const LOOK_MS_MAX = 120_000;

/** `atMs` is on the clock. */
const NOTHING_READ = { signature: '', atMs: 0, tookMs: 0, failed: true };

class FileWatch implements ConfigurationWatch {
  readonly #options: WatchOptions;
  readonly #pace: Pace;
  readonly #kept: KeptConfiguration;
  readonly #attention: Attention;
  readonly #hints: FolderHints;
  readonly #mountWarnings: MountWarnings;
  /** Those who wait for a read that starts after they asked. */
  #asking: (() => void)[] = [];
  #ended = false;
  #surveyMs = 0;
  /** The last reading: what the files looked like, when it began, how long it took, whether it failed. */
  #read = NOTHING_READ;

  constructor(options: WatchOptions) {
    const { clock, notify, watchFolder } = options;
    this.#options = options;
    this.#pace = {
      pollMs: options.pollMs ?? DEFAULT_PACE.pollMs,
      settleMs: options.settleMs ?? DEFAULT_PACE.settleMs,
    };
    this.#kept = new KeptConfiguration({ wallMs: () => clock.wallMs(), notify });
    this.#attention = new Attention(clock);
    this.#mountWarnings = new MountWarnings(notify);
    this.#hints = new FolderHints({
      onHint: () => this.#attention.draw(),
      onLimit: (reason) => notify(limited(reason, this.#pace.pollMs)),
      ...(watchFolder === undefined ? {} : { watchFolder }),
    });
  }

  current() {
    return this.#kept.current();
  }

  stale() {
    return this.#kept.stale();
  }

  onChange(listener: (configuration: Configuration) => void): () => void {
    return this.#kept.onChange(listener);
  }

  refresh(): Promise<void> {
    if (this.#ended) return Promise.resolve();
    return new Promise((done) => {
      this.#asking.push(done);
      this.#attention.draw();
    });
  }

  async run(signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted) {
        await this.#lookOnce(signal);
        await this.#attention.pause(breatherMs(this.#pace, this.#surveyMs), signal);
        await this.#attention.rest(restMs(this.#pace, this.#surveyMs), signal);
      }
    } finally {
      this.#ended = true;
      this.#hints.close();
      for (const done of this.#asking) done();
    }
  }

  async #lookOnce(signal: AbortSignal): Promise<void> {
    this.#attention.look();
    const asking = this.#asking;
    this.#asking = [];
    const cancel = this.#options.clock.after(LOOK_MS_MAX, () => this.#giveUp());
    try {
      const survey = await this.#look(asking.length > 0, signal);
      const named = await namedFolders(this.#options.paths, this.#options.workingDirectory);
      await this.#hints.watch([...new Set([...named, ...survey.folders])]);
    } finally {
      cancel();
      for (const done of asking) done();
    }
  }

  /** Reads the files if they were touched and have come to rest, or if it is time to read them anyway. */
  async #look(asked: boolean, signal: AbortSignal): Promise<Survey> {
    const seen = await this.#survey();
    if (seen.signature === this.#read.signature) {
      if (asked || this.#isRereadDue()) await this.#load(seen.signature);
      return seen;
    }
    const { survey, atRest } = await settle(seen, {
      look: () => this.#survey(),
      pause: () => this.#attention.pause(this.#pace.settleMs, signal),
      signal,
    });
    if (signal.aborted) return survey;
    await this.#load(atRest ? survey.signature : undefined);
    await this.#mountWarnings.check(survey.files);
    return survey;
  }

  /** Without a signature the files are in motion: they are used only if they say what is in force already. */
  async #load(signature: string | undefined): Promise<void> {
    const { clock, source } = this.#options;
    const atMs = clock.nowMs();
    const outcome = await source.load().catch(asConfigurationError);
    const failed = outcome instanceof ConfigurationError;
    this.#read = { signature: signature ?? '', atMs, tookMs: clock.nowMs() - atMs, failed };
    if (failed) this.#kept.reject(outcome);
    else if (signature !== undefined || this.#kept.isInForce(outcome)) this.#kept.accept(outcome);
    else this.#kept.reject(IN_MOTION);
  }

  #isRereadDue(): boolean {
    const { atMs, tookMs, failed } = this.#read;
    return this.#options.clock.nowMs() - atMs >= rereadMs(this.#pace, tookMs, failed);
  }

  async #survey(): Promise<Survey> {
    const { clock, paths, workingDirectory } = this.#options;
    const startMs = clock.nowMs();
    const survey = await surveyFiles(paths, workingDirectory);
    this.#surveyMs = clock.nowMs() - startMs;
    return survey;
  }

  /** The look goes on, and what it finds in the end counts. */
  #giveUp(): void {
    this.#read = NOTHING_READ;
    this.#kept.reject(NO_ANSWER);
  }
}

function asConfigurationError(error: unknown): ConfigurationError {
  if (error instanceof ConfigurationError) return error;
  throw error;
}

function limited(reason: string, pollMs: number): ConfigurationNotice {
  const message = `some changes of the configuration are seen late, after about ${pollMs / 1000} seconds: ${reason}`;
  return { event: 'configuration-watch-limited', level: 'warn', message };
}

const IN_MOTION = new ConfigurationError([
  {
    message: `the configuration files keep changing: ${SETTLE_LOOKS_MAX} looks at them found no two alike`,
    hint: 'they are read when the program that writes them has finished',
  },
]);

const NO_ANSWER = new ConfigurationError([
  {
    message: `the configuration files have not answered for ${LOOK_MS_MAX / 1000} seconds`,
    hint: 'look after the mounted folder they lie in',
  },
]);
