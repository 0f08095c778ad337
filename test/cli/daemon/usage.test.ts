import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCommandLine } from '../../support/command-line.ts';
import { bare, names } from '../../support/daemon-config.ts';
import { sceneOf } from '../../support/daemon-scene.ts';
import { workspace } from '../../support/workspace.ts';

/** A folder with files that hold no good token. */
const tokens = () =>
  workspace({ short: 'only-15-letters', spaced: 'a token with white space in it', empty: '\n' });

/** Wrong flags, and what the error names. */
const WRONG: readonly (readonly [flags: readonly string[], ...says: readonly string[]])[] = [
  [['--interval', '0s'], "'--interval'", '1s at least'],
  [['--interval', '5'], "'--interval", "'5'", 'such as 30s or 5m'],
  [['--listen', 'nonsense'], "'--listen'", "'nonsense'", '127.0.0.1:8080'],
  [['--listen', '127.0.0.1:70000'], "'--listen'", "'127.0.0.1:70000'"],
  [['--token-file', 'absent'], "'--token-file'", "'absent' cannot be read (ENOENT)"],
  [['--token-file', 'short'], "'--token-file'", "'short' holds 15 characters", '16 or more'],
  [['--token-file', 'spaced'], "'--token-file'", 'white space'],
  [['--token-file', 'empty'], "'--token-file'", 'is empty'],
  [['--yes'], "'--yes'", '--once'],
  [['--approve', '1f0c9a2b7d3e', '--allow-deletes', '1'], "'--approve', '--allow-deletes'", '--once'],
  [['--account', 'main'], "'--account'", '--once'],
  [['--domain', '*'], "'--domain'", '--once'],
  [['--max-requests', '5'], "'--max-requests'", '--once'],
  [['--detailed-exitcode'], "'--detailed-exitcode'", '--once'],
  [['--output', 'json'], "'--output'", '--once'],
  [['--once', '--listen', ':9'], "'--listen'", 'for the daemon', 'or --once'],
  [['--dry-run', '--interval', '5m', '--lease', 'a'], "'--interval', '--lease'", 'or --dry-run'],
  [['--once', '--token-file', 'absent'], "'--token-file'", 'for the daemon'],
  [['--once', '--approvals', 'absent'], "'--approvals'", 'for the daemon'],
  [['--once', '--first-start', 'spent'], "'--first-start'", 'for the daemon'],
  [['--lease', 'Not_A_Name'], "'--lease'", "'Not_A_Name'"],
  [['--lease', 'mghooks'], "'--lease'", 'KUBERNETES_SERVICE_HOST', '--lease-server'],
  [['--lease-identity', 'me'], "'--lease-identity'", '--lease'],
  [['--lease-server', 'http://127.0.0.1:1'], "'--lease-server'", '--lease'],
  [['--lease', 'a', '--lease-namespace', 'b'], "'--lease-namespace'", '--lease-server'],
  [['--lease', 'a', '--lease-server', 'http://10.0.0.1:80'], "'--lease-server'", 'use https'],
  [['--lease', 'a', '--lease-server', 'https://u:pw@h.example'], "'--lease-server'", 'user or a password'],
  [['--lisen', 'x'], "unknown option '--lisen'", '--listen'],
];

describe('mghooks run with wrong flags', () => {
  it.each(WRONG)('%j: is refused before anything is done, and told what is right', async (flags, ...says) => {
    const { code, output } = await runCommandLine(['run', ...flags], { workingDirectory: tokens() });
    expect(code).toBe(4);
    for (const text of says) expect(output).toContain(text);
    expect(output).not.toContain('u:pw');
  });

  it('names a variable that limits one pass, and lets those of the daemon be in one pass', async () => {
    const environment = { MGHOOKS_DOMAIN: '*.example.com', MGHOOKS_LISTEN: ':9', MGHOOKS_OUTPUT: 'json' };
    const run = await runCommandLine(['run'], { environment });
    expect(run.code).toBe(4);
    expect(run.output).toContain('MGHOOKS_DOMAIN, MGHOOKS_OUTPUT is for one pass');
    const once = await runCommandLine(['run', '--once', '--config', 'absent'], { environment });
    expect(once.output).not.toContain('for the daemon');
    expect(once.output).toContain("'absent'");
  });

  it('says of a port in use who has it, and which flag chooses another', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await runCommandLine(['run', '--listen', `127.0.0.1:${port}`]);
    expect(code).toBe(1);
    expect(stderr).toContain(`Cannot listen on 127.0.0.1:${port}: another process uses this port`);
    expect(stderr).toContain('--listen');
    expect(stderr.match(/Cannot/g)).toHaveLength(1);
  });

  it('tells a command which waits for its account that it is the daemon it waits for', async (context) => {
    const scene = sceneOf(context);
    const emulator = await scene.emulator({ seed: bare(names(1)) });
    const config = scene.config({ main: { origin: emulator.origin, domains: names(1) } });
    const stateDir = scene.folder();
    const daemon = await scene.daemon({ config, stateDir });
    await daemon.said('pass-ended');
    const { code, stderr } = await runCommandLine(['plan', '--config', config, '--lock-timeout', '200ms'], {
      environment: { MGHOOKS_STATE_DIR: stateDir },
    });
    expect(code).toBe(1);
    expect(stderr).toContain(`'mghooks run' (process ${daemon.pid} on`);
  });
});
