import type { Account, AccountName } from '../../model/account.ts';
import type { Secret } from '../../model/secret.ts';
import type { Fingerprint } from '../../model/url-mask.ts';
import type { AppliedCall, AuditTrail, IntendedCall } from '../../ports/audit-trail.ts';
import { type Author, appliedCallOf, entryOf, mapUrls } from './audit-entry.ts';
import { lineOf } from './audit-line.ts';
import { openEntry } from './open-entry.ts';
import { keepPending, type PendingPlace, readPending, removePending } from './pending-file.ts';
import { SealKeys } from './seal-keys.ts';
import { type StoredUrl, storeUrl } from './sealed-url.ts';
import { appendLine } from './trail-file.ts';
import { trailName } from './trail-name.ts';
import { inOrder } from './trail-order.ts';
import { type TrailProblem, trailSlices } from './trail-reading.ts';

/** Something a person should know about the trail of an account. */
export type AuditNotice = { readonly kind: 'not-kept'; readonly why: string } | TrailProblem;

export interface AuditedAccount extends Pick<Account, 'name' | 'baseUrl'> {
  /** Seals and opens the URLs that hold credentials. Asked for each entry, so that a rotated key is used at once. */
  readonly key: () => Secret;
}

export interface AuditTrailOptions {
  readonly folder: string;
  readonly accounts: readonly AuditedAccount[];
  readonly author: Author;
  readonly fingerprint: Fingerprint;
  readonly freshBytes: (count: number) => Uint8Array;
  readonly notify: (account: AccountName, notice: AuditNotice) => void;
  readonly bytesMax?: number;
  readonly filesMax?: number;
}

const BYTES_MAX = 10 * 1024 * 1024;
const FILES_MAX = 5;

/**
 * What is read back at most: twice what an account can write in the ten minutes that the guard looks back. A long
 * history must not fill the memory of who asks, or keep it busy.
 */
const CALLS_MAX = 6000;

/** Nobody settles a call any more that was begun so long ago: one that Mailgun throttles is given up within an hour. */
const LEFT_BEHIND_MS = 70 * 60_000;

/**
 * The audit trail on disk: one file for each account, in the state folder, that only its owner can read. It is kept
 * for people; nothing that is written to Mailgun waits for more than a moment for it, or depends on it.
 *
 * Each call stands in a file of its own while it is under way, written before it leaves; then its line is appended, and
 * the file removed. So a line is a call, and a call that was under way when the process was killed is not forgotten.
 *
 * | what happens                           | then                                                              |
 * |----------------------------------------|-------------------------------------------------------------------|
 * | killed while a call was under way       | its outcome is unknown; the next process makes a line of it        |
 * | the folder cannot be written           | said once until it works again; the entry is lost                  |
 * | a line was cut short or damaged        | it is skipped when read, and said                                  |
 * | a file is full                         | it is set aside; five are kept, 50 MB an account                   |
 * | a URL was sealed with another API key  | its entry is left out of `since`, which is for machines            |
 */
export function openAuditTrail(options: AuditTrailOptions): AuditTrail {
  const trails = new Map(
    options.accounts.map((account) => [account.name, new AccountTrail(options, account)]),
  );
  const trailOf = (account: AccountName) => {
    const trail = trails.get(account);
    if (trail === undefined) throw new TypeError(`No audit trail was opened for account '${account}'`);
    return trail;
  };
  return {
    begin: (intended) => trailOf(intended.call.account).begin(intended),
    record: (applied) => trailOf(applied.call.account).record(applied),
    drop: (intended) => trailOf(intended.call.account).drop(intended),
    since: (account, fromMs) => trailOf(account).since(fromMs),
  };
}

class AccountTrail {
  readonly #options: AuditTrailOptions;
  readonly #account: AuditedAccount;
  readonly #place: PendingPlace;
  readonly #keys = new SealKeys();
  /** Resolves when the last entry is safe: one line after the other. */
  #last: Promise<void> = Promise.resolve();
  #hasTakenOver = false;
  /** What could not be written the last time. */
  readonly #failing = new Set<'pending' | 'line'>();
  readonly #told = new Set<string>();

  constructor(options: AuditTrailOptions, account: AuditedAccount) {
    this.#options = options;
    this.#account = account;
    this.#place = { folder: options.folder, trail: trailName(account) };
  }

  async begin(intended: IntendedCall): Promise<void> {
    if (!this.#hasTakenOver) {
      this.#hasTakenOver = true;
      this.#last = this.#last.then(() => this.#takeOver(intended.atMs - LEFT_BEHIND_MS));
    }
    await this.#keep('pending', () =>
      keepPending(this.#place, intended.id, this.#lineOf({ ...intended, outcome: 'unknown' })),
    );
  }

  record(applied: AppliedCall): Promise<void> {
    this.#last = this.#last.then(() => this.#settle(applied.id, () => this.#lineOf(applied)));
    return this.#last;
  }

  async drop({ id }: IntendedCall): Promise<void> {
    await removePending(this.#place, id);
  }

  async since(fromMs: number): Promise<readonly AppliedCall[]> {
    const key = this.#account.key();
    const calls: AppliedCall[] = [];
    const reach = { fromMs, tell: (problem: TrailProblem) => this.#tellOnce(problem) };
    for await (const slice of trailSlices(this.#place, reach)) {
      for (const entry of slice) {
        const { opened, unopened } = openEntry(entry, key, this.#keys);
        if (unopened.length === 0) calls.push(appliedCallOf(opened));
      }
      if (calls.length >= CALLS_MAX) break;
    }
    return inOrder(calls);
  }

  /** What another process was killed over becomes a line. Two that do so at once make two of it, which are one call. */
  async #takeOver(beforeMs: number): Promise<void> {
    for (const { entry, line } of await readPending(this.#place)) {
      if (entry.atMs < beforeMs) await this.#settle(entry.id, () => line);
    }
  }

  /** A call whose line cannot be kept stays under way: that much is known of it. */
  async #settle(id: string | undefined, line: () => string): Promise<void> {
    const { freshBytes, bytesMax = BYTES_MAX, filesMax = FILES_MAX } = this.#options;
    const isKept = await this.#keep('line', () =>
      appendLine({ ...this.#place, freshBytes, bytesMax, filesMax }, line()),
    );
    if (isKept && id !== undefined) await removePending(this.#place, id);
  }

  async #keep(what: 'pending' | 'line', write: () => Promise<void>): Promise<boolean> {
    try {
      await write();
      this.#failing.delete(what);
      return true;
    } catch (error) {
      if (this.#failing.size === 0)
        this.#options.notify(this.#account.name, { kind: 'not-kept', why: reasonOf(error) });
      this.#failing.add(what);
      return false;
    }
  }

  #lineOf(applied: AppliedCall): string {
    const { author, fingerprint, freshBytes } = this.#options;
    const sealing = { key: this.#account.key(), fingerprint, freshBytes, keys: this.#keys };
    const stored = new Map<string, StoredUrl>();
    // Most URLs of an entry stand in it more than once.
    const store = (url: string): StoredUrl => {
      const form = stored.get(url) ?? storeUrl(url, sealing);
      stored.set(url, form);
      return form;
    };
    return lineOf(mapUrls(entryOf(applied, { baseUrl: this.#account.baseUrl, author }), store));
  }

  #tellOnce(problem: TrailProblem): void {
    const text = JSON.stringify(problem);
    if (this.#told.has(text)) return;
    this.#told.add(text);
    this.#options.notify(this.#account.name, problem);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  return 'code' in error ? String(error.code) : error.message;
}
