import type { Account } from '../model/account.ts';
import { type DomainKey, domainText, type UnreadDomain } from '../model/domain-state.ts';
import { sameUrls } from '../model/webhooks.ts';
import type { DomainPlan, Plan } from './plan.ts';
import {
  type SavedAccount,
  type SavedCall,
  type SavedDomain,
  type SavedHook,
  type SavedPlan,
  type Seal,
  saveDomain,
} from './saved-plan.ts';

/** Where and when a saved plan is to be carried out. */
export interface Surroundings {
  readonly toolVersion: string;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  readonly configurationDigest: string;
  readonly accounts: readonly Account[];
}

/** Why a saved plan may not be carried out here and now, one sentence each; found out before Mailgun is asked. */
export function whyUnfit(saved: SavedPlan, here: Surroundings): readonly string[] {
  const tools = `it was made by mghooks ${saved.toolVersion}, and this is mghooks ${here.toolVersion}`;
  return [
    ...(releaseLine(saved.toolVersion) === releaseLine(here.toolVersion) ? [] : [tools]),
    ...(here.nowMs < saved.expiresMs ? [] : [`it expired at ${new Date(saved.expiresMs).toISOString()}`]),
    ...(saved.configurationDigest === here.configurationDigest
      ? []
      : ['the configuration has changed since it was made']),
    ...saved.accounts.flatMap((account) => whyOtherAccount(account, here.accounts)),
  ];
}

/** What may change how a plan is made: the major version, and below 1.0 the minor one (semver.org, item 4). */
function releaseLine(version: string): string {
  const [major = '', minor = ''] = version.split('.');
  return major === '0' ? `0.${minor}` : major;
}

function whyOtherAccount(saved: SavedAccount, accounts: readonly Account[]): readonly string[] {
  const account = accounts.find(({ name }) => name === saved.name);
  if (account === undefined) return [`its account '${saved.name}' is not in the configuration`];
  const placeOf = ({ baseUrl, subaccount }: Pick<Account, 'baseUrl' | 'subaccount'>) =>
    subaccount === undefined ? baseUrl : `subaccount ${subaccount} at ${baseUrl}`;
  if (placeOf(account) === placeOf(saved)) return [];
  return [`its account '${saved.name}' is ${placeOf(saved)}, and in the configuration ${placeOf(account)}`];
}

/** How a domain is no longer as a saved plan found it. */
export interface Moved extends DomainKey {
  /** What is not about single hooks, such as that the domain could not be read. */
  readonly reason?: string;
  readonly hooks: readonly MovedHook[];
}

/** URLs are masked. */
export interface MovedHook {
  readonly name: string;
  readonly was: readonly string[];
  readonly is: readonly string[];
}

/**
 * Compares a saved plan with the plan that was made again of its domains. Nothing is left if every domain has what it
 * had and would get the same calls.
 */
export function whatMoved(saved: SavedPlan, now: Plan, seal: Seal): readonly Moved[] {
  const planned = new Map(now.domains.map((domain) => [domainText(domain), domain]));
  const unread = new Map(now.unread.map((state) => [domainText(state), state]));
  return saved.domains.flatMap((domain) => {
    const key = domainText(domain);
    const moved = domainMoved(domain, { planned: planned.get(key), unread: unread.get(key) }, seal);
    return moved === undefined ? [] : [{ account: domain.account, domain: domain.domain, ...moved }];
  });
}

/** What became of a domain when it was planned again; neither, if the configuration does not have it. */
interface Again {
  readonly planned: DomainPlan | undefined;
  readonly unread: UnreadDomain | undefined;
}

function domainMoved(
  saved: SavedDomain,
  { planned, unread }: Again,
  seal: Seal,
): Omit<Moved, keyof DomainKey> | undefined {
  if (planned === undefined) {
    const why = unread?.reason.message;
    return { reason: why === undefined ? 'it is not in the configuration' : `not read: ${why}`, hooks: [] };
  }
  const again = saveDomain(planned, seal);
  if (again.liveDigest !== saved.liveDigest) return { hooks: movedHooks(saved.live, again.live) };
  if (sameCalls(again.calls, saved.calls)) return undefined;
  return { reason: 'it would take other calls', hooks: [] };
}

function movedHooks(before: readonly SavedHook[], after: readonly SavedHook[]): readonly MovedHook[] {
  const urlsOf = (hooks: readonly SavedHook[], name: string) =>
    hooks.find((hook) => hook.name === name)?.urls ?? [];
  const names = new Set([...before, ...after].map(({ name }) => name));
  return [...names]
    .map((name) => ({ name, was: urlsOf(before, name), is: urlsOf(after, name) }))
    .filter(({ was, is }) => !sameUrls(was, is));
}

function sameCalls(a: readonly SavedCall[], b: readonly SavedCall[]): boolean {
  return JSON.stringify(a.map(callParts)) === JSON.stringify(b.map(callParts));
}

function callParts({ request, eventTypes, urls }: SavedCall): readonly unknown[] {
  return [request, eventTypes, urls];
}
