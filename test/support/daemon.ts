import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Status } from '../../src/ports/status.ts';
import { CANARY_KEY } from './canary.ts';

/** The compiled program, so `npm run build` comes first. */
const MAIN = process.env['MGHOOKS_TEST_MAIN'] ?? join(import.meta.dirname, '../../dist/cli/main.js');

/** A line of the log. */
export interface LogLine {
  readonly level: string;
  readonly event: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export interface Ended {
  /** Absent if a signal killed it. */
  readonly code: number | undefined;
  /** From the last signal that was sent to it. */
  readonly tookMs: number;
}

/** A daemon as a process of its own. */
export interface DaemonProcess {
  readonly pid: number;
  /** Where it serves health and metrics. */
  readonly origin: string;
  lines(): readonly LogLine[];
  /** Everything on stderr that is no line of the log. */
  noise(): readonly string[];
  /** Waits for a line, such as one of an event. */
  said(event: string, fits?: (line: LogLine) => boolean): Promise<LogLine>;
  ask(path: string, options?: RequestInit): Promise<{ readonly status: number; readonly text: string }>;
  status(): Promise<Status>;
  /** The value of a metric, such as `mghooks_config_stale`; `undefined` if there is none. */
  metric(name: string): Promise<number | undefined>;
  send(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

export interface DaemonOptions {
  readonly config: string;
  /** Beside `run`, `--config`, `--listen` and `--state-dir`. */
  readonly flags?: readonly string[];
  readonly stateDir: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** What starts Node, such as `unshare` and its flags. */
  readonly through?: readonly string[];
  /** Without this it is ready to be asked when it is given back. */
  readonly unheard?: boolean;
}

/** Starts `mghooks run`, and tells `onStart` how to end it at once. */
export async function startDaemon(
  options: DaemonOptions,
  onStart: (kill: () => Promise<void>) => void,
): Promise<DaemonProcess> {
  const daemon = new Running(spawnDaemon(options));
  onStart(() => daemon.kill());
  if (options.unheard !== true) await daemon.listens();
  return daemon;
}

function spawnDaemon({ config, flags = [], stateDir, environment = {}, through = [] }: DaemonOptions) {
  const listen = ['--listen', '127.0.0.1:0', '--state-dir', stateDir];
  const words = [...through, process.execPath, MAIN, 'run', '--config', config, ...listen, ...flags];
  const [program = '', ...args] = words;
  const env = { PATH: process.env['PATH'] ?? '', MAILGUN_API_KEY: CANARY_KEY, ...environment };
  return spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
}

class Running implements DaemonProcess {
  readonly #child: ChildProcess;
  readonly #lines: LogLine[] = [];
  readonly #noise: string[] = [];
  #origin = '';
  #signalledMs = Number.NaN;
  readonly ended: Promise<Ended>;

  constructor(child: ChildProcess) {
    this.#child = child;
    if (child.stderr === null) throw new Error('stderr is not a pipe');
    createInterface(child.stderr).on('line', (text) => this.#hear(text));
    this.ended = once(child, 'close').then(([code]: (number | null)[]) => ({
      code: code ?? undefined,
      tookMs: performance.now() - this.#signalledMs,
    }));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get origin(): string {
    return this.#origin;
  }

  lines() {
    return this.#lines;
  }

  noise() {
    return this.#noise;
  }

  async listens(): Promise<void> {
    const { msg } = await this.said('listening');
    this.#origin = /http:\S+/.exec(msg)?.[0] ?? '';
  }

  async said(event: string, fits: (line: LogLine) => boolean = () => true): Promise<LogLine> {
    const find = () => this.#lines.find((line) => line.event === event && fits(line));
    await eventually(
      () => find() !== undefined || this.#hasEnded(),
      () => `no ${event} in:\n${this.#told()}`,
    );
    const line = find();
    if (line === undefined) throw new Error(`it ended without ${event}; it said:\n${this.#told()}`);
    return line;
  }

  async ask(path: string, options: RequestInit = {}) {
    const answer = await fetch(`${this.#origin}${path}`, options);
    return { status: answer.status, text: await answer.text() };
  }

  async status(): Promise<Status> {
    return JSON.parse((await this.ask('/status.json')).text) as Status;
  }

  async metric(name: string): Promise<number | undefined> {
    const { text } = await this.ask('/metrics');
    const line = text.split('\n').find((each) => each.startsWith(`${name} `));
    return line === undefined ? undefined : Number(line.split(' ').at(-1));
  }

  send(signal: NodeJS.Signals): void {
    this.#signalledMs = performance.now();
    this.#child.kill(signal);
  }

  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.send(signal);
    return this.ended;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  #told(): string {
    return [...this.#lines.map((line) => JSON.stringify(line)), ...this.#noise].join('\n');
  }

  #hear(text: string): void {
    if (text.startsWith('{')) this.#lines.push(JSON.parse(text) as LogLine);
    else this.#noise.push(text);
  }
}

const PATIENCE_MS = 25_000;

/** Waits until a condition holds, which may have to ask; fails with what `describe` says. Errors count as not yet. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  describe: () => string = () => '',
): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const holds = await Promise.resolve(condition());
    if (holds) return;
    if (performance.now() > endMs) throw new Error(`The condition did not come true: ${describe()}`);
    await new Promise((wake) => setTimeout(wake, 10));
  }
}
