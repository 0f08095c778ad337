import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../src/emulator/faults/fault-rule.ts';
import type { AccountStatus } from '../../src/ports/status.ts';
import { type DaemonProcess, eventually } from '../support/daemon.ts';
import { bare, configText, HOOK, names } from '../support/daemon-config.ts';
import { type Scene, sceneOf } from '../support/daemon-scene.ts';

/** Everything has to be told within one of these, give or take a tenth. */
const INTERVAL_MS = 3000;
/** For the three tries of a read, a second or two apart, on a busy machine. */
const TRIES_MS = 8000;
const OTHER = 'https://hooks.example.com/b';

interface Trouble {
  readonly name: string;
  readonly fault?: FaultRule;
  /** Another configuration comes with it. */
  readonly config?: (text: string) => string;
  /** A metric that says so, and the value with which it does. */
  readonly metric: readonly [string, number];
  /** The event of the log line that says so. */
  readonly event: string;
  readonly status: (account: AccountStatus, daemon: DaemonProcess) => unknown;
}

const TROUBLES: readonly Trouble[] = [
  {
    name: 'a configuration that is not valid',
    config: (text) => `${text}  d1.example.com: { accont: main }\n`,
    metric: ['mghooks_config_stale', 1],
    event: 'configuration-rejected',
    status: async (_, daemon) => (await daemon.status()).configuration?.stale,
  },
  {
    name: 'a key that is refused',
    fault: { fault: { kind: 'answer', status: 401 } },
    metric: ['mghooks_halted{account="main"}', 1],
    event: 'account-halted',
    status: ({ halted }) => halted?.includes('(401)'),
  },
  {
    name: 'a server that fails',
    fault: { fault: { kind: 'answer', status: 500 } },
    metric: ['mghooks_domains{account="main",state="unread"}', 1],
    event: 'read-failed',
    status: ({ domains }) => domains.some(({ reason }) => reason?.includes('500')),
  },
  {
    name: 'a server that does not answer',
    fault: { fault: { kind: 'reset' } },
    metric: ['mghooks_domains{account="main",state="unread"}', 1],
    event: 'read-failed',
    status: ({ domains }) => domains.some(({ condition }) => condition === 'unread'),
  },
  {
    name: 'a pause that Mailgun asked for',
    fault: { fault: { kind: 'throttle', dialect: 'retry-seconds', retryAfterMs: 120_000 } },
    metric: ['mghooks_throttles_total{account="main"}', 1],
    event: 'account-throttled',
    status: ({ budget }) => budget.pausedForMs > 0,
  },
  {
    name: 'a plan that the guard blocks',
    config: (text) => text.replace(`"${HOOK}"`, '[]'),
    metric: ['mghooks_guard_blocked{account="main"}', 1],
    event: 'guard-blocked',
    status: ({ guard, domains }) => guard?.removed === 1 && domains[0]?.condition === 'blocked',
  },
];

/** A daemon that is well, comes into trouble, and is asked what it knows. */
async function tellsOf(scene: Scene, { name, fault, config: change, metric, event, status }: Trouble) {
  const emulator = await scene.emulator({ seed: bare(names(1)) });
  const text = configText({ main: { origin: emulator.origin, domains: names(1) } }).replace(
    'maxDeletes: 100',
    'maxDeletes: 0',
  );
  const config = scene.folder({ 'config.yaml': text });
  const daemon = await scene.daemon({ config, flags: [`--interval=${INTERVAL_MS}ms`] });
  const account = async () => (await daemon.status()).accounts[0];
  await eventually(async () => (await account())?.lastSuccessMs !== undefined);
  expect(await daemon.metric(metric[0])).not.toBe(metric[1]);
  const startMs = performance.now();
  if (fault !== undefined) emulator.addFault(fault);
  if (change !== undefined) writeFileSync(join(config, 'config.yaml'), change(text));
  const truths = async () => {
    const now = await account();
    return (
      now !== undefined &&
      Boolean(await status(now, daemon)) &&
      (await daemon.metric(metric[0])) === metric[1] &&
      daemon.lines().some((line) => line.event === event)
    );
  };
  await eventually(truths, () => `${name}: ${JSON.stringify(daemon.lines())}`);
  const tookMs = performance.now() - startMs;
  const [live, ready] = await Promise.all([daemon.ask('/livez'), daemon.ask('/readyz')]);
  return { name, inTime: tookMs < 1.1 * INTERVAL_MS + TRIES_MS, live: live.status, ready: ready.status };
}

describe('promise 13: truth', { concurrent: true, timeout: 60_000 }, () => {
  it('tells of every trouble in status, metrics and log within an interval, and stays alive and ready', async (context) => {
    const scene = sceneOf(context);
    const told = await Promise.all(TROUBLES.map((trouble) => tellsOf(scene, trouble)));
    expect(told).toEqual(TROUBLES.map(({ name }) => ({ name, inTime: true, live: 200, ready: 200 })));
  });

  it('counts drift that somebody else made, and shows it', async (context) => {
    const scene = sceneOf(context);
    const emulator = await scene.emulator({ seed: bare(names(1)) });
    const config = scene.folder({
      'a.yaml': configText({ main: { origin: emulator.origin, domains: names(1) } }).replace(
        'account: main,',
        'account: main, policy: observe,',
      ),
    });
    const daemon = await scene.daemon({ config, flags: ['--interval=1s'] });
    await eventually(
      async () => (await daemon.metric('mghooks_domains{account="main",state="observed"}')) === 1,
    );
    emulator.setWebhooks('d0.example.com', 'clicked', [HOOK]);
    await eventually(
      async () => (await daemon.metric('mghooks_domains{account="main",state="in-sync"}')) === 1,
    );
    emulator.setWebhooks('d0.example.com', 'clicked', [OTHER]);
    await eventually(
      async () => (await daemon.metric('mghooks_domains{account="main",state="observed"}')) === 1,
    );
    expect(emulator.requests().every(({ method }) => method === 'GET')).toBe(true);
  });
});
