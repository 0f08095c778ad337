import type { AccountName } from '../../model/account.ts';
import type { DesiredState } from '../../model/desired-state.ts';
import type { DomainName } from '../../model/domain-name.ts';
import type { Priority } from '../../ports/rate-budget.ts';
import type { AccountStatus } from '../../ports/status.ts';
import { AccountHold } from './account-hold.ts';
import type { AccountParts } from './account-parts.ts';
import { concludePass, type PassEnded } from './account-pass.ts';
import { AccountRecord } from './account-record.ts';
import { nextWork, type Work } from './agenda.ts';
import { Bell } from './bell.ts';
import { ChangedDomains } from './changed-domains.ts';
import { DomainBook } from './domain-book.ts';
import { DomainDirectory } from './domain-directory.ts';
import { readDomains } from './read-domains.ts';
import { ACCOUNT_PATIENCE, retryDelayMs } from './retry-delay.ts';

/** The longest a loop sleeps, and while its account is held, for which another key in a file rings no bell. */
const NAP_MAX_MS = 5000;
const HELD_NAP_MAX_MS = 1000;

/** A change of more domains than this is in no more of a hurry than a sweep, and leaves slots to one that is. */
const URGENT_MAX = 100;

/** A tenth more or less, so that many accounts and many daemons do not sweep at the same moment. */
const SWEEP_JITTER = 0.1;

/**
 * Keeps one account as the configuration wants it, for as long as the process runs. Level-triggered: every pass reads
 * what it decides about, and whatever happens outside only brings a pass forward. One pass at a time.
 */
export class AccountLoop {
  readonly #parts: AccountParts;
  readonly #book: DomainBook;
  readonly #bell: Bell;
  readonly #record: AccountRecord;
  readonly #hold: AccountHold;
  readonly #directory: DomainDirectory;
  readonly #changed = new ChangedDomains();
  readonly #pending = new Set<DomainName>();
  /** Domains that the sweep under way has not come to yet. */
  #unswept: readonly DomainName[] | undefined;
  #sweepDueMs: number;
  #sweepBeganMs = Number.NEGATIVE_INFINITY;
  /** When somebody last asked for a sweep. */
  #askedMs = Number.NEGATIVE_INFINITY;
  #movedMs: number;
  #interrupt = new AbortController();

  constructor(parts: AccountParts) {
    const { account, ports } = parts;
    const { clock } = ports;
    this.#parts = parts;
    this.#book = new DomainBook({ clock, random: () => parts.random(), writeApi: account.writeApi });
    this.#bell = new Bell(clock);
    this.#record = new AccountRecord(parts, this.#book);
    this.#hold = new AccountHold(parts);
    this.#directory = new DomainDirectory(parts);
    this.#sweepDueMs = clock.nowMs();
    this.#movedMs = clock.nowMs();
  }

  get account(): AccountName {
    return this.#parts.account.name;
  }

  /** Names the pass under way; absent between two of them. */
  get passId(): string | undefined {
    return this.#record.passId;
  }

  /** Takes a configuration over: the domains that it wants otherwise than before are looked at next. */
  setDesired(desired: DesiredState): void {
    this.#directory.setDesired(desired);
    this.#takeDesired();
  }

  /** A change interrupts whatever is under way: nothing may be written from an older configuration. */
  #takeDesired(): void {
    const first = this.#sweepBeganMs === Number.NEGATIVE_INFINITY;
    const { changed, removed } = this.#book.setDesired(this.#directory.desiredDomains());
    // All that a first configuration names is new, which is what the first sweep is for.
    if (!first) this.#changed.add(changed);
    for (const domain of removed) this.#changed.delete(domain);
    if (changed.length + removed.length > 0) this.#interrupt.abort();
    // What the guard has blocked is another plan now.
    if (this.#record.guard !== undefined) this.#lookAtPlans();
    this.#bell.ring();
  }

  #lookAtPlans(): void {
    for (const { domain, changes } of this.#book.plans()) if (changes.length > 0) this.#pending.add(domain);
  }

  /** Brings the next sweep forward to now, over all domains: also over those that failed, and were to rest for a while. */
  sync(): void {
    this.#hold.hurry();
    this.#book.hurry();
    this.#askedMs = this.#parts.ports.clock.nowMs();
    this.#sweepDueMs = this.#askedMs;
    this.#bell.ring();
  }

  /** An approval has arrived, for this account or for another. */
  noteApproval(planId: string): boolean {
    if (this.#record.guard?.planId !== planId) return false;
    this.#lookAtPlans();
    this.#bell.ring();
    return true;
  }

  /** Who leads has changed. Who does not lead sends nothing: the requests are those of the one that does. */
  noteLeadership(): void {
    if (!this.#parts.ports.leadership.state().leading) this.#interrupt.abort();
    this.#bell.ring();
  }

  /** Something has happened on the account, such as an answer. */
  moved(): void {
    this.#movedMs = this.#parts.ports.clock.nowMs();
  }

  /** Since when nothing has happened here, on the clock. To wait for the budget, however long, is no standstill. */
  stillSinceMs(): number {
    if (this.#parts.budget().remaining === 0) this.moved();
    return this.#movedMs;
  }

  status(): AccountStatus {
    return this.#record.status(this.#hold.reason, this.#sweepDueMs);
  }

  /** Resolves when the signal is aborted and nothing is under way any more. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.moved();
      const work = this.#nextWork();
      if (work.kind === 'wait') {
        // A pass that was interrupted goes on at once, unless this process does not lead any more.
        this.#record.stop();
        await this.#nap(work.untilMs, signal);
      } else await this.#make(work, signal);
    }
    this.#record.stop();
  }

  #nextWork(): Work {
    const { clock, leadership } = this.#parts.ports;
    const nowMs = clock.nowMs();
    if (!leadership.state().leading) return { kind: 'wait', untilMs: Number.POSITIVE_INFINITY };
    const heldMs = this.#hold.untilMs();
    if (heldMs > nowMs) return { kind: 'wait', untilMs: heldMs };
    if (this.#directory.mustBeListed) return { kind: 'sweep' };
    return nextWork({
      nowMs,
      changed: this.#changed.newest(),
      pending: this.#pending,
      sweepDueMs: this.#sweepDueMs,
      retries: this.#book.dueForRetry(nowMs),
      nextRetryMs: this.#book.nextRetryMs(),
    });
  }

  async #nap(untilMs: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts.ports;
    const napMs = this.#hold.reason === undefined ? NAP_MAX_MS : HELD_NAP_MAX_MS;
    await this.#bell.wait(Math.min(untilMs, clock.nowMs() + napMs), signal);
  }

  async #make(work: Exclude<Work, { kind: 'wait' }>, ending: AbortSignal): Promise<void> {
    this.#interrupt = new AbortController();
    const signal = AbortSignal.any([ending, this.#interrupt.signal]);
    if (this.#hold.reason !== undefined && !(await this.#hold.probe(this.#book.names(), signal))) return;
    this.#record.begin();
    switch (work.kind) {
      case 'sweep':
        return this.#sweep(signal);
      case 'changed':
        return this.#passOver(work.domains, work.domains.length > URGENT_MAX ? 'sweep' : 'changed', signal);
      case 'retry':
        return this.#passOver(work.domains, 'retry', signal);
      case 'pending':
        return this.#conclude(work.domains, signal);
    }
  }

  /** A pass over some domains. Whatever of it is not reached is changed or due still. */
  async #passOver(domains: readonly DomainName[], priority: Priority, signal: AbortSignal): Promise<void> {
    const beganMs = this.#parts.ports.clock.nowMs();
    const { left, halted } = await readDomains(this.#parts, this.#book, { domains, priority, signal });
    if (halted !== undefined) return this.#halt(halted);
    const missed = new Set(left);
    const seen = domains.filter((domain) => !missed.has(domain));
    for (const domain of seen) this.#changed.delete(domain);
    await this.#conclude(seen, signal);
    if (seen.length === this.#book.size && !signal.aborted) this.#endSweep(beganMs);
  }

  /** A list of domains that failed is asked for again before its time. */
  #restMs(): number {
    const intervalMs = this.#jittered(this.#parts.intervalMs);
    const { failures } = this.#directory;
    if (failures === 0) return intervalMs;
    return Math.min(intervalMs, retryDelayMs(failures, ACCOUNT_PATIENCE, this.#parts.random()));
  }

  /** Every domain was looked at. Who asked for that meanwhile may have meant one that was read before. */
  #endSweep(beganMs: number): void {
    const restMs = this.#askedMs > beganMs ? 0 : this.#restMs();
    this.#unswept = undefined;
    this.#sweepDueMs = this.#parts.ports.clock.nowMs() + restMs;
  }

  /** Nothing is asked or written any more, until a probe or another key shows that it may. */
  #halt(reason: string): void {
    this.#hold.hold(reason);
    this.#record.stop();
  }

  /** Reads every domain, oldest first; urgent work comes in between, and writes wait until all is known. */
  async #sweep(interruptible: AbortSignal): Promise<void> {
    if (this.#unswept === undefined || this.#directory.mustBeListed) {
      if (!(await this.#beginSweep(interruptible))) return;
    }
    const domains = (this.#unswept ?? []).filter((domain) => this.#book.get(domain) !== undefined);
    const reading = { domains, priority: 'sweep', signal: interruptible } as const;
    const { left, halted } = await readDomains(this.#parts, this.#book, reading);
    this.#unswept = left;
    if (halted !== undefined) return this.#halt(halted);
    if (left.length > 0) return;
    await this.#conclude(this.#book.oldestFirst(this.#parts.ports.clock.nowMs()), interruptible);
    if (!interruptible.aborted) this.#endSweep(this.#sweepBeganMs);
  }

  /** Lists the account where patterns need it; answers whether the sweep can go on. */
  async #beginSweep(signal: AbortSignal): Promise<boolean> {
    this.#sweepBeganMs = this.#parts.ports.clock.nowMs();
    const listed = await this.#directory.list(signal);
    if (listed.halted !== undefined) {
      this.#halt(listed.halted);
      return false;
    }
    if (signal.aborted) return false;
    this.#record.notes = this.#directory.notes;
    this.#record.isListed = this.#directory.failures === 0;
    // The sweep looks at every domain, also at those that the list has brought.
    if (listed.changed) this.#book.setDesired(this.#directory.desiredDomains());
    this.#unswept = this.#book.oldestFirst(this.#parts.ports.clock.nowMs());
    return true;
  }

  async #conclude(domains: readonly DomainName[], signal: AbortSignal): Promise<void> {
    for (const domain of domains) this.#pending.delete(domain);
    const { doubts } = this.#directory;
    const ended: PassEnded = await concludePass(this.#parts, this.#book, { domains, doubts, signal });
    for (const domain of ended.left) this.#pending.add(domain);
    if (signal.aborted) this.#changed.add(halfWritten(ended));
    this.#record.end(ended, signal.aborted);
  }

  #jittered(ms: number): number {
    return ms * (1 + SWEEP_JITTER * (2 * this.#parts.random() - 1));
  }
}

/** Domains on which an interruption ended the writing; what they have now is known to nobody. */
function halfWritten({ results }: PassEnded): readonly DomainName[] {
  const domains = results.filter(({ status }) => status === 'failed').map(({ change }) => change.key.domain);
  return [...new Set(domains)];
}
