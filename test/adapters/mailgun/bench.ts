import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import type { MailgunOptions } from '../../../src/adapters/mailgun/mailgun-options.ts';
import { createMailgunReader } from '../../../src/adapters/mailgun/mailgun-reader.ts';
import { createMailgunWriter } from '../../../src/adapters/mailgun/mailgun-writer.ts';
import { accountName } from '../../../src/model/account.ts';
import { parseDomainName } from '../../../src/model/domain-name.ts';
import type { DomainKey } from '../../../src/model/domain-state.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { Entry } from '../../../src/ports/journal.ts';
import type { Writing } from '../../../src/ports/mailgun-api.ts';
import type { Priority, RateBudget, Spending } from '../../../src/ports/rate-budget.ts';

export const API_KEY = 'key-c4n4ry0123456789abcdef-50u1';
export const MAIN = accountName('main');

const never = new AbortController().signal;
export const SWEEP: Spending = { priority: 'sweep', signal: never };
export const WRITE: Writing = {
  priority: 'write',
  signal: never,
  sendBeforeMs: () => Number.POSITIVE_INFINITY,
};

function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 8);
}

export function keyOf(domain: string): DomainKey {
  const parsed = parseDomainName(domain);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return { account: MAIN, domain: parsed.value };
}

/** A budget that never makes anybody wait, and remembers what was asked of it. */
class OpenBudget implements RateBudget {
  readonly spent: Priority[] = [];
  readonly pausesMs: number[] = [];
  readonly remaining: number[] = [];
  /** Called when the budget is asked for a slot, and when it is asked for a pause. */
  onSpend: () => void = () => undefined;
  onPause: () => void = () => undefined;

  async spend<T>({ priority, signal }: Spending, send: () => Promise<T>): Promise<T> {
    this.onSpend();
    signal.throwIfAborted();
    this.spent.push(priority);
    return await send();
  }

  pause(ms: number): void {
    this.pausesMs.push(ms);
    this.onPause();
  }

  noteRemaining(requests: number): void {
    this.remaining.push(requests);
  }

  state() {
    return { perMinute: 300, remaining: 300, pausedForMs: 0 };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** The time of this machine, but nobody sleeps: how long they wanted to is remembered. */
export class SleeplessClock implements Clock {
  readonly sleptMs: number[] = [];
  onSleep: () => void = () => undefined;

  nowMs(): number {
    return performance.now();
  }

  wallMs(): number {
    return Date.now();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.sleptMs.push(ms);
    this.onSleep();
    signal?.throwIfAborted();
  }

  after(ms: number, action: () => void): () => void {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  }
}

/** A reader and a writer of one account, and everything they did to their surroundings. */
export function createBench(baseUrl: string, changes: Partial<MailgunOptions> = {}) {
  const entries: Entry[] = [];
  const budget = new OpenBudget();
  const clock = new SleeplessClock();
  const options: MailgunOptions = {
    account: { name: MAIN, baseUrl },
    apiKey: () => new Secret(API_KEY),
    budget,
    clock,
    journal: { record: (entry) => entries.push(entry) },
    userAgent: 'mghooks/test',
    requestTimeoutMs: 2000,
    random: () => 0.5,
    fingerprint,
    ...changes,
  };
  const reader = createMailgunReader(options);
  const writer = createMailgunWriter(options);
  return { reader, writer, entries, budget, clock };
}

/** Every way in which a value can become text. */
export function allTextsOf(value: unknown): string {
  const error =
    value instanceof Error ? [value.message, value.stack, `${value}`, allTextsOf(value.cause)] : [];
  const shown = inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true });
  return [...error, shown, JSON.stringify(value)].join('\n');
}
