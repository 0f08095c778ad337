/**
 * How fast requests get through a server that lets 300 through in any 3 s, and how many of them it refuses, with our
 * rate budget, with the two usual settings of Bottleneck, and with no limiter at all:
 *
 *     npm run build && node bench/budget.mjs
 *
 * Mailgun's window is 60 s; one of 3 s shows the same in little more than a minute, but latency weighs 20 times more in
 * it. Everything is real: HTTP over loopback, 5 to 40 ms of latency, half of it on the way there. The server is the
 * emulator, once as it should be wished for, and once as one that counts refused requests like any other; which of them
 * Mailgun is, nobody has written down. All send 20 requests at a time, and wait after a 429 as long as the server says.
 * The work comes most of a window after the limiter was made, as in a process that runs all day.
 *
 * The method: only the server is asked. It stamps each arrival and counts the most of them in any 3 s; the time is
 * compared with the least possible in a rolling window, window * (ceil(requests / limit) - 1). The settings of
 * Bottleneck are those of its README, sections "Reservoir Intervals" and "Constructor" (`minTime`).
 */
import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import Bottleneck from 'bottleneck';
import { createBottleneckBudget } from '../dist/adapters/budget/bottleneck-budget.js';
import { createSystemClock } from '../dist/adapters/clock/system-clock.js';
import { startEmulator } from '../dist/emulator/emulator.js';

const REQUESTS = 1500;
const LIMIT = 300;
const WINDOW_MS = 3000;
const CONCURRENCY = 20;
const LEAST_MS = WINDOW_MS * (Math.ceil(REQUESTS / LIMIT) - 1);
/** Who needs longer sends nothing more. */
const PATIENCE_MS = 25_000;
const WORK_COMES_AFTER_MS = 0.8 * WINDOW_MS;

const clock = createSystemClock();
const never = new AbortController().signal;

/** Each makes a limiter; the limiter calls `send` when it may, and may be told for how long the server wants nothing. */
const LIMITERS = {
  'mghooks: a slot comes back one window after its answer': () => {
    const budget = createBottleneckBudget({ requestsPerMinute: LIMIT, windowMs: WINDOW_MS, clock });
    return {
      run: (send) => budget.spend({ priority: 'sweep', signal: never }, send),
      refused: async (ms) => budget.pause(ms),
      close: () => budget.close(),
    };
  },
  'Bottleneck, `reservoirRefreshInterval`': () =>
    bottleneck({
      reservoir: LIMIT,
      reservoirRefreshAmount: LIMIT,
      reservoirRefreshInterval: WINDOW_MS,
      maxConcurrent: CONCURRENCY,
    }),
  'Bottleneck, `minTime`': () => bottleneck({ minTime: WINDOW_MS / LIMIT, maxConcurrent: CONCURRENCY }),
  'no limiter': () => bottleneck({ maxConcurrent: CONCURRENCY }),
};

function bottleneck(settings) {
  const limiter = new Bottleneck(settings);
  return {
    run: (send) => limiter.schedule(send),
    refused: (ms) => sleep(ms),
    close: () => limiter.disconnect(),
  };
}

/** Eight domains, each with a latency of its own: half of it before the server counts the request. */
const DOMAINS = Array.from({ length: 8 }, (_, index) => ({
  name: `d${index}.example.com`,
  ms: 5 + index * 5,
}));

const FAULTS = DOMAINS.flatMap(({ name: domain, ms }) => [
  { match: { domain }, fault: { kind: 'hold', ms: ms / 2 } },
  { match: { domain }, fault: { kind: 'delay', ms: ms / 2 } },
]);

async function measure([name, createLimiter], countsRefused) {
  const emulator = await startEmulator({
    clock,
    rate: { limit: LIMIT, windowMs: WINDOW_MS, window: 'rolling', countsRefused },
    seed: { domains: Object.fromEntries(DOMAINS.map(({ name: domain }) => [domain, {}])) },
    faults: FAULTS,
  });
  const limiter = createLimiter();
  await sleep(WORK_COMES_AFTER_MS);
  const startMs = clock.nowMs();
  const stop = new AbortController();
  const cancel = clock.after(PATIENCE_MS, () => stop.abort());
  const work = { limiter, origin: emulator.origin, stop: stop.signal };
  const answered = await Promise.all(Array.from({ length: REQUESTS }, (_, n) => untilAnswered(work, n)));
  const tookMs = clock.nowMs() - startMs;
  cancel();
  const refused = emulator.requests().filter(({ status }) => status === 429).length;
  await limiter.close();
  await emulator.close();
  return {
    name,
    countsRefused,
    complete: answered.every(Boolean),
    tookMs,
    refused,
    worst: emulator.worstWindow(),
  };
}

/** Whether an answer other than a 429 came before we lost patience. */
async function untilAnswered({ limiter, origin, stop }, n) {
  const { name } = DOMAINS[n % DOMAINS.length];
  while (!stop.aborted) {
    const waitMs = await limiter.run(() => request(`${origin}/v3/domains/${name}/webhooks`));
    if (waitMs === undefined) return true;
    await limiter.refused(waitMs);
  }
  return false;
}

const agent = new Agent({ keepAlive: true });

/** Milliseconds the server wants us to wait, if it refuses. */
function request(url) {
  return new Promise((resolve, reject) => {
    const sent = get(url, { agent, auth: 'api:key' }, async (answer) => {
      const body = JSON.parse((await answer.toArray()).join(''));
      resolve(answer.statusCode === 429 ? body['retry-seconds'] * 1000 : undefined);
    });
    sent.on('error', reject);
  });
}

const rows = [];
for (const entry of Object.entries(LIMITERS)) {
  console.error(`${entry[0]} ...`);
  rows.push(...(await Promise.all([measure(entry, false), measure(entry, true)])));
}
agent.destroy();

console.log(
  `${REQUESTS} requests, limit ${LIMIT} in ${WINDOW_MS / 1000} s; least possible ${LEAST_MS / 1000} s\n`,
);
console.log('| limiter | refused requests count | seconds | of the least possible | 429s | worst window |');
console.log('|---|---|---|---|---|---|');
for (const { name, countsRefused, complete, tookMs, refused, worst } of rows) {
  const more = complete ? '' : '> ';
  const times = `${more}${(tookMs / 1000).toFixed(1)} | ${more}${(tookMs / LEAST_MS).toFixed(2)}`;
  console.log(`| ${name} | ${countsRefused ? 'yes' : 'no'} | ${times} | ${refused} | ${worst} |`);
}
