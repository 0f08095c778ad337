import { mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { withEmulator } from '../support/emulator.ts';
import { accountsFile, workspace } from '../support/workspace.ts';
import { render } from './kustomize.ts';
import { onlyOf } from './manifest.ts';

/** The files of the ConfigMap that a rendering mounts. */
function filesOf(folder: string): Readonly<Record<string, string>> {
  return onlyOf(render(folder), 'ConfigMap').data ?? {};
}

describe.each(['base', 'overlays/example'])('the configuration of %s', (folder) => {
  it('is valid, and finds its key in the mounted Secret', async () => {
    const files = filesOf(folder);
    const run = await runCommandLine(['validate', '--config', workspace(files)]);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(Object.values(files).join()).toContain('apiKey: { file: /run/secrets/mailgun/api-key }');
  });

  it('writes nothing, so that nobody loses a webhook by trying', async () => {
    const emulator = await withEmulator({
      seed: {
        domains: {
          'mg.example.com': { delivered: ['https://theirs.example.com/'] },
          'new.example.com': {},
        },
      },
    });
    const here = Object.entries(filesOf(folder)).map(([name, text]): [string, string] => [
      name,
      text
        .replace(/region: us\b/, `baseUrl: ${emulator.origin}`)
        .replace(/apiKey: \{ file: [^}]+\}/, 'apiKey: { env: MAILGUN_API_KEY }'),
    ]);
    const run = await runCommandLine(['apply', '--yes', '--config', workspace(Object.fromEntries(here))]);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('mg.example.com (observe)');
    expect(emulator.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});

describe('a folder that git-sync keeps', () => {
  const file = (events: string) =>
    `${accountsFile('http://127.0.0.1:1')}domains:\n  mg.example.com:\n    webhooks:\n${events}`;

  /** git-sync checks every commit out into a folder of its own, and swaps a symbolic link to the newest. */
  function link(root: string, commit: string): void {
    symlinkSync(join('.worktrees', commit), join(root, 'next'));
    renameSync(join(root, 'next'), join(root, 'current'));
  }

  it('is read through the link that is swapped, though its name starts with a dot', async () => {
    const root = workspace({
      '.worktrees/aaa/config/webhooks.yaml': file('      delivered: https://hooks.example.com/a\n'),
      '.worktrees/bbb/config/webhooks.yaml': file('      delivered: https://hooks.example.com/b\n'),
    });
    mkdirSync(join(root, '.git'));
    const explain = () =>
      runCommandLine(['explain', 'mg.example.com', '--config', join(root, 'current/config')]);
    link(root, 'aaa');
    expect((await explain()).stdout).toContain('https://hooks.example.com/a');
    link(root, 'bbb');
    const after = await explain();
    expect(after.stdout).toContain('https://hooks.example.com/b');
    expect(after.code).toBe(0);
  });
});
