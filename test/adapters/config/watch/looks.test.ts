import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileSource } from '../../../../src/adapters/config/file-source.ts';
import { type Configuration, ConfigurationError } from '../../../../src/ports/configuration-source.ts';
import { workspace } from '../../../support/workspace.ts';
import { quiet, started, until } from './by-hand.ts';
import { ConfigMap } from './config-map.ts';
import { fileOf } from './watching.ts';

const NO_HINTS = () => {
  throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
};

describe('a change', () => {
  it('is seen with the next look where folders give no hints', async () => {
    const root = workspace();
    const map = new ConfigMap(join(root, 'config'), { 'a.yaml': fileOf('a1') });
    const { clock, changes, notices } = await started(root, { watchFolder: NO_HINTS });
    for (const name of ['a2', 'a3', 'a4']) {
      map.publish({ 'a.yaml': fileOf(name) });
      const startMs = clock.nowMs();
      await until(clock, () => changes.at(-1)?.[0] === `${name}.example`);
      expect(clock.nowMs() - startMs).toBeLessThanOrEqual(13_000);
    }
    expect(notices.filter(({ event }) => event === 'configuration-watch-limited')).toEqual([
      {
        event: 'configuration-watch-limited',
        level: 'warn',
        message:
          'some changes of the configuration are seen late, after about 10 seconds: the limit fs.inotify.max_user_watches is reached',
      },
    ]);
  });

  it('is seen long before the next look where folders give hints', async () => {
    const root = workspace();
    const map = new ConfigMap(join(root, 'config'), { 'a.yaml': fileOf('a1') });
    const { clock, changes } = await started(root, { pollMs: 3_600_000 });
    for (const name of ['a2', 'a3', 'a4']) {
      await quiet(clock);
      map.publish({ 'a.yaml': fileOf(name) });
      await until(clock, () => changes.at(-1)?.[0] === `${name}.example`);
    }
  });

  it('of a link on the way to the folder is seen as early', async () => {
    const root = workspace({ 'git/1/config/a.yaml': fileOf('a1'), 'git/2/config/a.yaml': fileOf('a2') });
    symlinkSync('1', join(root, 'git/current'));
    const options = { paths: ['git/current/config'], pollMs: 3_600_000 };
    const { clock, changes } = await started(root, options);
    await quiet(clock);
    symlinkSync('2', join(root, 'git/next'));
    renameSync(join(root, 'git/next'), join(root, 'git/current'));
    await until(clock, () => changes.at(-1)?.[0] === 'a2.example');
  });

  it('in a folder that took the place of another is seen as early', async () => {
    const root = workspace({ 'config/a.yaml': fileOf('a1'), 'new/a.yaml': fileOf('a2') });
    const { clock, changes } = await started(root, { pollMs: 3_600_000 });
    await quiet(clock);
    renameSync(join(root, 'config'), join(root, 'old'));
    renameSync(join(root, 'new'), join(root, 'config'));
    await until(clock, () => changes.at(-1)?.[0] === 'a2.example');
    await quiet(clock);
    writeFileSync(join(root, 'config/a.yaml'), fileOf('a3'));
    await until(clock, () => changes.at(-1)?.[0] === 'a3.example');
    mkdirSync(join(root, 'config/sub'));
    await quiet(clock);
    writeFileSync(join(root, 'config/sub/b.yaml'), fileOf('b'));
    await until(clock, () => changes.at(-1)?.length === 2);
  });
});

/** The files of a folder, with a word in each reading of them. */
function sourceWith(root: string, override: (reading: number) => Promise<Configuration> | undefined) {
  const files = createFileSource({ paths: ['config'], variables: new Map(), workingDirectory: root });
  let readings = 0;
  const load = () => {
    readings += 1;
    return override(readings) ?? files.load();
  };
  return { source: { load }, readings: () => readings };
}

describe('files that seem to be untouched', () => {
  it('are read once a minute, as some file systems do not tell of every change', async () => {
    const root = workspace({ 'config/a.yaml': fileOf('a') });
    const { source, readings } = sourceWith(root, () => undefined);
    const { clock } = await started(root, { source, watchFolder: NO_HINTS });
    const startMs = clock.nowMs();
    await until(clock, () => readings() === 4);
    expect(clock.nowMs() - startMs).toBeGreaterThanOrEqual(180_000);
    expect(clock.nowMs() - startMs).toBeLessThanOrEqual(240_000);
  });

  it('are read with the next look after that failed', async () => {
    const root = workspace({ 'config/a.yaml': fileOf('a') });
    const failure = new ConfigurationError([{ message: "cannot read 'config/a.yaml': EIO" }]);
    const { source } = sourceWith(root, (reading) => (reading === 1 ? Promise.reject(failure) : undefined));
    const { clock, events } = await started(root, { source, watchFolder: NO_HINTS });
    expect(events().filter((event) => event !== 'watch-limited')).toEqual(['rejected', 'loaded']);
    expect(clock.nowMs()).toBeLessThanOrEqual(13_000);
  });
});

describe('files that do not answer', () => {
  it('are told of after two minutes, and are followed when they answer again', async () => {
    const root = workspace({ 'config/a.yaml': fileOf('a') });
    const answering: ((answer: Promise<Configuration>) => void)[] = [];
    const { source } = sourceWith(root, (reading) =>
      reading === 2 ? new Promise((answer) => answering.push(answer)) : undefined,
    );
    const { clock, watch, domains, events } = await started(root, { source });
    writeFileSync(join(root, 'config/a.yaml'), fileOf('b'));
    await until(clock, () => answering.length === 1);
    clock.advance(120_000);
    expect(watch.stale()?.problems).toEqual([
      'the configuration files have not answered for 120 seconds (look after the mounted folder they lie in)',
    ]);
    expect(domains()).toEqual(['a.example']);
    answering[0]?.(source.load());
    await until(clock, () => watch.stale() === undefined);
    expect(domains()).toEqual(['b.example']);
    expect(events()).toEqual(['loaded', 'rejected', 'loaded']);
  });
});
