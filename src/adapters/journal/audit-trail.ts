import type { Account, AccountName } from '../../model/account.ts';
import type { Secret } from '../../model/secret.ts';
import type { Fingerprint } from '../../model/url-mask.ts';
import type { AppliedCall, AuditTrail } from '../../ports/audit-trail.ts';
import { type Author, appliedCallOf, entryOf, mapUrls } from './audit-entry.ts';
import { lineOf } from './audit-line.ts';
import { openEntry } from './open-entry.ts';
import { type StoredUrl, storeUrl } from './sealed-url.ts';
import { appendLine } from './trail-file.ts';
import { trailName } from './trail-name.ts';
import { readTrail, type TrailProblem } from './trail-reading.ts';

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
 * The audit trail on disk: one file for each account, in the state folder, that only its owner can read. It is kept
 * for people; nothing that is written to Mailgun waits for more than a moment for it, or depends on it.
 *
 * | what happens                           | then                                                              |
 * |----------------------------------------|-------------------------------------------------------------------|
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
    record: (applied) => trailOf(applied.call.account).record(applied),
    since: (account, fromMs) => trailOf(account).since(fromMs),
  };
}

class AccountTrail {
  readonly #options: AuditTrailOptions;
  readonly #account: AuditedAccount;
  readonly #trail: string;
  /** Resolves when the last entry is safe: one line after the other. */
  #last: Promise<void> = Promise.resolve();
  #keepsFailing = false;
  readonly #told = new Set<string>();

  constructor(options: AuditTrailOptions, account: AuditedAccount) {
    this.#options = options;
    this.#account = account;
    this.#trail = trailName(account);
  }

  record(applied: AppliedCall): Promise<void> {
    this.#last = this.#last.then(() => this.#append(applied));
    return this.#last;
  }

  async since(fromMs: number): Promise<readonly AppliedCall[]> {
    const { entries, problems } = await readTrail(this.#options.folder, this.#trail, fromMs);
    for (const problem of problems) this.#tellOnce(problem);
    const key = this.#account.key();
    return entries.flatMap((entry) => {
      const { opened, unopened } = openEntry(entry, key);
      return unopened.length === 0 ? [appliedCallOf(opened)] : [];
    });
  }

  async #append(applied: AppliedCall): Promise<void> {
    const { folder, freshBytes, bytesMax = BYTES_MAX, filesMax = FILES_MAX } = this.#options;
    try {
      const file = { folder, trail: this.#trail, freshBytes, bytesMax, filesMax };
      await appendLine(file, this.#lineOf(applied));
      this.#keepsFailing = false;
    } catch (error) {
      if (!this.#keepsFailing)
        this.#options.notify(this.#account.name, { kind: 'not-kept', why: reasonOf(error) });
      this.#keepsFailing = true;
    }
  }

  #lineOf(applied: AppliedCall): string {
    const { author, fingerprint, freshBytes } = this.#options;
    const sealing = { key: this.#account.key(), fingerprint, freshBytes };
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
