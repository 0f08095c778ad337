import type { Account } from '../../model/account.ts';
import type { DomainName } from '../../model/domain-name.ts';
import type { UnknownHook, UnreadDomain } from '../../model/domain-state.ts';
import { EVENT_TYPES } from '../../model/event-type.ts';
import type { Policy } from '../../model/policy.ts';
import { buildWebhooks, type Webhooks } from '../../model/webhooks.ts';
import { concealCredentials, type Harmless } from './conceal.ts';
import { fold } from './fold.ts';
import type { Folded } from './folded.ts';
import { generalise } from './generalise.ts';
import type { FoldableDomain } from './grouping.ts';
import type { ImportableDomain, LeftOut } from './importable.ts';
import { freePrefixes, type TakenNames } from './part-prefix.ts';

/** A whole account as a configuration that a person could have written, and what that configuration cannot say. */
export interface Imported {
  readonly account: Account;
  readonly policy: Policy;
  /** Whether it is a part of a configuration, which defines the account, and may have defaults and names of its own. */
  readonly isPart: boolean;
  readonly folded: Folded;
  /** Domains of `folded` that get `listed` in place of `policy`: `exact` would delete what was left out. */
  readonly listedOnly: ReadonlySet<DomainName>;
  /** Hooks that stay as they are, by domain. */
  readonly kept: ReadonlyMap<DomainName, Kept>;
  /** Domains that are not in `folded`, as there is nothing to say about them; sorted. */
  readonly bare: readonly DomainName[];
  readonly unread: readonly UnreadDomain[];
  /** Credentials of the URLs by the names of the variables that stand for them, sorted. */
  readonly variables: ReadonlyMap<string, string>;
}

/** What Mailgun has and the configuration does not name. */
export interface Kept {
  readonly leftOut: readonly LeftOut[];
  readonly unknownHooks: readonly UnknownHook[];
}

/** What a part of a configuration has to mind of the other parts. */
export interface Beside {
  /** Whether a domain that names no template gets one of theirs. */
  readonly hasDefaultTemplate: boolean;
  /** The names of their templates and endpoints, and variables that mean something already. */
  readonly taken: TakenNames;
}

export interface ImportChoices {
  readonly account: Account;
  readonly policy: Policy;
  /** The other parts of the configuration, where it is to be a part of one. */
  readonly beside?: Beside;
  /** Which texts in URLs are no credentials; absent, credentials are written like everything else. */
  readonly conceal?: Harmless;
}

/** Makes a configuration of what was read. */
export function importDomains(
  domains: readonly ImportableDomain[],
  unread: readonly UnreadDomain[],
  { account, policy, beside, conceal }: ImportChoices,
): Imported {
  const prefixes = beside && freePrefixes(account.name, beside.taken);
  const isWritten = writtenUnder(policy, domains);
  const general = generalise(domains.filter(isWritten).map(foldable));
  const concealed =
    conceal === undefined
      ? { domains: general, variables: NO_VARIABLES }
      : concealCredentials(general, conceal, prefixes?.variables);
  const hasLeftOut = domains.filter(({ leftOut }) => leftOut.length > 0);
  return {
    account,
    policy,
    isPart: beside !== undefined,
    folded: fold(concealed.domains, beside && { ...beside, prefix: prefixes?.names ?? '' }),
    listedOnly: new Set(policy === 'exact' ? hasLeftOut.map(({ domain }) => domain) : []),
    kept: new Map(
      domains.filter(hasKept).map(({ domain, leftOut, unknownHooks }) => [domain, { leftOut, unknownHooks }]),
    ),
    bare: domains.flatMap((each) => (isWritten(each) ? [] : [each.domain])).sort(),
    unread,
    variables: concealed.variables,
  };
}

const NO_VARIABLES: ReadonlyMap<string, string> = new Map();

/**
 * Which domains the configuration names. One without webhooks needs no place in it, except under `exact`, which says
 * that it must stay so; and a configuration must name at least one.
 */
function writtenUnder(
  policy: Policy,
  domains: readonly ImportableDomain[],
): (domain: ImportableDomain) => boolean {
  const hasWebhooks = ({ webhooks }: ImportableDomain) => !isEmpty(webhooks);
  if (!domains.some(hasWebhooks)) return () => true;
  if (policy !== 'exact') return hasWebhooks;
  return (each) => hasWebhooks(each) || each.leftOut.length === 0;
}

function isEmpty(webhooks: Webhooks): boolean {
  return EVENT_TYPES.every((eventType) => webhooks[eventType] === undefined);
}

function foldable({ domain, webhooks, leftOut }: ImportableDomain): FoldableDomain {
  return {
    domain,
    webhooks: buildWebhooks((eventType) => webhooks[eventType]),
    closed: leftOut.map(({ eventType }) => eventType),
  };
}

function hasKept({ leftOut, unknownHooks }: ImportableDomain): boolean {
  return leftOut.length + unknownHooks.length > 0;
}
