import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LEASE_TIMING, writeWindowMs } from '../../../src/adapters/kubernetes/lease-timing.ts';
import { type DaemonProcess, eventually, startDaemon } from '../../support/daemon.ts';
import { bare, configFolder, configText, HOOK, names, writesOf } from '../../support/daemon-config.ts';
import { withLeaseServer } from '../../support/daemon-lease.ts';
import { withEmulator } from '../../support/emulator.ts';
import { sharedMs } from '../../support/lease-server/shared-clock.ts';

const leads = async (daemon: DaemonProcess) => (await daemon.status()).leadership.leading;

/** For a request that has passed its check and is on its way on a busy machine. */
const ON_ITS_WAY_MS = 500;

describe('several daemons with one Lease', () => {
  it('let one work, serve health and metrics from all, and take over at once when it ends in order', async () => {
    const server = await withLeaseServer();
    const emulator = await withEmulator({ seed: bare(names(2)) });
    const account = { origin: emulator.origin, domains: names(2) };
    const config = configFolder({ main: account });
    const first = await startDaemon({ config, flags: await server.flags('a') });
    await first.said('pass-ended');
    const second = await startDaemon({ config, flags: await server.flags('b') });
    await eventually(async () => (await second.ask('/readyz')).status === 200);
    await eventually(async () => (await second.status()).leadership.leader?.startsWith('a_') === true);
    expect((await second.ask('/livez')).status).toBe(200);
    expect(await second.metric('mghooks_leader')).toBe(0);
    expect(await first.metric('mghooks_leader')).toBe(1);
    const before = emulator.requests().length;
    expect((await first.stop()).code).toBe(0);
    writeFileSync(
      join(config, 'config.yaml'),
      configText({ main: { ...account, url: 'https://hooks.example.com/b' } }),
    );
    await eventually(() => leads(second));
    await eventually(() => writesOf(emulator).length === 4);
    expect(first.lines().filter(({ event }) => event === 'pass-ended').length).toBeGreaterThan(0);
    expect(emulator.requests().length).toBeGreaterThan(before);
    expect(server.store.history.filter(({ by }) => by === 'hand')).toEqual([]);
  });

  it('have one write at a time, also when the API server no longer answers the one that does', async () => {
    const server = await withLeaseServer();
    const list = names(60);
    const emulator = await withEmulator({
      seed: bare(list),
      rate: 'none',
      // Ten at a time: a dozen seconds of writing.
      faults: [{ match: { method: 'POST' }, fault: { kind: 'delay', ms: 2000 } }],
    });
    const apartMs = sharedMs() - performance.now();
    const config = configFolder({ main: { origin: emulator.origin, domains: list } });
    const flags = async (name: string) => [...(await server.flags(name)), '--interval=1s'];
    const first = await startDaemon({ config, flags: await flags('a') });
    await eventually(() => writesOf(emulator).length > 0);
    const second = await startDaemon({ config, flags: await flags('b') });
    await eventually(async () => (await second.status()).leadership.leader?.startsWith('a_') === true);
    server.cutOff('a');
    const lastRenewalMs = server.store.history.at(-1)?.atMs ?? 0;
    await eventually(() => leads(second));
    const tookOverMs = sharedMs() - lastRenewalMs;
    await eventually(() => list.every((name) => emulator.webhooks(name)['clicked']?.[0] === HOOK));
    const requests = emulator.requests().map(({ atMs }) => atMs + apartMs - lastRenewalMs);
    const writes = writesOf(emulator).map(({ atMs }) => atMs + apartMs - lastRenewalMs);
    const limitMs = writeWindowMs(LEASE_TIMING) + ON_ITS_WAY_MS;
    expect(writes.filter((ms) => ms > limitMs && ms < LEASE_TIMING.leaseDurationMs)).toEqual([]);
    const unledMs = LEASE_TIMING.renewDeadlineMs + ON_ITS_WAY_MS;
    expect(requests.filter((ms) => ms > unledMs && ms < LEASE_TIMING.leaseDurationMs)).toEqual([]);
    expect(writes.some((ms) => ms > LEASE_TIMING.leaseDurationMs)).toBe(true);
    expect(tookOverMs).toBeGreaterThan(LEASE_TIMING.leaseDurationMs);
    expect(tookOverMs).toBeLessThan(LEASE_TIMING.leaseDurationMs + 10_000);
    expect(await first.metric('mghooks_leadership_problem')).toBe(1);
    expect(await leads(first)).toBe(false);
    expect((await first.ask('/livez')).status).toBe(200);
    expect((await first.ask('/readyz')).status).toBe(200);
  });
});
