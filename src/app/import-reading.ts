import type { AccountName } from '../model/account.ts';
import type { DomainName } from '../model/domain-name.ts';
import type { DomainState, ReadDomain, UnreadReason } from '../model/domain-state.ts';
import { selectsDomain } from '../plan/selection.ts';
import { AccountHalt } from './account-halt.ts';
import { forEachLimited } from './for-each.ts';
import { DOMAINS_AT_ONCE, listDomains, readDomain } from './observe.ts';
import type { ReadPorts } from './ports.ts';
import { SilenceWatch } from './silence-watch.ts';

export interface AccountScope {
  readonly account: AccountName;
  /** Glob patterns of domain names; none means all. */
  readonly domains: readonly string[];
  /** Left out although they match. */
  readonly except: ReadonlySet<DomainName>;
  readonly signal: AbortSignal;
  /**
   * Asked about every domain that was read, with all domains of the account; once it says yes, no further request is
   * sent.
   */
  readonly isEnough: (state: ReadDomain, listed: readonly DomainName[]) => boolean;
}

export type AccountReading =
  | {
      readonly kind: 'read';
      /** The selected domains, sorted by name. */
      readonly states: readonly DomainState[];
      /** All domains of the account, sorted by name. */
      readonly listed: readonly DomainName[];
      /** Those that were left out although they match, sorted by name. */
      readonly excepted: readonly DomainName[];
    }
  | { readonly kind: 'unread'; readonly reason: UnreadReason };

/**
 * Lists the domains of an account, a thousand a request, and reads each that is selected once. What could not be read
 * is an `unread` state with its reason.
 */
export async function readAccount(ports: ReadPorts, scope: AccountScope): Promise<AccountReading> {
  const { account } = scope;
  const enough = new AbortController();
  const halt = new AccountHalt(account, ports.journal, AbortSignal.any([scope.signal, enough.signal]));
  const listing = await listDomains(ports, account, halt);
  if (listing.kind === 'unread') return listing;
  const selection = { accounts: [], domains: scope.domains };
  const matching = listing.domains.filter((domain) => selectsDomain(selection, { account, domain }));
  const selected = matching.filter((domain) => !scope.except.has(domain));
  const silence = new SilenceWatch(halt);
  const states: DomainState[] = [];
  await forEachLimited(selected, DOMAINS_AT_ONCE, async (domain) => {
    const state = await readDomain(ports, { account, domain }, { priority: 'sweep', halt });
    states.push(state);
    silence.heard(state);
    if (enough.signal.aborted) return;
    if (state.kind === 'unread') ports.journal.record({ kind: 'read-failed', state });
    else if (scope.isEnough(state, listing.domains)) enough.abort();
  });
  const excepted = matching.filter((domain) => scope.except.has(domain));
  return { kind: 'read', states: states.sort(byDomain), listed: listing.domains, excepted };
}

function byDomain(a: DomainState, b: DomainState): number {
  return a.domain < b.domain ? -1 : 1;
}
