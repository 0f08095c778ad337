import type { AccountName, WriteApi } from '../model/account.ts';
import type { DesiredDomain, DesiredState } from '../model/desired-state.ts';
import type { DomainName } from '../model/domain-name.ts';
import type { DomainKey, DomainState, ReadDomain } from '../model/domain-state.ts';
import { expandPatterns, patternText, unmatchedPatterns } from '../plan/expand-patterns.ts';
import type { UnreadPattern } from '../plan/plan.ts';
import type { Findings } from '../plan/plan-changes.ts';
import { type Selection, selectsAccount, selectsDomain } from '../plan/selection.ts';
import type { DomainList } from '../ports/mailgun-api.ts';
import type { Priority } from '../ports/rate-budget.ts';
import { AccountHalt } from './account-halt.ts';
import { forEachLimited } from './for-each.ts';
import { portOf, type ReadPorts } from './ports.ts';
import { SilenceWatch } from './silence-watch.ts';

/** Domains of one account that are read at the same time; the budget decides how fast. */
export const DOMAINS_AT_ONCE = 20;

/** What a pass found out, and when each domain was read, in milliseconds of `Clock.nowMs`. */
export interface Observation extends Findings {
  readonly readAtMs: ReadonlyMap<ReadDomain, number>;
}

export interface Scope {
  readonly desired: DesiredState;
  readonly selection: Selection;
  /** With which calls each account is written; `auto` where an account is absent. */
  readonly writeApis?: ReadonlyMap<AccountName, WriteApi>;
  readonly signal: AbortSignal;
}

/**
 * Reads every selected domain once, accounts side by side, and the domain list of an account only where a pattern
 * needs it. Never fails as a whole: what could not be read is an `unread` state with its reason.
 */
export async function observe(ports: ReadPorts, scope: Scope): Promise<Observation> {
  const accounts = [...ports.readers.keys()].filter((account) => selectsAccount(scope.selection, account));
  const parts = await Promise.all(accounts.map((account) => observeAccount(ports, scope, account)));
  return {
    desired: parts.flatMap((part) => part.desired),
    states: parts.flatMap((part) => part.states),
    unreadPatterns: parts.flatMap((part) => part.unreadPatterns),
    unmatchedPatterns: parts.flatMap((part) => part.unmatchedPatterns),
    ...(scope.writeApis === undefined ? {} : { writeApis: scope.writeApis }),
    readAtMs: new Map(parts.flatMap((part) => [...part.readAtMs])),
  };
}

async function observeAccount(ports: ReadPorts, scope: Scope, account: AccountName): Promise<Observation> {
  const halt = new AccountHalt(account, ports.journal, scope.signal);
  const { desired, ...patterns } = await findDomains(ports, scope, { account, halt });
  const silence = new SilenceWatch(halt);
  const states: DomainState[] = [];
  const readAtMs = new Map<ReadDomain, number>();
  await forEachLimited(desired, DOMAINS_AT_ONCE, async ({ domain }) => {
    const state = await readDomain(ports, { account, domain }, { priority: 'sweep', halt });
    states.push(state);
    silence.heard(state);
    if (state.kind === 'read') readAtMs.set(state, ports.clock.nowMs());
    else ports.journal.record({ kind: 'read-failed', state });
  });
  return { desired, states, ...patterns, readAtMs };
}

export interface Reading {
  readonly priority: Priority;
  readonly halt: AccountHalt;
}

/** Reads one domain, unless its account is halted; a refused key halts the account. */
export async function readDomain(
  ports: ReadPorts,
  { account, domain }: DomainKey,
  { priority, halt }: Reading,
): Promise<DomainState> {
  const key = { account, domain };
  if (halt.reason !== undefined) return stopped(key, halt.reason);
  const state = await portOf(ports.readers, account).readWebhooks(key, { priority, signal: halt.signal });
  if (state.kind === 'read') return state;
  if (state.reason.code === 'denied') halt.halt(state.reason.message);
  return state.reason.code === 'stopped' ? stopped(key, halt.reason ?? state.reason.message) : state;
}

function stopped(key: DomainKey, why: string): DomainState {
  return { kind: 'unread', ...key, reason: { code: 'stopped', message: `not asked: ${why}` } };
}

interface Found {
  readonly desired: readonly DesiredDomain[];
  readonly unreadPatterns: readonly UnreadPattern[];
  readonly unmatchedPatterns: readonly string[];
}

async function findDomains(
  ports: ReadPorts,
  scope: Scope,
  { account, halt }: { readonly account: AccountName; readonly halt: AccountHalt },
): Promise<Found> {
  const patterns = scope.desired.patterns.filter((pattern) => pattern.account === account);
  const listed = patterns.length === 0 ? NO_DOMAINS : await listDomains(ports, account, halt);
  const domains = listed.kind === 'read' ? listed.domains : [];
  const names = new Map([[account, domains]]);
  return {
    unmatchedPatterns: listed.kind === 'read' ? unmatchedPatterns(patterns, domains) : [],
    desired: expandPatterns(scope.desired, names).filter(
      (domain) => domain.account === account && selectsDomain(scope.selection, domain),
    ),
    unreadPatterns:
      listed.kind === 'read'
        ? []
        : patterns.map((pattern) => ({ account, pattern: patternText(pattern), reason: listed.reason })),
  };
}

const NO_DOMAINS = { kind: 'read', domains: [] as readonly DomainName[] } as const;

export async function listDomains(
  ports: ReadPorts,
  account: AccountName,
  halt: AccountHalt,
): Promise<DomainList> {
  const spending = { priority: 'sweep', signal: halt.signal } as const;
  const listed = await portOf(ports.readers, account).listDomains(account, spending);
  if (listed.kind === 'unread' && (listed.reason.code === 'denied' || listed.reason.code === 'forbidden'))
    halt.halt(listed.reason.message);
  return listed;
}
