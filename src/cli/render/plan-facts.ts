import type { Account } from '../../model/account.ts';
import { removedUrls, urlsAfter, urlsBefore } from '../../model/change.ts';
import type { Doubt } from '../../model/desired-state.ts';
import { urlsWithout } from '../../model/webhooks.ts';
import { type GuardVerdict, objectionsOf } from '../../plan/guard.ts';
import type { Judgement } from '../../plan/guard-approval.ts';
import { callsOf, changesOf, hasObservedDrift, isInSync, type Plan } from '../../plan/plan.ts';
import type { Price } from '../../plan/price.ts';
import type { BudgetState } from '../../ports/rate-budget.ts';
import type { Wording } from './domain-lines.ts';
import { printableText } from './printable.ts';

/** Everything that is shown about a plan, in whatever format. */
export interface PlanFacts {
  readonly plan: Plan;
  /** Names the decision; what `--approve` takes. */
  readonly planId: string;
  readonly configurationDigest: string;
  /** Why a part of the configuration may be missing. */
  readonly doubts: readonly Doubt[];
  /** What a person's approval, or none, means for it. */
  readonly judgement: Judgement;
  /** What carries it out when it is typed into a shell, such as `mghooks apply --config prod.yaml`. */
  readonly command: string;
  readonly accounts: readonly AccountFacts[];
  /** What is said otherwise, as the plan does not come from the configuration. */
  readonly wording?: Wording;
  /** The plan with the changes that are held: what a person may approve instead. */
  readonly withHeld?: { readonly planId: string; readonly removed: number };
  /** It costs more than `--max-requests` allows: a sentence. */
  readonly tooExpensive?: string;
  /** Where the plan was saved, and until when it may be carried out from there, in milliseconds since 1970. */
  readonly saved?: { readonly file: string; readonly expiresMs: number };
}

export interface AccountFacts {
  readonly account: Account;
  readonly verdict: GuardVerdict;
  readonly budget: BudgetState;
  readonly price: Price;
  /** Until the last request may leave; accounts with one key wait for each other. */
  readonly seconds: number;
}

export interface Summary {
  readonly domains: number;
  readonly inSync: number;
  /** Domains with changes. */
  readonly changed: number;
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  /** URLs that event types get, and lose. */
  readonly added: number;
  readonly removed: number;
  /** Domains under `observe` that have drifted. */
  readonly observed: number;
  readonly conflicts: number;
  /** Changes that are due, and are not made for now. */
  readonly held: number;
  /** Domains and patterns that could not be read. */
  readonly unread: number;
  readonly calls: number;
  /** Calls, and reads right before some of them. */
  readonly requests: number;
  /** Requests that v3 alone would take on top. */
  readonly saved: number;
  /** Accounts work side by side, so the slowest decides. */
  readonly seconds: number;
}

export function summarise({ plan, accounts }: PlanFacts): Summary {
  const changes = changesOf(plan);
  const count = (kind: string) => changes.filter((change) => change.kind === kind).length;
  return {
    domains: plan.domains.length + plan.unread.length,
    inSync: plan.domains.filter(isInSync).length,
    changed: plan.domains.filter((domain) => domain.changes.length > 0).length,
    create: count('create'),
    update: count('update'),
    delete: count('delete'),
    added: changes.reduce(
      (sum, change) => sum + urlsWithout(urlsAfter(change), urlsBefore(change)).length,
      0,
    ),
    removed: changes.reduce((sum, change) => sum + removedUrls(change).length, 0),
    observed: plan.domains.filter(hasObservedDrift).length,
    conflicts: plan.domains.reduce((sum, domain) => sum + domain.conflicts.length, 0),
    held: plan.domains.reduce((sum, domain) => sum + domain.held.length, 0),
    unread: plan.unread.length + plan.unreadPatterns.length,
    calls: callsOf(plan).length,
    requests: sum(accounts.map(({ price }) => price.requests)),
    saved: sum(accounts.map(({ price }) => price.saved)),
    seconds: Math.max(0, ...accounts.map(({ seconds }) => seconds)),
  };
}

/** What a person types to have a plan carried out to which a guard objects; nothing if none does. */
export function approvalCommand({ command, planId, judgement, accounts }: PlanFacts): string | undefined {
  const settled = judgement.kind === 'clear' || judgement.kind === 'approved';
  if (settled || accounts.every(({ verdict }) => objectionsOf(verdict).length === 0)) return undefined;
  return withApproval(command, planId, accounts);
}

/** What a person types to have the plan carried out, approval included if a guard wants one. */
export function goOnCommand(facts: PlanFacts): string {
  return approvalCommand(facts) ?? printableText(facts.command);
}

/** What a person types to have the changes made that are held; nothing if there are none, or none may be. */
export function heldCommand({ command, withHeld }: PlanFacts): string | undefined {
  if (withHeld === undefined) return undefined;
  return printableText(`${command} --approve ${withHeld.planId} --allow-deletes ${withHeld.removed}`);
}

export function withApproval(command: string, planId: string, accounts: readonly AccountFacts[]): string {
  const removed = sum(accounts.map(({ verdict }) => verdict.removed));
  return printableText(`${command} --approve ${planId} --allow-deletes ${removed}`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
