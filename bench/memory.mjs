/**
 * What the daemon takes of memory, with many domains: `npm run bench:memory [domains…]`, by default 1,000 and 50,000.
 *
 * It starts `mghooks run` as a user does, without any setting of the heap, on an emulator in another process: it reads
 * its configuration, makes a pass over all domains, finds drift and mends it in a second one, and takes over a changed
 * configuration; meanwhile somebody asks for metrics and readiness. Only the minute of the budget is cut short, as
 * 50,000 reads would take three hours, in a copy of the program: Mailgun's limit is that of an emulator alone here.
 * Linux only, as the figures are read from /proc.
 */
import { fork, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const EVENT_TYPES = ['delivered', 'permanent_fail', 'temporary_fail', 'complained', 'unsubscribed', 'opened'];
const DRIFTED_MAX = 200;
const REST_MS = 20_000;

async function measureAll(given) {
  console.log(`Node ${process.version}; memory in MiB\n`);
  console.log(
    'domains   loaded   first pass   with drift   reloaded   status.json   at rest   peak   CPU at rest',
  );
  for (const count of given.length > 0 ? given : [1000, 50_000]) {
    const folder = mkdtempSync(join(tmpdir(), 'mghooks-memory-'));
    const server = fork(import.meta.filename, ['emulator', String(count)]);
    const origin = await new Promise((resolve) => server.once('message', resolve));
    const program = startProgram(folder, configuration(origin, count));
    try {
      console.log(await measure(program, { count, origin, folder }));
    } finally {
      program.child.kill('SIGKILL');
      server.kill();
      rmSync(folder, { recursive: true });
    }
  }
}

async function measure(program, { count, origin, folder }) {
  const rss = () => memoryOf(program.child, 'VmRSS');
  await program.said('loaded the configuration');
  const loaded = rss();
  await passes(program, 1);
  const first = rss();
  await makeDrift(origin, count);
  program.child.kill('SIGHUP');
  await passes(program, 2);
  const drift = rss();
  writeFileSync(join(folder, 'mghooks.yaml'), `${configuration(origin, count)}  one-more.example.com:\n`);
  await program.said('loaded the configuration', 2);
  const reloaded = rss();
  await program.get('/');
  await program.get('/status.json');
  const json = rss();
  await sleep(REST_MS);
  const before = cpuMsOf(program.child);
  await sleep(REST_MS);
  const cpu = ((cpuMsOf(program.child) - before) / REST_MS) * 100;
  const columns = [loaded, first, drift, reloaded, json, rss(), memoryOf(program.child, 'VmHWM')];
  const widths = [9, 13, 13, 11, 14, 10, 7];
  return [
    String(count).padStart(7),
    ...columns.map((value, index) => String(value).padStart(widths[index])),
    `${cpu.toFixed(1)} %`.padStart(14),
  ].join('');
}

/** The program as it is installed, but for the length of the window that its budget goes by. */
function startProgram(folder, text) {
  cpSync(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
  for (const name of ['node_modules', 'schemas', 'package.json'])
    symlinkSync(join(ROOT, name), join(folder, name));
  const path = join(folder, 'dist/adapters/budget/slot-window.js');
  const whole = readFileSync(path, 'utf8');
  const short = whole.replace('WINDOW_MS = 60_000', 'WINDOW_MS = 30');
  if (short === whole) throw new Error(`${path} does not say how long the window is`);
  writeFileSync(path, short);
  writeFileSync(join(folder, 'mghooks.yaml'), text);
  const words = [
    'run',
    '--config',
    'mghooks.yaml',
    '--state-dir',
    'state',
    '--listen',
    '127.0.0.1:0',
    '--interval',
    '9h',
  ];
  const child = spawn(process.execPath, [join(folder, 'dist/cli/main.js'), ...words], {
    cwd: folder,
    env: { PATH: process.env.PATH, MAILGUN_API_KEY: 'key-of-the-benchmark' },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk) => {
    log += chunk;
  });
  const said = async (words, times = 1) => {
    while (log.split(words).length <= times) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`the program has ended:\n${log}`);
      await sleep(100);
    }
  };
  const get = async (route) => {
    await said('status page');
    const [origin] = /http:\/\/127\.0\.0\.1:\d+/.exec(log);
    return (await fetch(origin + route)).text();
  };
  return { child, said, get };
}

/** Waits for passes to end, as a probe and a Prometheus do: readiness every five seconds, metrics every fifteen. */
async function passes(program, count) {
  for (let turn = 0; ; turn += 1) {
    await program.get('/readyz');
    if (turn % 3 === 0 && passesIn(await program.get('/metrics')) >= count) return;
    await sleep(5000);
  }
}

function passesIn(metrics) {
  const counted = [...metrics.matchAll(/^mghooks_passes_total\{.*\} (\d+)$/gm)];
  return counted.reduce((sum, [, passes]) => sum + Number(passes), 0);
}

/** Takes a webhook from some domains, as somebody would by hand. */
async function makeDrift(origin, count) {
  const authorization = `Basic ${Buffer.from('api:key-of-somebody').toString('base64')}`;
  for (const domain of names(count).filter((_, index) => index % Math.ceil(count / DRIFTED_MAX) === 0)) {
    const url = `${origin}/v3/domains/${domain}/webhooks/delivered`;
    await (await fetch(url, { method: 'DELETE', headers: { authorization } })).text();
  }
}

function memoryOf({ pid }, field) {
  const [, kibibytes] = new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(kibibytes) / 1024);
}

/** The 14th and 15th fields count hundredths of a second; the second one is a name, in brackets. */
function cpuMsOf({ pid }) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function sleep(ms) {
  return new Promise((wake) => setTimeout(wake, ms));
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
  const urlOf = (domain, eventType) => `https://hooks.example.com/mailgun/${domain}/${eventType}`;
  const webhooks = (domain) => Object.fromEntries(EVENT_TYPES.map((each) => [each, [urlOf(domain, each)]]));
  const domains = Object.fromEntries(names(count).map((domain) => [domain, webhooks(domain)]));
  const started = await startEmulator({ seed: { domains }, clock: createSystemClock(), rate: 'none' });
  process.send(started.origin);
}

if (process.argv[2] === 'emulator') await emulator(Number(process.argv[3]));
else await measureAll(process.argv.slice(2).map(Number));
