import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RememberedBudgetOptions } from '../../../src/adapters/budget/remembered-budget.ts';
import { createSystemClock } from '../../../src/adapters/clock/system-clock.ts';
import { PRIORITIES, type Priority, type RateBudget } from '../../../src/ports/rate-budget.ts';
import type { CountingServer, ServerAnswer } from './counting-server.ts';
import type { Journey, Network } from './network.ts';
import type { ProcessGate } from './process-gate.ts';
import type { VirtualTime } from './virtual-time.ts';

const REQUEST_TIMEOUT_MS = 8000;
const PAUSE_MAX_MS = 600_000;

export type OpenBudget = (options: RememberedBudgetOptions) => Promise<RateBudget>;

/** What the lives of the program share. */
export interface Surroundings {
  readonly time: VirtualTime;
  readonly random: () => number;
  readonly network: Network;
  readonly server: CountingServer;
  readonly folder: string;
  readonly requestsPerMinute: number;
  /** Whether the server's answers say how many requests are left. */
  readonly readsRemaining: boolean;
  readonly openBudget: OpenBudget;
}

/** One life of the program, from its start until it ends or is killed. */
export class Life {
  readonly gate: ProcessGate;
  /** Requests that left although the server had said stop, and its answer had been read. */
  sentInPause = 0;
  readonly #world: Surroundings;
  readonly #pid: number;
  readonly #clock = createSystemClock();
  readonly #never = new AbortController().signal;
  readonly #underWay = new Set<Journey>();
  readonly #opened: Promise<RateBudget>;
  #budget: RateBudget | undefined;
  #pausedUntilMs = 0;

  constructor(world: Surroundings, pid: number) {
    this.#world = world;
    this.#pid = pid;
    this.gate = world.time.startProcess();
    this.#opened = this.#open();
  }

  /** Sends one request after the other, with a rest of up to `restMs` before each, until the moment `untilMs`. */
  async work(untilMs: number, restMs: number): Promise<void> {
    const { time, random } = this.#world;
    while (!this.gate.dead && time.nowMs() < untilMs) {
      if (restMs > 0) await this.#clock.sleep(random() * restMs);
      await this.request(PRIORITIES[Math.floor(random() * PRIORITIES.length)] ?? 'sweep');
    }
  }

  /** Sends one request, again after each 429, as the Mailgun adapter does. A lost one is not sent again. */
  async request(priority: Priority): Promise<void> {
    const budget = await this.#opened;
    const spending = { priority, signal: this.#never };
    while (!this.gate.dead) {
      const answer = await budget.spend(spending, () => this.#send(budget)).catch(() => undefined);
      if (answer?.status !== 429) return;
      this.#pause(budget, answer.resetAfterMs);
    }
  }

  /** SIGKILL: the lock stays behind; nothing is tidied up but the file handle, which the operating system closes. */
  async kill(): Promise<void> {
    this.#abandonAll();
    const lock = join(this.#world.folder, 'main.lock');
    const text = existsSync(lock) ? readFileSync(lock, 'utf8') : undefined;
    await this.#budget?.close();
    if (text !== undefined) writeFileSync(lock, text);
  }

  /** SIGTERM: the budget is closed; requests under way are not waited for. */
  async end(): Promise<void> {
    this.#abandonAll();
    await this.#budget?.close();
  }

  #abandonAll(): void {
    this.gate.kill();
    for (const journey of this.#underWay) journey.abandon();
  }

  async #open(): Promise<RateBudget> {
    const { time, folder, requestsPerMinute, openBudget } = this.#world;
    this.#budget = await openBudget({
      folder,
      account: 'main',
      requestsPerMinute,
      clock: this.#clock,
      bootClock: { bootId: 'first', uptimeMs: () => 1_000_000 + time.nowMs() },
      processes: {
        self: { host: 'here', pid: this.#pid, startedAt: '', command: 'mghooks' },
        isRunning: ({ pid }) => pid === this.#pid,
      },
      lockTimeoutMs: 1000,
      signal: this.#never,
      notify: () => undefined,
    });
    return this.#budget;
  }

  #send(budget: RateBudget): Promise<ServerAnswer> {
    const { network, server, time } = this.#world;
    if (this.gate.dead) throw new Error('A dead process sent a request');
    if (time.nowMs() < this.#pausedUntilMs) this.sentInPause += 1;
    return new Promise((resolve, reject) => {
      let answer: ServerAnswer | undefined;
      const journey = network.send({
        arrive: () => {
          answer = server.receive(time.nowMs());
        },
        answer: () => this.gate.deliver(answered),
      });
      const answered = (): void => {
        if (answer === undefined || !this.#underWay.delete(journey)) return;
        cancel();
        if (this.#world.readsRemaining) budget.noteRemaining(answer.remaining);
        resolve(answer);
      };
      const cancel = this.#clock.after(REQUEST_TIMEOUT_MS, () => {
        this.#underWay.delete(journey);
        journey.abandon();
        reject(new Error('time limit'));
      });
      this.#underWay.add(journey);
    });
  }

  #pause(budget: RateBudget, ms: number): void {
    const pauseMs = Math.min(PAUSE_MAX_MS, ms);
    budget.pause(pauseMs);
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, this.#world.time.nowMs() + pauseMs);
  }
}
