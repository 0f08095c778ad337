import type { Account } from '../model/account.ts';
import type { DesiredState } from '../model/desired-state.ts';
import type { DomainName } from '../model/domain-name.ts';
import type { DomainKey, DomainState, ReadDomain, UnreadDomain } from '../model/domain-state.ts';
import { EVENT_TYPES } from '../model/event-type.ts';
import type { Policy } from '../model/policy.ts';
import { type Harmless, harmlessTexts, holdsCredential } from '../plan/fold/conceal.ts';
import { importableDomain } from '../plan/fold/importable.ts';
import { type Beside, type Imported, importDomains } from '../plan/fold/imported.ts';
import { findDifferences } from '../plan/fold/prove.ts';
import type { Configuration } from '../ports/configuration-source.ts';
import { readAccount } from './import-reading.ts';
import type { ReadPorts } from './ports.ts';

/** What an import needs from outside: Mailgun, and the two directions between a configuration and its text. */
export interface ImportPorts extends ReadPorts {
  writeConfiguration(imported: Imported): string;
  /** Throws a `ConfigurationError` for a text that is no valid configuration. */
  parseConfiguration(text: string, variables: ReadonlyMap<string, string>): Configuration;
}

export interface ImportRequest {
  readonly account: Account;
  /** Glob patterns of domain names; none means all. */
  readonly domains: readonly string[];
  readonly policy: Policy;
  /** The configuration that defines the account, where the text becomes a part of it. */
  readonly beside?: Beside & {
    /** What it asks for without the text. Domains that it names are left out. */
    readonly desired: Omit<DesiredState, 'doubts'>;
  };
  /** What to do about URLs that hold credentials: stop at the first one, put variables in their place, or leave them. */
  readonly credentials: 'refuse' | 'conceal' | 'keep';
  /** Whether to go on without the domains that could not be read. */
  readonly partial: boolean;
  readonly signal: AbortSignal;
}

/**
 * How an import ended.
 *
 * | kind         | meaning                                                                  |
 * |--------------|--------------------------------------------------------------------------|
 * | `imported`   | there is a configuration, and its plan is proven to be empty             |
 * | `unlisted`   | the domains of the account could not be listed                           |
 * | `no-domains` | the account has no domain, none that matches, or none that is not named  |
 * | `unread`     | domains could not be read, and a part of the account was not asked for   |
 * | `credential` | the domain has a URL with a credential, and nobody said what to do then  |
 * | `stopped`    | the process was told to stop                                             |
 */
export type ImportResult =
  | {
      readonly kind: 'imported';
      readonly imported: Imported;
      readonly text: string;
      /** Domains that were left out, as they are named already, with the accounts they are named for; sorted by name. */
      readonly named: readonly DomainKey[];
    }
  | { readonly kind: 'unlisted'; readonly message: string }
  | { readonly kind: 'no-domains'; readonly listed: number; readonly named: readonly DomainKey[] }
  | { readonly kind: 'unread'; readonly unread: readonly UnreadDomain[]; readonly total: number }
  | { readonly kind: 'credential'; readonly domain: DomainName }
  | { readonly kind: 'stopped' };

/** Reads an account, folds it into a configuration, and proves that the configuration would change nothing. */
export async function importAccount(ports: ImportPorts, request: ImportRequest): Promise<ImportResult> {
  const { account, partial, signal } = request;
  const namedFor = new Map(request.beside?.desired.domains.map((each) => [each.domain, each.account]));
  const watch = new CredentialWatch(request.credentials === 'refuse');
  const reading = await readAccount(ports, {
    account: account.name,
    domains: request.domains,
    except: new Set(namedFor.keys()),
    signal,
    isEnough: (state, listed) => watch.sees(state, listed),
  });
  if (signal.aborted) return { kind: 'stopped' };
  if (reading.kind === 'unread') return { kind: 'unlisted', message: reading.reason.message };
  if (watch.found !== undefined) return { kind: 'credential', domain: watch.found };
  const { states, listed } = reading;
  const unread = states.filter(isUnread);
  const read = states.filter(isRead);
  const named = reading.excepted.map((domain) => ({ domain, account: namedFor.get(domain) ?? account.name }));
  if (states.length === 0) return { kind: 'no-domains', listed: listed.length, named };
  if (unread.length > 0 && (!partial || read.length === 0)) {
    return { kind: 'unread', unread, total: states.length };
  }
  return fold(ports, request, { read, unread, named, harmless: harmlessTexts(listed) });
}

interface Material {
  readonly read: readonly ReadDomain[];
  readonly unread: readonly UnreadDomain[];
  readonly named: readonly DomainKey[];
  readonly harmless: Harmless;
}

function fold(
  ports: ImportPorts,
  request: ImportRequest,
  { read, unread, named, harmless }: Material,
): ImportResult {
  const { account, policy, beside, credentials } = request;
  const conceal = credentials === 'conceal' ? { conceal: harmless } : {};
  const imported = importDomains(read.map(importableDomain), unread, {
    account,
    policy,
    ...(beside === undefined ? {} : { beside }),
    ...conceal,
  });
  const text = ports.writeConfiguration(imported);
  const { desired } = ports.parseConfiguration(text, imported.variables);
  checkProof(
    imported,
    read,
    beside === undefined ? desired : withoutOthers(imported, desired, beside.desired),
  );
  return { kind: 'imported', imported, text, named };
}

/**
 * What a configuration asks for because of the text that was written. Throws if that text changes what the others ask
 * for, which must stay as it was to the letter, as it would change another account.
 */
function withoutOthers(
  { folded }: Imported,
  { domains, patterns }: Configuration['desired'],
  before: Omit<DesiredState, 'doubts'>,
): Omit<DesiredState, 'doubts'> {
  const names = new Set(folded.domains.map(({ domain }) => domain));
  const others = { domains: domains.filter(({ domain }) => !names.has(domain)), patterns };
  const different = firstDifference(before.domains, others.domains);
  if (different !== undefined) throw notWhatWasRead(`it changes ${different.domain}`);
  const pattern = firstDifference(before.patterns, others.patterns);
  if (pattern !== undefined) throw notWhatWasRead(`it changes the pattern for '${pattern.suffix}'`);
  return { domains: domains.filter(({ domain }) => names.has(domain)), patterns: [] };
}

/** Both come from one parser, which gives equal values the same order of keys. */
function firstDifference<T>(before: readonly T[], after: readonly T[]): T | undefined {
  const isNotIn = (others: readonly T[]) => {
    const texts = new Set(others.map((each) => JSON.stringify(each)));
    return (each: T) => !texts.has(JSON.stringify(each));
  };
  return before.find(isNotIn(after)) ?? after.find(isNotIn(before));
}

/** Throws if the configuration says anything but what was read, which no account can bring about: it is a bug. */
function checkProof(
  { folded, kept }: Imported,
  states: readonly ReadDomain[],
  { domains, patterns }: Omit<DesiredState, 'doubts'>,
): void {
  const differences = findDifferences({ desired: domains, states, kept });
  const [found, expected] = [domains.length, folded.domains.length];
  if (differences.length === 0 && found === expected && patterns.length === 0) return;
  const [first = `it names ${found} domains, not ${expected}`] = differences;
  throw notWhatWasRead(first);
}

function notWhatWasRead(why: string): Error {
  return new Error(`The imported configuration is not what was read (${why}); nothing was written`);
}

/** Looks for the first domain with a credential in a URL, if it is told to: it may take minutes to read all domains. */
class CredentialWatch {
  found: DomainName | undefined;
  readonly #isOn: boolean;
  #isHarmless: Harmless | undefined;

  constructor(isOn: boolean) {
    this.#isOn = isOn;
  }

  sees({ domain, webhooks }: ReadDomain, listed: readonly DomainName[]): boolean {
    if (!this.#isOn) return false;
    this.#isHarmless ??= harmlessTexts(listed);
    const isHarmless = this.#isHarmless;
    const holds = (url: string) => holdsCredential(url, isHarmless);
    if (EVENT_TYPES.some((eventType) => webhooks[eventType]?.some(holds))) this.found ??= domain;
    return this.found !== undefined;
  }
}

function isRead(state: DomainState): state is ReadDomain {
  return state.kind === 'read';
}

function isUnread(state: DomainState): state is UnreadDomain {
  return state.kind === 'unread';
}
