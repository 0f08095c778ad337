import { type AuditEntry, type Author, appliedCallOf } from '../adapters/journal/audit-entry.ts';
import { openEntry } from '../adapters/journal/open-entry.ts';
import { SealKeys } from '../adapters/journal/seal-keys.ts';
import type { StoredUrl } from '../adapters/journal/sealed-url.ts';
import type { Account } from '../model/account.ts';
import { type Undo, undosOf } from '../plan/reverse-plan.ts';
import type { Configuration } from '../ports/configuration-source.ts';
import { apiKeyOf, type KeyRing } from './api-keys.ts';
import { required } from './compose.ts';
import { UsageError } from './exit-code.ts';

/** A plan of the audit trail, opened with the API keys of its accounts. */
export interface Recalled {
  readonly planId: string;
  readonly author: Author;
  /** Of its last call, in milliseconds since 1970. */
  readonly lastAtMs: number;
  readonly calls: number;
  /** Calls that nobody knows the outcome of. */
  readonly unknown: number;
  readonly undos: readonly Undo[];
  /** Webhooks that cannot be brought back, with the URLs that no key of today opens, masked. */
  readonly lost: readonly LostUndo[];
}

export interface LostUndo {
  readonly undo: Undo;
  readonly urls: readonly string[];
}

export interface RecallRequest {
  /** Of one plan, oldest first within each account. */
  readonly entries: readonly AuditEntry<StoredUrl>[];
  readonly configuration: Configuration;
  /** Names of accounts, to leave the others out; absent, all belong to it. */
  readonly accounts: readonly string[] | undefined;
}

/** @throws UsageError if the configuration does not know an account of the plan, or there is no key for it */
export function recallPlan(ring: KeyRing, { entries, configuration, accounts }: RecallRequest): Recalled {
  const own = entries.filter(({ account }) => accounts?.includes(account) ?? true);
  const last = own.at(-1);
  if (last === undefined)
    throw new UsageError(`That plan changed nothing on account '${accounts?.join("', '")}'`);
  const keys = keysFor(ring, own, configuration.accounts);
  const sealKeys = new Map([...keys.keys()].map((name) => [name, new SealKeys()] as const));
  const opened = own.map((entry) =>
    openEntry(entry, required(keys, entry.account)(), required(sealKeys, entry.account)),
  );
  const unopened = new Set(opened.flatMap((each) => each.unopened));
  const undos = undosOf(opened.map((each) => appliedCallOf(each.opened)));
  const lost = undos.flatMap((undo) => {
    const urls = [...undo.before, ...undo.left.flat()].filter((url) => unopened.has(url));
    return urls.length === 0 ? [] : [{ undo, urls: [...new Set(urls)].sort() }];
  });
  return {
    planId: last.planId,
    author: last.author,
    lastAtMs: Math.max(...own.map(({ atMs }) => atMs)),
    calls: own.length,
    unknown: own.filter(({ outcome }) => outcome === 'unknown').length,
    undos: undos.filter((undo) => lost.every((each) => each.undo !== undo)),
    lost,
  };
}

/** Asked for each account of the plan, so that a key that is missing is said before anything is read. */
function keysFor(ring: KeyRing, entries: readonly AuditEntry<StoredUrl>[], configured: readonly Account[]) {
  const places = new Map(entries.map(({ account, baseUrl }) => [account, baseUrl]));
  return new Map(
    [...places].map(([name, baseUrl]) => {
      const account = configured.find((each) => each.name === name && each.baseUrl === baseUrl);
      if (account !== undefined) return [name, apiKeyOf(account, ring)] as const;
      throw new UsageError(
        `The plan was carried out on account '${name}' at ${baseUrl}, which the configuration does not have`,
      );
    }),
  );
}
