import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSystemClock } from '../../../src/adapters/clock/system-clock.ts';
import { startEmulator } from '../../../src/emulator/emulator.ts';
import { type DaemonProcess, eventually } from '../../support/daemon.ts';
import { bare, configText, HOOK, names } from '../../support/daemon-config.ts';
import { sceneOf } from '../../support/daemon-scene.ts';

const accountOf = async (daemon: DaemonProcess, name: string) =>
  (await daemon.status()).accounts.find(({ account }) => account === name);

/** As an editor does it, and the kubelet: what is read is the old text or the new one. */
function publish(folder: string, name: string, text: string): void {
  writeFileSync(join(folder, `.${name}.new`), text);
  renameSync(join(folder, `.${name}.new`), join(folder, name));
}

describe('the accounts of a running daemon', { concurrent: true, timeout: 60_000 }, () => {
  it('wait for a key that is missing, each for its own, and start as soon as it is there', async (context) => {
    const scene = sceneOf(context);
    const [good, late] = await Promise.all([
      scene.emulator({ seed: bare(names(1)) }),
      scene.emulator({ seed: bare(names(1, 'l')), apiKey: 'the-late-key' }),
    ]);
    const folder = scene.folder();
    const keyFile = join(folder, 'late-key');
    const config = {
      good: { origin: good.origin, domains: names(1) },
      late: { origin: late.origin, domains: names(1, 'l'), apiKey: `{ file: ${keyFile} }` },
    };
    const daemon = await scene.daemon({
      config: scene.folder({ 'a.yaml': configText(config) }),
      flags: ['--interval=1h'],
    });
    const halted = await daemon.said('account-halted');
    expect(halted).toMatchObject({ account: 'late', level: 'error' });
    expect(halted['reason']).toContain(keyFile);
    await eventually(() => good.webhooks('d0.example.com')['clicked']?.[0] === HOOK);
    expect(await daemon.metric('mghooks_halted{account="late"}')).toBe(1);
    expect((await accountOf(daemon, 'late'))?.domains).toMatchObject([{ condition: 'pending' }]);
    expect((await daemon.ask('/readyz')).status).toBe(200);
    const before = good.requests().length;
    publish(folder, 'late-key', 'the-late-key\n');
    await eventually(() => late.webhooks('l0.example.com')['clicked']?.[0] === HOOK);
    expect((await accountOf(daemon, 'late'))?.halted).toBeUndefined();
    // The other account is not disturbed by that.
    expect(good.requests()).toHaveLength(before);
    expect(daemon.lines().filter(({ event }) => event === 'account-halted')).toHaveLength(1);
  });

  it('stop after a refused key, and go on with the next one at once', async (context) => {
    const scene = sceneOf(context);
    const emulator = await scene.emulator({ seed: bare(names(3)), apiKey: 'the-second-key' });
    const folder = scene.folder({ key: 'the-first-key\n' });
    const daemon = await scene.daemon({
      config: scene.folder({
        'a.yaml': configText({
          main: { origin: emulator.origin, domains: names(3), apiKey: `{ file: ${join(folder, 'key')} }` },
        }),
      }),
    });
    await daemon.said('account-halted');
    await eventually(async () => (await accountOf(daemon, 'main'))?.halted?.includes('(401)') === true);
    const refused = emulator.requests().length;
    expect(refused).toBeLessThanOrEqual(3);
    const changedMs = performance.now();
    publish(folder, 'key', 'the-second-key\n');
    await eventually(() => emulator.webhooks('d2.example.com')['clicked']?.[0] === HOOK);
    expect(performance.now() - changedMs).toBeLessThan(10_000);
    expect((await accountOf(daemon, 'main'))?.halted).toBeUndefined();
    expect(JSON.stringify(daemon.lines())).not.toContain('the-first-key');
  });

  it('come and go with the configuration, and those that stay do not notice', async (context) => {
    const scene = sceneOf(context);
    const [stays, other] = await Promise.all([
      scene.emulator({ seed: bare(names(1)) }),
      scene.emulator({ seed: bare(names(1, 'o')) }),
    ]);
    const staying = { origin: stays.origin, domains: names(1) };
    const coming = { origin: other.origin, domains: names(1, 'o') };
    const config = scene.folder({ 'a.yaml': configText({ stays: staying }) });
    const daemon = await scene.daemon({ config, flags: ['--interval=1h'] });
    await eventually(async () => (await accountOf(daemon, 'stays'))?.lastSuccessMs !== undefined);
    const before = stays.requests().length;
    publish(config, 'a.yaml', configText({ stays: staying, other: coming }));
    await eventually(() => other.webhooks('o0.example.com')['clicked']?.[0] === HOOK);
    publish(config, 'a.yaml', configText({ stays: staying }));
    await eventually(async () => (await daemon.status()).accounts.length === 1);
    const gone = other.requests().length;
    publish(config, 'a.yaml', configText({ stays: { ...staying, url: 'https://hooks.example.com/b' } }));
    await eventually(() => stays.webhooks('d0.example.com')['clicked']?.[0] !== HOOK);
    expect(stays.requests().length - before).toBe(2);
    expect(other.requests()).toHaveLength(gone);
    expect(other.webhooks('o0.example.com')).toEqual({ clicked: [HOOK] });
  });

  it('share one budget if they share one key, the smallest that is named, which a change of it remembers', async (context) => {
    const scene = sceneOf(context);
    const emulator = await scene.emulator({ seed: bare([...names(5), ...names(5, 'b')]) });
    const text = (perMinute: number) =>
      configText({
        a: { origin: emulator.origin, domains: names(5), perMinute },
        b: { origin: emulator.origin, domains: names(5, 'b'), perMinute: 20 },
      });
    const config = scene.folder({ 'a.yaml': text(6) });
    const daemon = await scene.daemon({ config, flags: ['--interval=1s'] });
    await eventually(() => emulator.requests().length === 6);
    publish(config, 'a.yaml', text(9));
    await eventually(async () => (await accountOf(daemon, 'a'))?.budget.perMinute === 9);
    await eventually(() => emulator.requests().length === 9);
    publish(config, 'a.yaml', text(8));
    await eventually(async () => (await accountOf(daemon, 'a'))?.budget.perMinute === 8);
    await eventually(async () => (await accountOf(daemon, 'b'))?.budget.remaining === 0);
    expect(emulator.worstWindow()).toBe(9);
    expect((await daemon.ask('/livez')).status).toBe(200);
  });

  it('keep one budget when the key is rotated and the account is edited after that', async (context) => {
    const scene = sceneOf(context);
    const emulator = await scene.emulator({ seed: bare(names(9)) });
    const keys = scene.folder({ key: 'the-first-key\n' });
    const apiKey = `{ file: ${join(keys, 'key')} }`;
    const text = (perMinute: number) =>
      configText({ main: { origin: emulator.origin, domains: names(9), perMinute, apiKey } });
    const config = scene.folder({ 'a.yaml': text(6) });
    const daemon = await scene.daemon({ config, flags: ['--interval=1s'] });
    await eventually(() => emulator.requests().length === 6);
    publish(keys, 'key', 'the-second-key\n');
    publish(config, 'a.yaml', text(8));
    await eventually(async () => (await accountOf(daemon, 'main'))?.budget.perMinute === 8);
    await eventually(() => emulator.requests().length === 8);
    await eventually(async () => (await accountOf(daemon, 'main'))?.budget.remaining === 0);
    // The emulator takes each key for an account of its own, so what it counts as a window is no measure here.
    expect(emulator.requests()).toHaveLength(8);
  });

  it('keep one budget when another file holds the next key, and when they go and come back', async (context) => {
    const scene = sceneOf(context);
    const [emulator, other] = await Promise.all([
      scene.emulator({ seed: bare(names(9)) }),
      scene.emulator({ seed: bare(names(1, 'o')) }),
    ]);
    const keys = scene.folder({ v1: 'the-first-key\n', v2: 'the-second-key\n' });
    const staying = { other: { origin: other.origin, domains: names(1, 'o') } };
    const text = (key: string) =>
      configText({
        main: {
          origin: emulator.origin,
          domains: names(9),
          perMinute: 6,
          apiKey: `{ file: ${join(keys, key)} }`,
        },
        ...staying,
      });
    const remaining = async () => (await accountOf(daemon, 'main'))?.budget.remaining;
    const loaded = () => daemon.lines().filter(({ event }) => event === 'configuration-loaded').length;
    const config = scene.folder({ 'a.yaml': text('v1') });
    const daemon = await scene.daemon({ config, flags: ['--interval=1s'] });
    await eventually(() => emulator.requests().length === 6);
    publish(config, 'a.yaml', configText(staying));
    await eventually(async () => (await daemon.status()).accounts.length === 1);
    publish(config, 'a.yaml', text('v2'));
    await eventually(async () => loaded() === 3 && (await accountOf(daemon, 'main'))?.pass !== undefined);
    const passes = () =>
      daemon.lines().filter(({ event, account }) => event === 'pass-ended' && account === 'other');
    const before = passes().length;
    await eventually(() => passes().length >= before + 2);
    expect(await remaining()).toBe(0);
    expect(emulator.requests()).toHaveLength(6);
  });

  it('go on while one is locked by another process, which is named, and follow it when it ends', async (context) => {
    const scene = sceneOf(context);
    const [free, locked] = await Promise.all([
      scene.emulator({ seed: bare(names(1)) }),
      scene.emulator({ seed: bare(names(1, 'l')) }),
    ]);
    const stateDir = scene.folder();
    const account = { origin: locked.origin, domains: names(1, 'l') };
    const both = { free: { origin: free.origin, domains: names(1) }, locked: account };
    const holder = await scene.daemon({
      config: scene.folder({ 'a.yaml': configText({ locked: account }) }),
      stateDir,
    });
    await holder.said('pass-ended');
    const second = await scene.daemon({ config: scene.folder({ 'a.yaml': configText(both) }), stateDir });
    const { msg } = await second.said('waiting-for-lock', (line) => line['account'] === 'locked');
    expect(msg).toContain(`'mghooks run' (process ${holder.pid} on`);
    await eventually(() => free.webhooks('d0.example.com')['clicked']?.[0] === HOOK);
    expect((await accountOf(second, 'locked'))?.notes).toEqual(['the account is being opened']);
    expect((await second.ask('/livez')).status).toBe(200);
    await holder.stop();
    await eventually(async () => (await accountOf(second, 'locked'))?.lastSuccessMs !== undefined);
  });

  it('come back when Mailgun was down, and the process lives on meanwhile', async (context) => {
    const scene = sceneOf(context);
    const clock = createSystemClock();
    const down = await startEmulator({ clock });
    await down.close();
    const daemon = await scene.daemon({
      config: scene.folder({ 'a.yaml': configText({ main: { origin: down.origin, domains: names(1) } }) }),
    });
    await daemon.said('read-failed');
    expect((await daemon.ask('/livez')).status).toBe(200);
    expect((await accountOf(daemon, 'main'))?.domains).toMatchObject([{ condition: 'unread' }]);
    const port = Number(new URL(down.origin).port);
    const up = await scene.emulator({ seed: bare(names(1)), port });
    // It would try again by itself, ten seconds after the first failure.
    daemon.send('SIGHUP');
    await eventually(() => up.webhooks('d0.example.com')['clicked']?.[0] === HOOK);
  });
});
