import { describe, expect, it } from 'vitest';
import { KeptConfiguration } from '../../../../src/adapters/config/watch/kept-configuration.ts';
import {
  type Configuration,
  ConfigurationError,
  type Diagnostic,
} from '../../../../src/ports/configuration-source.ts';
import type { ConfigurationNotice } from '../../../../src/ports/configuration-watch.ts';

function configuration(digest: string, files: readonly string[] = ['a.yaml']): Configuration {
  return { accounts: [], desired: { domains: [], patterns: [], doubts: [] }, digest, files };
}

function kept() {
  const notices: ConfigurationNotice[] = [];
  const told: string[] = [];
  let wallMs = 1_000;
  const keeper = new KeptConfiguration({ wallMs: () => wallMs, notify: (notice) => notices.push(notice) });
  const stop = keeper.onChange(({ digest }) => told.push(digest));
  const later = () => {
    wallMs += 1_000;
  };
  return { keeper, notices, told, stop, later };
}

const wrong = (...messages: readonly string[]) =>
  new ConfigurationError(messages.map((message): Diagnostic => ({ message })));

describe('the configuration that is kept', () => {
  it('is the last valid one, with the time it came into force', () => {
    const { keeper, told, later } = kept();
    expect([keeper.current(), keeper.stale()]).toEqual([undefined, undefined]);
    keeper.accept(configuration('one'));
    later();
    keeper.accept(configuration('one'));
    expect(keeper.current()).toEqual({ configuration: configuration('one'), loadedMs: 1_000 });
    keeper.accept(configuration('two'));
    expect(keeper.current()).toEqual({ configuration: configuration('two'), loadedMs: 2_000 });
    expect(told).toEqual(['one', 'two']);
  });

  it('is another one when a file has another name, as relative paths start at their file', () => {
    const { keeper, told } = kept();
    keeper.accept(configuration('one', ['a/x.yaml']));
    keeper.accept(configuration('one', ['b/x.yaml']));
    expect(told).toEqual(['one', 'one']);
  });

  it('is stale since the first problem, with the problems of the last look', () => {
    const { keeper, later } = kept();
    keeper.accept(configuration('one'));
    keeper.reject(wrong('first'));
    later();
    keeper.reject(wrong('second', 'third'));
    expect(keeper.stale()).toEqual({ sinceMs: 1_000, problems: ['second', 'third'] });
    expect(keeper.current()?.configuration.digest).toBe('one');
    keeper.accept(configuration('two'));
    expect(keeper.stale()).toBeUndefined();
  });

  it('is told of once for each set of problems, and once when they are over', () => {
    const { keeper, notices } = kept();
    keeper.accept(configuration('one'));
    for (const message of ['first', 'first', 'second', 'second', 'first']) keeper.reject(wrong(message));
    keeper.accept(configuration('one'));
    keeper.accept(configuration('one'));
    expect(notices.map(({ event, problems }) => [event, problems])).toEqual([
      ['configuration-loaded', undefined],
      ['configuration-rejected', ['first']],
      ['configuration-rejected', ['second']],
      ['configuration-rejected', ['first']],
      ['configuration-restored', undefined],
    ]);
  });

  it('is told of with a problem that has a place, and how many there are', () => {
    const { keeper, notices } = kept();
    const place = { file: 'a.yaml', line: 3, column: 5 };
    keeper.reject(
      new ConfigurationError([{ message: 'general' }, { message: 'here', hint: 'so', place }], 170),
    );
    expect(notices[0]?.message).toBe(
      'there is no valid configuration yet, and nothing is done: a.yaml:3:5: here (so), and 169 more',
    );
  });

  it('is already in force when listeners hear of it, and they hear nothing once they have gone', () => {
    const { keeper, told, stop } = kept();
    const seen: (string | undefined)[] = [];
    keeper.onChange(() => seen.push(keeper.current()?.configuration.digest));
    keeper.accept(configuration('one'));
    stop();
    keeper.accept(configuration('two'));
    expect(seen).toEqual(['one', 'two']);
    expect(told).toEqual(['one']);
  });
});
