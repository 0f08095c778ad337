import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHurriedClock } from '../../../support/hurried-clock.ts';
import { workspace } from '../../../support/workspace.ts';
import { asNobody } from '../as-nobody.ts';
import { ConfigMap } from './config-map.ts';
import { fileOf, watching } from './watching.ts';

const BROKEN = 'version: 1\ndomain: {}\n';

describe('a mounted ConfigMap', () => {
  it('is followed through three swaps, a new file and a removed one', async () => {
    const root = workspace();
    const map = new ConfigMap(join(root, 'config'), { 'a.yaml': fileOf('a1'), 'b.yaml': fileOf('b1') });
    const { watch, domains, changes, events } = watching(root, createHurriedClock());
    await watch.refresh();
    const generations = [
      { 'a.yaml': fileOf('a2'), 'b.yaml': fileOf('b1') },
      { 'a.yaml': fileOf('a3'), 'b.yaml': fileOf('b3') },
      { 'a.yaml': fileOf('a3'), 'b.yaml': fileOf('b3'), 'c.yaml': fileOf('c4') },
      { 'a.yaml': fileOf('a5'), 'c.yaml': fileOf('c4') },
    ];
    for (const files of generations) {
      map.publish(files);
      await watch.refresh();
    }
    expect(domains()).toEqual(['a5.example', 'c4.example']);
    expect(changes.map((names) => names.map((name) => name.split('.')[0]).join(' '))).toEqual([
      'a1 b1',
      'a2 b1',
      'a3 b3',
      'a3 b3 c4',
      'a5 c4',
    ]);
    expect(events()).toEqual(Array.from({ length: 5 }, () => 'loaded'));
    expect(watch.stale()).toBeUndefined();
  });

  it('is followed where one of its files was named', async () => {
    const root = workspace();
    const map = new ConfigMap(join(root, 'config'), { 'a.yaml': fileOf('a1'), 'b.yaml': fileOf('b1') });
    const { watch, domains } = watching(root, createHurriedClock(), { paths: ['config/a.yaml'] });
    await watch.refresh();
    expect(domains()).toEqual(['a1.example']);
    map.publish({ 'a.yaml': fileOf('a2'), 'b.yaml': fileOf('b2') });
    await watch.refresh();
    expect(domains()).toEqual(['a2.example']);
  });

  it('that is invalid leaves the last good one in force, and is told once with file, line and column', async () => {
    const root = workspace();
    const map = new ConfigMap(join(root, 'config'), { 'a.yaml': fileOf('a1') });
    const { watch, domains, notices, events, changes } = watching(root, createHurriedClock());
    await watch.refresh();
    map.publish({ 'a.yaml': BROKEN });
    for (let looks = 0; looks < 5; looks += 1) await watch.refresh();
    expect(domains()).toEqual(['a1.example']);
    expect(watch.stale()).toEqual({
      sinceMs: expect.any(Number),
      problems: ["config/a.yaml:2:1: unknown key 'domain' (did you mean 'domains'?)"],
    });
    const since = watch.stale()?.sinceMs;
    map.publish({ 'a.yaml': 'version: 2\n' });
    await watch.refresh();
    expect(watch.stale()).toMatchObject({
      sinceMs: since,
      problems: [
        "'config/a.yaml' names no domain (add a section 'domains')",
        expect.stringMatching(/^config\/a.yaml:1:10: /),
      ],
    });
    expect(notices[2]?.message).toMatch(/force: config\/a.yaml:1:10: .*, and 1 more$/);
    expect(events()).toEqual(['loaded', 'rejected', 'rejected']);
    expect(notices[1]).toEqual({
      event: 'configuration-rejected',
      level: 'error',
      message:
        "the configuration on disk is not used, and the last valid one stays in force: config/a.yaml:2:1: unknown key 'domain' (did you mean 'domains'?)",
      problems: ["config/a.yaml:2:1: unknown key 'domain' (did you mean 'domains'?)"],
    });
    map.publish({ 'a.yaml': fileOf('a1') });
    await watch.refresh();
    expect(watch.stale()).toBeUndefined();
    expect(events()).toEqual(['loaded', 'rejected', 'rejected', 'restored']);
    expect(changes).toHaveLength(1);
  });
});

describe('a folder of git-sync', () => {
  it('is followed when the link on the way to it is swapped', async () => {
    const root = workspace({ 'git/.worktrees/1/config/a.yaml': fileOf('a1') });
    symlinkSync('.worktrees/1', join(root, 'git/current'));
    const { watch, domains } = watching(root, createHurriedClock(), { paths: ['git/current/config'] });
    await watch.refresh();
    expect(domains()).toEqual(['a1.example']);
    mkdirSync(join(root, 'git/.worktrees/2/config'), { recursive: true });
    writeFileSync(join(root, 'git/.worktrees/2/config/a.yaml'), fileOf('a2'));
    symlinkSync('.worktrees/2', join(root, 'git/tmp-link'));
    renameSync(join(root, 'git/tmp-link'), join(root, 'git/current'));
    rmSync(join(root, 'git/.worktrees/1'), { recursive: true });
    await watch.refresh();
    expect(domains()).toEqual(['a2.example']);
  });
});

/** What editors and tools do to `config/a.yaml` to write a text. */
const WAYS: Readonly<Record<string, (file: string, text: string) => void>> = {
  'a write in place': (file, text) => writeFileSync(file, text),
  'an atomic save through a file with another ending': (file, text) => {
    writeFileSync(`${file}.tmp1234`, text);
    renameSync(`${file}.tmp1234`, file);
  },
  'vim, with a backup and the file 4913': (file, text) => {
    const folder = join(file, '..');
    writeFileSync(join(folder, '.a.yaml.swp'), '\0');
    writeFileSync(join(folder, '4913'), '');
    rmSync(join(folder, '4913'));
    renameSync(file, `${file}~`);
    writeFileSync(file, text);
    rmSync(join(folder, '.a.yaml.swp'));
  },
  'emacs, with a lock and an autosave': (file, text) => {
    const folder = join(file, '..');
    symlinkSync('somebody@host.4711:1', join(folder, '.#a.yaml'));
    writeFileSync(join(folder, '#a.yaml#'), text);
    writeFileSync(file, text);
    rmSync(join(folder, '.#a.yaml'));
    rmSync(join(folder, '#a.yaml#'));
  },
  'sed -i': (file, text) => {
    const [domain] = text.match(/\w+(?=\.example)/) ?? [];
    execFileSync('sed', ['-i', `s/first/${domain}/`, file]);
  },
};

describe('a folder on disk', () => {
  it.each(Object.entries(WAYS))('is followed through %s', async (_, save) => {
    const root = workspace({ 'config/a.yaml': fileOf('first') });
    const { watch, changes, events } = watching(root, createHurriedClock());
    await watch.refresh();
    save(join(root, 'config/a.yaml'), fileOf('second'));
    await watch.refresh();
    expect(changes).toEqual([['first.example'], ['second.example']]);
    expect(events()).toEqual(['loaded', 'loaded']);
  });

  it('that goes away leaves the last configuration in force, and is followed again when it is back', async () => {
    const root = workspace({ 'config/a.yaml': fileOf('a'), 'config/b/b.yaml': fileOf('b') });
    const { watch, domains, events } = watching(root, createHurriedClock());
    await watch.refresh();
    const states = [
      { to: () => renameSync(join(root, 'config'), join(root, 'away')), why: 'no such file or folder' },
      { to: () => mkdirSync(join(root, 'config')), why: "the folder 'config' holds no *.yaml or *.yml file" },
      {
        to: () => {
          rmSync(join(root, 'config'), { recursive: true });
          writeFileSync(join(root, 'config'), 'a file\n');
        },
        why: 'config:1:1: ',
      },
    ];
    for (const { to, why } of states) {
      to();
      await watch.refresh();
      expect(watch.stale()?.problems).toEqual([expect.stringContaining(why)]);
      expect(domains()).toEqual(['a.example', 'b.example']);
    }
    rmSync(join(root, 'config'));
    renameSync(join(root, 'away'), join(root, 'config'));
    await watch.refresh();
    expect(watch.stale()).toBeUndefined();
    expect(events()).toEqual(['loaded', 'rejected', 'rejected', 'rejected', 'restored']);
  });

  it('that may no longer be read leaves the last configuration in force', async () => {
    const root = workspace({ 'config/a.yaml': fileOf('a') });
    for (const path of ['.', 'config']) chmodSync(join(root, path), 0o755);
    await asNobody(async () => {
      const { watch, domains, stop } = watching(root, createHurriedClock());
      await watch.refresh();
      expect(domains()).toEqual(['a.example']);
      asRoot(() => chmodSync(join(root, 'config/a.yaml'), 0));
      await watch.refresh();
      expect(watch.stale()?.problems).toEqual(["cannot read 'config/a.yaml': permission denied"]);
      expect(domains()).toEqual(['a.example']);
      asRoot(() => chmodSync(join(root, 'config/a.yaml'), 0o644));
      await watch.refresh();
      expect(watch.stale()).toBeUndefined();
      await stop();
    });
  });

  it('that is invalid at the start is waited for', async () => {
    const root = workspace({ 'config/a.yaml': BROKEN });
    const { watch, domains, notices } = watching(root, createHurriedClock());
    await watch.refresh();
    expect(watch.current()).toBeUndefined();
    expect(watch.stale()?.problems).toHaveLength(1);
    expect(notices).toMatchObject([
      { event: 'configuration-rejected', message: expect.stringMatching(/^there is no valid configuration/) },
    ]);
    writeFileSync(join(root, 'config/a.yaml'), fileOf('a'));
    await watch.refresh();
    expect(domains()).toEqual(['a.example']);
    expect(watch.stale()).toBeUndefined();
  });

  it('that changes two hundred times in a row ends in its last state', async () => {
    const root = workspace({ 'config/a.yaml': fileOf('n0') });
    const { watch, domains, changes, events } = watching(root, createHurriedClock());
    await watch.refresh();
    for (let n = 1; n <= 200; n += 1) {
      const file = join(root, 'config/a.yaml');
      if (n % 3 === 0) writeFileSync(`${file}.tmp`, fileOf(`n${n}`));
      if (n % 3 === 0) renameSync(`${file}.tmp`, file);
      else writeFileSync(file, n % 7 === 0 ? BROKEN : fileOf(`n${n}`));
      if (n % 10 === 0) await new Promise((next) => setImmediate(next));
    }
    await watch.refresh();
    expect(domains()).toEqual(['n200.example']);
    expect(changes.at(-1)).toEqual(['n200.example']);
    expect(watch.stale()).toBeUndefined();
    expect(events().at(-1)).toBe('loaded');
  });

  it('that is changed and changed back between two looks is no news', async () => {
    const root = workspace({ 'config/a.yaml': fileOf('a') });
    const { watch, events } = watching(root, createHurriedClock());
    await watch.refresh();
    const loadedMs = watch.current()?.loadedMs;
    writeFileSync(join(root, 'config/a.yaml'), fileOf('b'));
    writeFileSync(join(root, 'config/a.yaml'), fileOf('a'));
    await watch.refresh();
    expect(events()).toEqual(['loaded']);
    expect(watch.current()?.loadedMs).toBe(loadedMs);
  });

  it('whose file moved to another name is news, although no byte changed', async () => {
    const root = workspace({ 'config/a.yaml': fileOf('a') });
    const { watch, changes } = watching(root, createHurriedClock());
    await watch.refresh();
    renameSync(join(root, 'config/a.yaml'), join(root, 'config/b.yaml'));
    await watch.refresh();
    expect(changes).toHaveLength(2);
    expect(watch.current()?.configuration.files).toEqual(['config/b.yaml']);
  });
});

describe('a watch that ends', () => {
  it('keeps nobody waiting, and changes nothing any more', async () => {
    const root = workspace({ 'config/a.yaml': fileOf('a') });
    const { watch, domains, stop } = watching(root, createHurriedClock());
    await watch.refresh();
    const asked = watch.refresh();
    await stop();
    await asked;
    await watch.refresh();
    writeFileSync(join(root, 'config/a.yaml'), fileOf('b'));
    await watch.refresh();
    expect(domains()).toEqual(['a.example']);
  });
});

function asRoot(action: () => void): void {
  const user = process.geteuid?.();
  process.seteuid?.(process.getuid?.() ?? 0);
  action();
  process.seteuid?.(user ?? 0);
}
