import { type Account, REGION_BASE_URLS } from '../model/account.ts';
import { type Call, callRequest, eventTypesOf } from '../model/call.ts';
import type { DomainKey, ReadDomain, UnknownHook } from '../model/domain-state.ts';
import { EVENT_TYPES, type EventType } from '../model/event-type.ts';
import type { DomainPlan, Plan } from './plan.ts';

/**
 * A plan that a person can look at today and have carried out tomorrow, on another machine. All URLs are masked.
 *
 * It is evidence, not instructions: an apply plans again, from the configuration and from what Mailgun has then, and
 * sends its own calls, if they are the ones below. So whoever edits a saved plan can have it refused, and can never
 * have a call sent that the planner would not make. What is believed of it is how many deliveries each account had, for
 * the percentage of the guard, and when it expires: keep the file where you keep what may start an apply. Whether a part
 * of the configuration may be missing is not in it: an apply sees that in the files themselves, whose digest is the same.
 */
export interface SavedPlan {
  readonly toolVersion: string;
  /** Names the decision. */
  readonly planId: string;
  /** Milliseconds since 1970. */
  readonly createdMs: number;
  readonly expiresMs: number;
  readonly configurationDigest: string;
  /** The accounts that would be written, sorted by name. */
  readonly accounts: readonly SavedAccount[];
  /** The domains that would be written, in the order of the plan. */
  readonly domains: readonly SavedDomain[];
}

export interface SavedAccount extends Pick<Account, 'name' | 'baseUrl' | 'subaccount'> {
  /** `other` for a base URL of the configuration's own. */
  readonly region: Region;
  /** Deliveries that were found on the account: what the guard takes a percentage of. */
  readonly deliveries: number;
}

export const REGIONS = ['us', 'eu', 'other'] as const;

export type Region = (typeof REGIONS)[number];

export interface SavedDomain extends DomainKey {
  /** What Mailgun had. */
  readonly live: readonly SavedHook[];
  /** Digest of `live`. */
  readonly liveDigest: string;
  /** The requests that carry out the changes, in the order in which they are sent. */
  readonly calls: readonly SavedCall[];
}

/** URLs of one event type, or of a hook under a name that is none. */
export type SavedHook = UnknownHook;

export interface SavedCall {
  /** Such as `PUT /v3/domains/mg.example.com/webhooks/clicked`. */
  readonly request: string;
  readonly eventTypes: readonly EventType[];
  readonly urls: readonly string[];
}

/** How secrets are kept out of a saved plan, and how texts are compared. */
export interface Seal {
  /**
   * Masks the credentials of a URL. The digests are taken of masked URLs: a digest of the URLs themselves would let
   * everybody who sees the file try out guesses, and one keyed with the API key could not be checked with another key,
   * while a pull request is best planned with a key that may only read. A mask tells two credentials apart as well as
   * every plan that is printed does, and the id of the plan, which must agree too, is taken of the real URLs.
   */
  readonly mask: (url: string) => string;
  readonly digest: (text: string) => string;
}

/** What goes into a saved plan beside the plan. */
export type SavedPlanHead = Omit<SavedPlan, 'accounts' | 'domains'>;

export interface PlannedAccount {
  readonly account: Account;
  /** As `GuardVerdict.total`. */
  readonly total: number;
}

/** The saved form of a plan: the domains it changes, and nothing of the others. */
export function savePlan(
  plan: Plan,
  { head, accounts }: { readonly head: SavedPlanHead; readonly accounts: readonly PlannedAccount[] },
  seal: Seal,
): SavedPlan {
  const domains = plan.domains.filter((domain) => domain.changes.length > 0);
  const written = accounts.filter(({ account }) => domains.some((domain) => domain.account === account.name));
  return {
    ...head,
    accounts: written.map(saveAccount),
    domains: domains.map((domain) => saveDomain(domain, seal)),
  };
}

function saveAccount({ account: { name, baseUrl, subaccount }, total }: PlannedAccount): SavedAccount {
  const place = subaccount === undefined ? {} : { subaccount };
  return { name, baseUrl, region: regionOf(baseUrl), ...place, deliveries: total };
}

function regionOf(baseUrl: string): Region {
  if (baseUrl === REGION_BASE_URLS.us) return 'us';
  return baseUrl === REGION_BASE_URLS.eu ? 'eu' : 'other';
}

export function saveDomain({ account, domain, actual, calls }: DomainPlan, seal: Seal): SavedDomain {
  const live = saveLive(actual, seal);
  return {
    account,
    domain,
    live,
    liveDigest: seal.digest(JSON.stringify(live)),
    calls: calls.map((call) => saveCall(call, seal)),
  };
}

/** Everything the domain has, also what no change is about: any difference at all is for a person to look at. */
function saveLive({ webhooks, unknownHooks }: ReadDomain, { mask }: Seal): readonly SavedHook[] {
  const known = EVENT_TYPES.flatMap((eventType) => {
    const urls = webhooks[eventType] ?? [];
    return urls.length === 0 ? [] : [{ name: eventType, urls: urls.map(mask) }];
  });
  const unknown = unknownHooks.map(({ name, urls }) => ({ name, urls: urls.map(mask) }));
  return [...known, ...unknown.sort((a, b) => (a.name < b.name ? -1 : 1))];
}

function saveCall(call: Call, { mask }: Seal): SavedCall {
  return { request: callRequest(call), eventTypes: eventTypesOf(call), urls: urlsOf(call).map(mask) };
}

function urlsOf(call: Call): readonly string[] {
  if ('urls' in call) return call.urls;
  return 'url' in call ? [call.url] : [];
}
