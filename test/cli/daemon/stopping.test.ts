import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../../src/emulator/faults/fault-rule.ts';
import { type DaemonProcess, eventually, startDaemon } from '../../support/daemon.ts';
import { bare, configFolder, names } from '../../support/daemon-config.ts';
import { AS_FIRST_PROCESS, onlyChildOf, whyNotFirstProcess } from '../../support/daemon-first-process.ts';
import { withLeaseServer } from '../../support/daemon-lease.ts';
import { withEmulator } from '../../support/emulator.ts';
import { workspace } from '../../support/workspace.ts';

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

async function stopIn({ name, faults = [], domains = 1, perMinute = 300, reached, withinMs = 5000 }: State) {
  const list = names(domains);
  const emulator = await withEmulator({ seed: bare(list), faults });
  const config = configFolder({ main: { origin: emulator.origin, domains: list, perMinute } });
  const daemon = await startDaemon({ config });
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
async function startWriting() {
  const emulator = await withEmulator({
    seed: bare(names(1)),
    faults: [{ match: { method: 'POST' }, fault: { kind: 'hang' } }],
  });
  const daemon = await startDaemon({
    config: configFolder({ main: { origin: emulator.origin, domains: names(1) } }),
  });
  await eventually(() => emulator.requests().length > 1);
  return daemon;
}

const missing = whyNotFirstProcess();

describe('the end of the daemon', () => {
  it('comes in order, in time and without another request, whatever it is doing', async () => {
    const ends = await Promise.all(STATES.map(stopIn));
    expect(ends).toEqual(STATES.map(({ name }) => ({ name, code: 0, inTime: true, later: 0, noise: [] })));
  });

  it('comes in time before there is a configuration, and while another process has the account', async () => {
    const emulator = await withEmulator({ seed: bare(names(1)) });
    const config = configFolder({ main: { origin: emulator.origin, domains: names(1) } });
    const stateDir = workspace();
    const holder = await startDaemon({ config, stateDir });
    await holder.said('pass-ended');
    const waiting = await startDaemon({ config, stateDir });
    const lost = await startDaemon({ config: workspace({ 'a.yaml': 'version: 2\n' }) });
    const line = await waiting.said('waiting-for-lock');
    expect(line.msg).toContain("'mghooks run'");
    await lost.said('configuration-rejected');
    expect((await waiting.ask('/livez')).status).toBe(200);
    const ends = await Promise.all([waiting.stop(), lost.stop(), holder.stop('SIGINT')]);
    expect(ends.map(({ code, tookMs }) => [code, tookMs < 5000])).toEqual(Array(3).fill([0, true]));
    expect(waiting.lines().some(({ event }) => event === 'account-halted')).toBe(false);
  });

  it('gives the lease back after the last write, and goes without that if nobody takes it', async () => {
    const server = await withLeaseServer();
    const emulator = await withEmulator({
      seed: bare(names(1)),
      faults: [{ match: { method: 'POST' }, fault: { kind: 'hang', when: 'after' } }],
    });
    const config = configFolder({ main: { origin: emulator.origin, domains: names(1) } });
    const leader = await startDaemon({ config, flags: await server.flags('a') });
    await eventually(() => emulator.requests().length > 1);
    const follower = await startDaemon({ config, flags: await server.flags('b') });
    await eventually(async () => (await follower.status()).leadership.leader?.startsWith('a_') === true);
    const quick = await follower.stop();
    expect([quick.code, quick.tookMs < 5000]).toEqual([0, true]);
    leader.send('SIGTERM');
    expect(server.holder()).toMatch(/^a_/);
    server.cutOff('a');
    const slow = await leader.ended;
    expect([slow.code, slow.tookMs < STOP_MAX_MS]).toEqual([0, true]);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('comes at once at a second %s', async (signal, code) => {
    const daemon = await startWriting();
    daemon.send(signal);
    await eventually(async () => (await daemon.ask('/livez')).status === 200);
    const ended = await daemon.stop(signal);
    expect(ended.code).toBe(code);
    expect(ended.tookMs).toBeLessThan(2000);
  });

  it.skipIf(missing)('comes in order for Node as the first process of a container', async () => {
    const emulator = await withEmulator({ seed: bare(names(1)) });
    const config = configFolder({ main: { origin: emulator.origin, domains: names(1) } });
    const daemon = await startDaemon({ config, through: AS_FIRST_PROCESS });
    await daemon.said('pass-ended');
    const startMs = performance.now();
    process.kill(await onlyChildOf(daemon.pid), 'SIGTERM');
    const { code } = await daemon.ended;
    expect(code).toBe(0);
    expect(performance.now() - startMs).toBeLessThan(5000);
  });
});
