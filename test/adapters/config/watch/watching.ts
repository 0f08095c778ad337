import { onTestFinished } from 'vitest';
import { createFileSource } from '../../../../src/adapters/config/file-source.ts';
import {
  type WatchOptions,
  watchConfiguration,
} from '../../../../src/adapters/config/watch/watch-configuration.ts';
import type { Clock } from '../../../../src/ports/clock.ts';
import type { ConfigurationNotice, ConfigurationWatch } from '../../../../src/ports/configuration-watch.ts';

export interface Watching {
  readonly watch: ConfigurationWatch;
  readonly notices: readonly ConfigurationNotice[];
  /** The domains of each configuration that came into force. */
  readonly changes: readonly (readonly string[])[];
  /** The domains in force. */
  domains(): readonly string[] | undefined;
  events(): readonly string[];
  stop(): Promise<void>;
}

/** Watches what `paths` (default: `config`) mean in a folder, until the test ends. */
export function watching(
  root: string,
  clock: Clock,
  { paths = ['config'], ...options }: Partial<WatchOptions> = {},
): Watching {
  const notices: ConfigurationNotice[] = [];
  const changes: (readonly string[])[] = [];
  const named = { paths, workingDirectory: root };
  const watch = watchConfiguration({
    source: createFileSource({ ...named, variables: new Map(), pause: (ms) => clock.sleep(ms) }),
    ...named,
    clock,
    notify: (notice) => notices.push(notice),
    ...options,
  });
  watch.onChange(({ desired }) => changes.push(desired.domains.map(({ domain }) => domain)));
  const ending = new AbortController();
  const running = watch.run(ending.signal);
  const stop = () => {
    ending.abort();
    return running;
  };
  onTestFinished(stop);
  return {
    watch,
    notices,
    changes,
    domains: () => watch.current()?.configuration.desired.domains.map(({ domain }) => domain),
    events: () => notices.map(({ event }) => event.slice('configuration-'.length)),
    stop,
  };
}

/** A file with these domains, such as `a` for `a.example`. */
export function fileOf(...domains: readonly string[]): string {
  const lines = domains.map((name) => `  ${name}.example: { webhooks: { opened: https://a.example/ } }\n`);
  return `version: 1\ndomains:\n${lines.join('')}...\n`;
}
