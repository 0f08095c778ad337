/**
 * What the daemon holds in memory, with many domains: `npm run bench:memory [domains…]`, by default 1,000 and 50,000.
 *
 * A child process does what `mghooks run` does: loads the configuration from YAML, reads every domain of an emulator in
 * another process, plans, keeps the status, and renders metrics, page and JSON. Only the budget is missing: with it
 * 50,000 reads would take three hours. Node runs as in `deploy/`: with a small young generation, and an old one that
 * leaves the rest of the container's memory alone.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const EVENT_TYPES = ['delivered', 'permanent_fail', 'temporary_fail', 'complained', 'unsubscribed', 'opened'];
const URL_OF = (domain, eventType) => `https://hooks.example.com/mailgun/${domain}/${eventType}`;

async function compare(given) {
  const counts = given.length > 0 ? given : [1000, 50_000];
  console.log('domains   RSS after 2 sweeps   RSS at most   heap in use   status page   CPU a sweep');
  for (const count of counts) {
    const folder = mkdtempSync(join(tmpdir(), 'mghooks-memory-'));
    const server = fork(import.meta.filename, ['emulator', String(count)]);
    const origin = await new Promise((resolve) => server.once('message', resolve));
    writeFileSync(join(folder, 'mghooks.yaml'), configuration(origin, count));
    const child = fork(import.meta.filename, ['daemon', folder, String(count)], {
      execArgv: ['--expose-gc', '--max-semi-space-size=8', `--max-old-space-size=${oldSpace(count)}`],
    });
    const result = await new Promise((resolve) => child.once('message', resolve));
    console.log(
      [
        String(count).padStart(7),
        `${mebibytes(result.rss)}`.padStart(20),
        `${mebibytes(result.maxRss)}`.padStart(13),
        `${mebibytes(result.heap)}`.padStart(13),
        `${result.pageMs.toFixed(0)} ms`.padStart(13),
        `${(result.sweepCpuMs / 1000).toFixed(2)} s`.padStart(13),
      ].join(''),
    );
    child.kill();
    server.kill();
    rmSync(folder, { recursive: true });
  }
}

/** MiB: 160 as in the manifests, and more for accounts that are larger than those are made for. */
function oldSpace(count) {
  return count > 10_000 ? 320 : 160;
}

function mebibytes(bytes) {
  return `${Math.round(bytes / 1024 / 1024)} MiB`;
}

function names(count) {
  return Array.from({ length: count }, (_, index) => `d${index}.example.com`);
}

function configuration(origin, count) {
  return [
    'version: 1',
    `accounts: { main: { baseUrl: "${origin}", apiKey: { env: MAILGUN_API_KEY } } }`,
    'defaults: { account: main, template: standard }',
    `endpoints: { hooks: "https://hooks.example.com/mailgun/{domain}/{event}" }`,
    'templates:',
    '  standard:',
    ...EVENT_TYPES.map((eventType) => `    ${eventType}: hooks`),
    'domains:',
    ...names(count).map((domain) => `  ${domain}:`),
    '',
  ].join('\n');
}

async function emulator(count) {
  const { startEmulator } = await import('../dist/emulator/emulator.js');
  const { createSystemClock } = await import('../dist/adapters/clock/system-clock.js');
  const webhooks = (domain) => Object.fromEntries(EVENT_TYPES.map((each) => [each, [URL_OF(domain, each)]]));
  const domains = Object.fromEntries(names(count).map((domain) => [domain, webhooks(domain)]));
  const started = await startEmulator({
    seed: { domains },
    clock: createSystemClock(),
    rate: 'none',
  });
  process.send(started.origin);
}

const UNLIMITED = {
  spend: (_spending, send) => send(),
  pause: () => undefined,
  noteRemaining: () => undefined,
  state: () => ({ perMinute: 300, remaining: 300, pausedForMs: 0 }),
  close: () => Promise.resolve(),
};

async function daemon(folder, count) {
  const { openLoop } = await import('./memory-loop.mjs');
  const { loop, metrics, page } = await openLoop(folder, UNLIMITED);
  const ending = new AbortController();
  void loop.run(ending.signal);
  await swept(loop, count);
  const cpuBefore = process.cpuUsage();
  await again(loop);
  const cpu = process.cpuUsage(cpuBefore);
  const startMs = performance.now();
  page();
  const pageMs = performance.now() - startMs;
  await metrics();
  globalThis.gc();
  await new Promise((wake) => setTimeout(wake, 500));
  const { rss, heapUsed } = process.memoryUsage();
  process.send({
    rss,
    heap: heapUsed,
    maxRss: process.resourceUsage().maxRSS * 1024,
    pageMs,
    sweepCpuMs: (cpu.user + cpu.system) / 1000,
  });
}

async function swept(loop, count) {
  for (;;) {
    const { domains, pass } = loop.status();
    const done = domains.filter(({ condition }) => condition === 'in-sync').length;
    if (done === Number(count) && pass?.endedMs !== undefined) return;
    await new Promise((wake) => setTimeout(wake, 500));
  }
}

async function again(loop) {
  const before = loop.status().pass?.id;
  loop.sync();
  for (;;) {
    const { pass } = loop.status();
    if (pass?.id !== before && pass?.endedMs !== undefined) return;
    await new Promise((wake) => setTimeout(wake, 500));
  }
}

if (process.argv[2] === 'daemon') await daemon(process.argv[3], process.argv[4]);
else if (process.argv[2] === 'emulator') await emulator(Number(process.argv[3]));
else await compare(process.argv.slice(2).map(Number));
