import { removedUrls, urlsAfter, urlsBefore } from '../../model/change.ts';
import { urlsWithout } from '../../model/webhooks.ts';
import { type GuardVerdict, objectionsOf } from '../../plan/guard.ts';
import type { Plan } from '../../plan/plan.ts';
import type { PassOutcome } from '../../ports/journal.ts';
import type { AccountStatus, ChangeStatus, DomainStatus, GuardStatus } from '../../ports/status.ts';
import type { ChangeResult } from '../change-result.ts';
import type { AccountParts } from './account-parts.ts';
import type { PassEnded } from './account-pass.ts';
import type { DomainBook } from './domain-book.ts';
import type { DomainRecord } from './domain-record.ts';
import { ShownDomain } from './shown-domain.ts';

const LAST_CHANGES_MAX = 100;
const REMOVALS_MAX = 100;

interface PassTimes {
  readonly id: string;
  readonly startedMs: number;
  readonly endedMs?: number;
}

/** What the passes of one account have come to, for people and monitors. */
export class AccountRecord {
  readonly #parts: AccountParts;
  readonly #book: DomainBook;
  #passes = 0;
  #pass: PassTimes | undefined;
  #startedMs = 0;
  #lastSuccessMs: number | undefined;
  #guard: GuardStatus | undefined;
  #lastChanges: readonly ChangeStatus[] = [];
  notes: readonly string[] = [];
  /** Whether all domains are known that the patterns mean. */
  isListed = true;

  constructor(parts: AccountParts, book: DomainBook) {
    this.#parts = parts;
    this.#book = book;
  }

  get guard(): GuardStatus | undefined {
    return this.#guard;
  }

  /** Of the pass under way; absent between two of them. */
  get passId(): string | undefined {
    return this.#pass?.endedMs === undefined ? this.#pass?.id : undefined;
  }

  begin(): void {
    const { ports } = this.#parts;
    if (this.passId !== undefined) return;
    this.#passes += 1;
    const wallMs = ports.clock.wallMs();
    this.#startedMs = ports.clock.nowMs();
    this.#pass = { id: `${Math.floor(wallMs / 1000).toString(36)}-${this.#passes}`, startedMs: wallMs };
  }

  end(ended: PassEnded, stopped: boolean): void {
    const wallMs = this.#parts.ports.clock.wallMs();
    this.#noteGuard(ended, wallMs);
    const news = ended.results.map((result) => this.#changeStatus(result, wallMs)).reverse();
    this.#lastChanges = [...news, ...this.#lastChanges].slice(0, LAST_CHANGES_MAX);
    const converged =
      this.isListed &&
      this.#book.records().every(({ condition }) => condition === 'in-sync' || condition === 'observed');
    if (converged) this.#lastSuccessMs = wallMs;
    const finished = converged ? 'converged' : 'incomplete';
    this.#close(stopped ? 'stopped' : finished);
  }

  /** The pass under way, if there is one, ends before it has decided anything: the account is halted, or the process. */
  stop(): void {
    if (this.passId !== undefined) this.#close('stopped');
  }

  #close(outcome: PassOutcome): void {
    const { account, ports } = this.#parts;
    const passId = this.passId ?? '';
    if (this.#pass !== undefined) this.#pass = { ...this.#pass, endedMs: ports.clock.wallMs() };
    const durationMs = ports.clock.nowMs() - this.#startedMs;
    ports.journal.record({ kind: 'pass-ended', account: account.name, passId, outcome, durationMs });
  }

  #noteGuard({ planId, verdict, blocked, plan }: PassEnded, wallMs: number): void {
    if (!blocked) {
      this.#guard = undefined;
      return;
    }
    if (this.#guard?.planId !== planId) this.#tellBlocked(planId, verdict);
    const sinceMs = this.#guard?.planId === planId ? this.#guard.sinceMs : wallMs;
    const removals = this.#removals(plan);
    const exceeded = objectionsOf(verdict);
    this.#guard = { planId, exceeded, removed: verdict.removed, removals, sinceMs };
  }

  #removals({ domains }: Plan): readonly string[] {
    const all = domains.flatMap(({ domain, changes }) =>
      changes.flatMap((change) =>
        removedUrls(change).map((url) => `${domain} ${change.key.eventType} ${this.#parts.mask(url)}`),
      ),
    );
    return all.slice(0, REMOVALS_MAX);
  }

  #tellBlocked(planId: string, verdict: GuardVerdict): void {
    const { account, ports } = this.#parts;
    const message = `nothing is written to account '${account.name}' until a person approves plan ${planId} with ${verdict.removed} deletions, or the configuration changes`;
    ports.journal.record({
      kind: 'notice',
      level: 'warn',
      event: 'guard-blocked',
      account: account.name,
      message,
      details: objectionsOf(verdict),
    });
  }

  #changeStatus({ change, ...result }: ChangeResult, atMs: number): ChangeStatus {
    const mask = (urls: readonly string[]) => urls.map((url) => this.#parts.mask(url));
    return {
      atMs,
      passId: this.passId ?? '',
      domain: change.key.domain,
      eventType: change.key.eventType,
      kind: change.kind,
      result: result.status,
      added: mask(urlsWithout(urlsAfter(change), urlsBefore(change))),
      removed: mask(removedUrls(change)),
      ...(result.status === 'applied' ? {} : { reason: result.reason }),
    };
  }

  /** `sweepDueMs` is on the clock. */
  status(halted: string | undefined, sweepDueMs: number): AccountStatus {
    const show = (record: DomainRecord) => new ShownDomain(record, (url) => this.#parts.mask(url));
    const book = this.#book;
    let shown: readonly DomainStatus[] | undefined;
    const { account, ports } = this.#parts;
    const nextPassMs = ports.clock.wallMs() + Math.max(0, sweepDueMs - ports.clock.nowMs());
    return {
      account: account.name,
      baseUrl: account.baseUrl,
      budget: this.#parts.budget(),
      ...(this.#pass === undefined ? {} : { pass: this.#pass }),
      ...(this.#lastSuccessMs === undefined ? {} : { lastSuccessMs: this.#lastSuccessMs }),
      nextPassMs,
      ...(halted === undefined ? {} : { halted }),
      ...(this.#guard === undefined ? {} : { guard: this.#guard }),
      notes: this.notes,
      // Made when somebody looks: a probe asks for the status every few seconds, and not for the domains.
      get domains() {
        shown ??= book.records().map(show);
        return shown;
      },
      lastChanges: this.#lastChanges,
    };
  }
}
