/**
 * Spends the budget of an account as fast as it lets it, on an emulator, until it is killed:
 *
 *     node test/support/spender.mjs http://127.0.0.1:8025 /path/of/the/state/folder 300
 *
 * It is the compiled program that spends, so `npm run build` comes first. A window lasts 3 s.
 */
import { Agent, get } from 'node:http';
import { openRememberedBudget } from '../../dist/adapters/budget/remembered-budget.js';
import { createBootClock } from '../../dist/adapters/clock/boot-clock.js';
import { createSystemClock } from '../../dist/adapters/clock/system-clock.js';
import { createProcessTable } from '../../dist/cli/process-table.js';

const WORKERS = 40;
const [origin, folder, limit] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true });
const { signal } = new AbortController();

const budget = await openRememberedBudget({
  folder,
  account: 'main',
  requestsPerMinute: Number(limit),
  windowMs: 3000,
  clock: createSystemClock(),
  bootClock: createBootClock(),
  processes: createProcessTable('spender'),
  lockTimeoutMs: 10_000,
  signal,
  notify: (notice) => console.error(JSON.stringify(notice)),
});

function request() {
  const domain = `d${Math.floor(Math.random() * 10)}.example.com`;
  const options = { agent, auth: 'api:key-1' };
  return new Promise((resolve, reject) => {
    get(`${origin}/v3/domains/${domain}/webhooks`, options, (answer) => {
      answer.resume().on('end', resolve).on('error', reject);
    }).on('error', reject);
  });
}

async function work() {
  for (;;) await budget.spend({ priority: 'sweep', signal }, request);
}

await Promise.all(Array.from({ length: WORKERS }, work));
