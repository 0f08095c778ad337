/**
 * Contends for a lease, and writes to a counter for as long as it leads, until it is told to stop:
 *
 *     node test/support/contender.mjs API-SERVER COUNTER NAME CLOCK-AHEAD-MS
 *
 * It is the compiled program that contends, so `npm run build` comes first. All durations are a fifteenth of the real
 * ones. SIGTERM ends it as it ends the daemon: no new write, then the end of the one under way, then the release.
 */
import { Agent, request } from 'node:http';
import { createRandom } from '../../dist/adapters/clock/random.js';
import { createSystemClock } from '../../dist/adapters/clock/system-clock.js';
import { createLeaseLeadership } from '../../dist/adapters/kubernetes/create-lease-leadership.js';
import { createIdentity } from '../../dist/adapters/kubernetes/identity.js';

const TIMING = {
  leaseDurationMs: 1000,
  renewDeadlineMs: 667,
  retryMs: 133,
  requestLimitMs: 333,
  releaseLimitMs: 133,
  writeLimitMs: 533,
  marginMs: 67,
};
const PAUSE_MS = 5;
const WRITERS = 4;

const [apiServer, counter, name, aheadMs] = process.argv.slice(2);
const systemClock = createSystemClock();
const clock = { ...systemClock, wallMs: () => systemClock.wallMs() + Number(aheadMs) };
const random = createRandom();
const agent = new Agent({ keepAlive: true });
const ended = new AbortController();
const identity = createIdentity(name, random);
const leadership = createLeaseLeadership({
  server: { origin: apiServer, namespace: 'prod' },
  leaseName: 'mghooks',
  identity,
  userAgent: identity,
  clock,
  random,
  notify: () => undefined,
  timing: TIMING,
});

/** Milliseconds on the clock that all processes of this machine share. */
const sharedMs = () => Number(process.hrtime.bigint()) / 1e6;

/** One write, checked and sent in one breath; it ends by itself or at its limit. */
function write() {
  const checkedMs = sharedMs();
  if (clock.nowMs() > leadership.writeUntilMs()) return undefined;
  return new Promise((resolve) => {
    const options = { agent, method: 'POST', signal: AbortSignal.timeout(TIMING.writeLimitMs) };
    const sent = request(`${counter}/?by=${identity}&checkedMs=${checkedMs}`, options, (answer) => {
      answer.resume().on('close', resolve);
    });
    sent.on('error', resolve).end();
  });
}

async function keepWriting() {
  while (!ended.signal.aborted) {
    await write();
    await clock.sleep(PAUSE_MS);
  }
}

process.on('SIGTERM', () => ended.abort());
const campaign = leadership.campaign(ended.signal);
await Promise.all(Array.from({ length: WRITERS }, keepWriting));
await campaign;
await leadership.release();
agent.destroy();
