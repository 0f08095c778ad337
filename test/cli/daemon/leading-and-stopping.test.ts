import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LEASE_TIMING, writeWindowMs } from '../../../src/adapters/kubernetes/lease-timing.ts';
import type { FaultRule } from '../../../src/emulator/faults/fault-rule.ts';
import { type DaemonProcess, eventually } from '../../support/daemon.ts';
import { bare, configText, HOOK, names, writesOf } from '../../support/daemon-config.ts';
import { AS_FIRST_PROCESS, onlyChildOf, whyNotFirstProcess } from '../../support/daemon-first-process.ts';
import { type Scene, sceneOf } from '../../support/daemon-scene.ts';
import { sharedMs } from '../../support/lease-server/shared-clock.ts';

/** Kubernetes gives 30 s; this is what we promise. */
const STOP_MAX_MS = 10_000;

interface State {
  readonly name: string;
  readonly faults?: readonly FaultRule[];
  readonly domains?: number;
  readonly perMinute?: number;
  readonly reached: (daemon: DaemonProcess, requests: number) => boolean | Promise<boolean>;
  /** How long it may take where nothing has to be waited for. */
  readonly withinMs?: number;
}

const says = (event: string) => (daemon: DaemonProcess) =>
  daemon.lines().some((line) => line.event === event);

const STATES: readonly State[] = [
  {
    name: 'between two passes',
    reached: async (daemon) => (await daemon.status()).accounts[0]?.lastSuccessMs !== undefined,
  },
  { name: 'waiting for the budget', domains: 3, perMinute: 1, reached: (_, requests) => requests === 1 },
  {
    name: 'in a pause that Mailgun asked for',
    faults: [{ fault: { kind: 'throttle', dialect: 'retry-seconds', retryAfterMs: 300_000 } }],
    reached: says('account-throttled'),
  },
  {
    name: 'with a read under way',
    faults: [{ match: { method: 'GET' }, fault: { kind: 'hang' } }],
    reached: (_, requests) => requests > 0,
  },
  {
    name: 'with a write under way that is never answered',
    faults: [{ match: { method: 'POST' }, fault: { kind: 'hang', when: 'after' } }],
    reached: (_, requests) => requests > 1,
    withinMs: STOP_MAX_MS,
  },
  {
    name: 'with a write under way that is answered late',
    faults: [{ match: { method: 'POST' }, fault: { kind: 'delay', ms: 1000 } }],
    reached: (_, requests) => requests > 1,
  },
  {
    name: 'in the back-off of a read',
    faults: [{ fault: { kind: 'answer', status: 500 } }],
    reached: (_, requests) => requests > 0,
  },
  {
    name: 'in the back-off of a domain',
    faults: [{ fault: { kind: 'answer', status: 404 } }],
    reached: says('pass-ended'),
  },
  {
    name: 'with a refused key',
    faults: [{ fault: { kind: 'answer', status: 401 } }],
    reached: says('account-halted'),
  },
];

async function stopIn(
  scene: Scene,
  { name, faults = [], domains = 1, perMinute = 300, reached, withinMs = 5000 }: State,
) {
  const list = names(domains);
  const emulator = await scene.emulator({ seed: bare(list), faults });
  const config = scene.config({ main: { origin: emulator.origin, domains: list, perMinute } });
  const daemon = await scene.daemon({ config });
  const requests = () => emulator.requests().length;
  await eventually(
    () => reached(daemon, requests()),
    () => `${name}: ${JSON.stringify(daemon.lines())}`,
  );
  const before = requests();
  const { code, tookMs } = await daemon.stop();
  return { name, code, inTime: tookMs < withinMs, later: requests() - before, noise: daemon.noise() };
}

/** The daemon has sent its write, and never gets an answer. */
async function startWriting(scene: Scene) {
  const emulator = await scene.emulator({
    seed: bare(names(1)),
    faults: [{ match: { method: 'POST' }, fault: { kind: 'hang' } }],
  });
  const daemon = await scene.daemon({
    config: scene.config({ main: { origin: emulator.origin, domains: names(1) } }),
  });
  await eventually(() => emulator.requests().length > 1);
  return daemon;
}

const missing = whyNotFirstProcess();

describe('the end of the daemon', { concurrent: true, timeout: 60_000 }, () => {
  it('comes in order, in time and without another request, whatever it is doing', async (context) => {
    const scene = sceneOf(context);
    const ends = await Promise.all(STATES.map((state) => stopIn(scene, state)));
    expect(ends).toEqual(STATES.map(({ name }) => ({ name, code: 0, inTime: true, later: 0, noise: [] })));
  });

  it('comes in time before there is a configuration, and while another process has the account', async (context) => {
    const scene = sceneOf(context);
    const emulator = await scene.emulator({ seed: bare(names(1)) });
    const config = scene.config({ main: { origin: emulator.origin, domains: names(1) } });
    const stateDir = scene.folder();
    const holder = await scene.daemon({ config, stateDir });
    await holder.said('pass-ended');
    const waiting = await scene.daemon({ config, stateDir });
    const lost = await scene.daemon({ config: scene.folder({ 'a.yaml': 'version: 2\n' }) });
    const line = await waiting.said('waiting-for-lock');
    expect(line.msg).toContain("'mghooks run'");
    await lost.said('configuration-rejected');
    expect((await waiting.ask('/livez')).status).toBe(200);
    const ends = await Promise.all([waiting.stop(), lost.stop(), holder.stop('SIGINT')]);
    expect(ends.map(({ code, tookMs }) => [code, tookMs < 5000])).toEqual(Array(3).fill([0, true]));
    expect(waiting.lines().some(({ event }) => event === 'account-halted')).toBe(false);
  });

  it('gives the lease back after the last write, and goes without that if nobody takes it', async (context) => {
    const scene = sceneOf(context);
    const server = await scene.leases();
    const emulator = await scene.emulator({
      seed: bare(names(1)),
      faults: [{ match: { method: 'POST' }, fault: { kind: 'hang', when: 'after' } }],
    });
    const config = scene.config({ main: { origin: emulator.origin, domains: names(1) } });
    const leader = await scene.daemon({ config, flags: await server.flags('a') });
    await eventually(() => emulator.requests().length > 1);
    const follower = await scene.daemon({ config, flags: await server.flags('b') });
    await eventually(async () => (await follower.status()).leadership.leader?.startsWith('a_') === true);
    const quick = await follower.stop();
    expect([quick.code, quick.tookMs < 5000]).toEqual([0, true]);
    leader.send('SIGTERM');
    expect(server.holder()).toMatch(/^a_/);
    server.cutOff('a');
    const slow = await leader.ended;
    expect([slow.code, slow.tookMs < STOP_MAX_MS]).toEqual([0, true]);
  });

  it('comes at once at a second signal', async (context) => {
    const scene = sceneOf(context);
    const codes = { SIGTERM: 143, SIGINT: 130 } as const;
    const ends = (['SIGTERM', 'SIGINT'] as const).map(async (signal) => {
      const daemon = await startWriting(scene);
      daemon.send(signal);
      await eventually(async () => (await daemon.ask('/livez')).status === 200);
      const { code, tookMs } = await daemon.stop(signal);
      expect(code).toBe(codes[signal]);
      expect(tookMs).toBeLessThan(3000);
    });
    await Promise.all(ends);
  });

  it.skipIf(missing)('comes in order for Node as the first process of a container', async (context) => {
    const scene = sceneOf(context);
    const emulator = await scene.emulator({ seed: bare(names(1)) });
    const config = scene.config({ main: { origin: emulator.origin, domains: names(1) } });
    const daemon = await scene.daemon({ config, through: AS_FIRST_PROCESS });
    await daemon.said('pass-ended');
    const startMs = performance.now();
    process.kill(await onlyChildOf(daemon.pid), 'SIGTERM');
    const { code } = await daemon.ended;
    expect(code).toBe(0);
    expect(performance.now() - startMs).toBeLessThan(5000);
  });
});

const leads = async (daemon: DaemonProcess) => (await daemon.status()).leadership.leading;

const TOKEN = 'a-token-that-is-long-enough-to-be-one';

/** For a request that has passed its check and is on its way on a busy machine. */
const ON_ITS_WAY_MS = 500;

describe('several daemons with one Lease', { concurrent: true, timeout: 60_000 }, () => {
  it('let one work, serve health and metrics from all, and take over at once when it ends in order', async (context) => {
    const scene = sceneOf(context);
    const server = await scene.leases();
    const emulator = await scene.emulator({ seed: bare(names(2)) });
    const account = { origin: emulator.origin, domains: names(2) };
    const config = scene.config({ main: account });
    const first = await scene.daemon({ config, flags: await server.flags('a') });
    await first.said('pass-ended');
    const tokenFile = join(scene.folder({ token: TOKEN }), 'token');
    const flags = [...(await server.flags('b')), `--token-file=${tokenFile}`];
    const second = await scene.daemon({ config, flags });
    await eventually(async () => (await second.ask('/readyz')).status === 200);
    await eventually(async () => (await second.status()).leadership.leader?.startsWith('a_') === true);
    expect((await second.ask('/livez')).status).toBe(200);
    expect(await second.metric('mghooks_leader')).toBe(0);
    const sync = await second.ask('/sync', { method: 'POST', headers: { authorization: `Bearer ${TOKEN}` } });
    expect([sync.status, sync.text]).toEqual([409, expect.stringContaining('ask the leader: a_')]);
    expect(await first.metric('mghooks_leader')).toBe(1);
    const before = emulator.requests().length;
    expect((await first.stop()).code).toBe(0);
    expect(await first.said('stopping')).toMatchObject({ msg: expect.stringContaining('SIGTERM') });
    writeFileSync(
      join(config, 'config.yaml'),
      configText({ main: { ...account, url: 'https://hooks.example.com/b' } }),
    );
    await eventually(() => leads(second));
    await second.said('leadership-won');
    await eventually(() => writesOf(emulator).length === 4);
    expect(first.lines().filter(({ event }) => event === 'pass-ended').length).toBeGreaterThan(0);
    expect(emulator.requests().length).toBeGreaterThan(before);
    expect(server.store.history.filter(({ by }) => by === 'hand')).toEqual([]);
  });

  it('have one write at a time, also when the API server no longer answers the one that does', async (context) => {
    const scene = sceneOf(context);
    const server = await scene.leases();
    const list = names(60);
    const emulator = await scene.emulator({
      seed: bare(list),
      rate: 'none',
      // Ten at a time: a dozen seconds of writing.
      faults: [{ match: { method: 'POST' }, fault: { kind: 'delay', ms: 2000 } }],
    });
    const apartMs = sharedMs() - performance.now();
    const config = scene.config({ main: { origin: emulator.origin, domains: list } });
    const flags = async (name: string) => [...(await server.flags(name)), '--interval=1s'];
    const first = await scene.daemon({ config, flags: await flags('a') });
    await eventually(() => writesOf(emulator).length > 0);
    const second = await scene.daemon({ config, flags: await flags('b') });
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
