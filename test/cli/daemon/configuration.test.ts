import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigMap } from '../../adapters/config/watch/config-map.ts';
import { eventually } from '../../support/daemon.ts';
import { bare, configText, HOOK, names, writesOf } from '../../support/daemon-config.ts';
import { sceneOf } from '../../support/daemon-scene.ts';

const OTHER = 'https://hooks.example.com/b';
const BROKEN = 'version: 1\ndomains:\n  d0.example.com: { webhooks: { clickd: "https://x.example.com/" } }\n';

/** A mounted ConfigMap with one file. */
const mountedIn = (folder: string, config: string) =>
  new ConfigMap(join(folder, 'mount'), { 'config.yaml': config });

describe('the configuration of a running daemon', { concurrent: true, timeout: 60_000 }, () => {
  it('is followed through the swap of a ConfigMap; an invalid one leaves the last good one in force and is told', async (context) => {
    const scene = sceneOf(context);
    const seed = { domains: { ...bare(names(2)).domains, 'kept.example.com': { clicked: [HOOK] } } };
    const emulator = await scene.emulator({ seed });
    const text = (url: string) =>
      configText(
        { main: { origin: emulator.origin, domains: names(2), url } },
        `  kept.example.com: { account: main, webhooks: { clicked: "${HOOK}" } }\n`,
      );
    const clicked = () => names(2).map((name) => emulator.webhooks(name)['clicked']?.join());
    const map = mountedIn(scene.folder(), text(HOOK));
    const daemon = await scene.daemon({ config: map.folder, flags: ['--interval=1s'] });
    await eventually(() => clicked().every((url) => url === HOOK));
    map.publish({ 'config.yaml': text(OTHER) });
    await eventually(() => clicked().every((url) => url === OTHER));

    map.publish({ 'config.yaml': BROKEN });
    const { level, msg } = await daemon.said('configuration-rejected');
    expect(level).toBe('error');
    expect(msg).toContain('config.yaml:3:33');
    expect(msg).toContain("did you mean 'clicked'");
    expect(await daemon.metric('mghooks_config_stale')).toBe(1);
    expect(await daemon.metric('mghooks_config_problems')).toBeGreaterThan(0);
    expect((await daemon.status()).configuration?.stale?.problems[0]).toContain('config.yaml:3:33');
    expect((await daemon.ask('/readyz?verbose')).text).toContain('a newer one is not valid');
    expect((await daemon.ask('/readyz')).status).toBe(200);
    expect((await daemon.ask('/livez')).status).toBe(200);

    // The last good one is kept all the same.
    emulator.setWebhooks('kept.example.com', 'clicked', []);
    await eventually(() => emulator.webhooks('kept.example.com')['clicked']?.[0] === HOOK);
    map.publish({ 'config.yaml': text(HOOK) });
    await eventually(() => clicked().every((url) => url === HOOK));
    expect(await daemon.metric('mghooks_config_stale')).toBe(0);
  });

  it('is waited for if it is invalid at the start: alive, not ready, until it is mended', async (context) => {
    const scene = sceneOf(context);
    const emulator = await scene.emulator({ seed: bare(names(1)) });
    const map = mountedIn(scene.folder(), BROKEN);
    const daemon = await scene.daemon({ config: map.folder });
    await daemon.said('configuration-rejected');
    expect((await daemon.ask('/readyz')).status).toBe(503);
    expect((await daemon.ask('/livez')).status).toBe(200);
    expect((await daemon.status()).rejected?.problems[0]).toContain('config.yaml:3:33');
    expect((await daemon.ask('/')).text).toContain('config.yaml:3:33');
    expect(emulator.requests()).toEqual([]);
    map.publish({ 'config.yaml': configText({ main: { origin: emulator.origin, domains: names(1) } }) });
    await eventually(async () => (await daemon.ask('/readyz')).status === 200);
    await eventually(() => emulator.webhooks('d0.example.com')['clicked']?.[0] === HOOK);
  });

  it('is written within a second of being loaded, while a sweep over thousands is under way', async (context) => {
    const scene = sceneOf(context);
    const list = names(2000);
    const emulator = await scene.emulator({
      seed: { domains: Object.fromEntries(list.map((name) => [name, { clicked: [HOOK] }])) },
      // Twenty at a time, so that the sweep takes minutes and the budget lasts for a while.
      faults: [{ match: { method: 'GET', path: '/d1' }, fault: { kind: 'delay', ms: 1000 } }],
    });
    const text = (url: string) =>
      configText(
        { main: { origin: emulator.origin, domains: list.slice(1) } },
        `  d0.example.com: { account: main, webhooks: { clicked: "${url}" } }\n`,
      );
    const map = mountedIn(scene.folder(), text(HOOK));
    const daemon = await scene.daemon({ config: map.folder });
    await eventually(() => emulator.requests().length > 30);
    map.publish({ 'config.yaml': text(OTHER) });
    const loaded = () => daemon.lines().filter(({ event }) => event === 'configuration-loaded');
    await eventually(() => loaded().length === 2);
    await eventually(() => writesOf(emulator).length > 0);
    const loadedMs = Date.parse(String(loaded()[1]?.['time']));
    const wroteMs = performance.timeOrigin + (writesOf(emulator)[0]?.atMs ?? 0);
    expect(wroteMs - loadedMs).toBeLessThan(1000);
    expect(emulator.webhooks('d0.example.com')).toEqual({ clicked: [OTHER] });
    expect((await daemon.status()).accounts[0]?.lastSuccessMs).toBeUndefined();
  });

  it('removes nothing while it lacks its end mark, says so, and goes on when the mark is there', async (context) => {
    const scene = sceneOf(context);
    const both = { clicked: [HOOK], opened: [HOOK] };
    const emulator = await scene.emulator({ seed: { domains: { 'd0.example.com': both } } });
    const account = { main: { origin: emulator.origin, domains: [] } };
    const whole = configText(
      account,
      `  d0.example.com: { account: main, policy: exact, webhooks: { clicked: "${HOOK}" } }\n`,
    );
    const map = mountedIn(scene.folder(), whole.replace('...\n', ''));
    const daemon = await scene.daemon({ config: map.folder, flags: ['--interval=1s'] });
    await eventually(async () => (await daemon.metric('mghooks_guard_blocked{account="main"}')) === 1);
    expect((await daemon.ask('/')).text).toContain('config.yaml');
    expect(emulator.webhooks('d0.example.com')).toEqual(both);
    map.publish({ 'config.yaml': whole });
    await eventually(() => emulator.webhooks('d0.example.com')['opened'] === undefined);
    expect(emulator.webhooks('d0.example.com')).toEqual({ clicked: [HOOK] });
  });

  it('brings the next pass forward at SIGHUP and at POST /sync, without another reason', async (context) => {
    const scene = sceneOf(context);
    const emulator = await scene.emulator({ seed: bare(names(1)) });
    const tokenFile = join(scene.folder({ token: 'a-token-of-the-tests\n' }), 'token');
    const daemon = await scene.daemon({
      config: scene.folder({
        'a.yaml': configText({ main: { origin: emulator.origin, domains: names(1) } }),
      }),
      flags: ['--interval=1h', `--token-file=${tokenFile}`],
    });
    const drift = async () => {
      await eventually(() => emulator.webhooks('d0.example.com')['clicked']?.[0] === HOOK);
      emulator.setWebhooks('d0.example.com', 'clicked', [OTHER]);
    };
    const sync = (token: string) =>
      daemon.ask('/sync', { method: 'POST', headers: { authorization: `Bearer ${token}` } });
    await drift();
    daemon.send('SIGHUP');
    const passes = () => daemon.lines().filter(({ event }) => event === 'pass-ended').length;
    await eventually(() => passes() === 2);
    expect((await sync('a-wrong-token')).status).toBe(401);
    expect((await sync('a-token-of-the-tests')).status).toBe(202);
    await eventually(() => passes() === 3);
  });
});
