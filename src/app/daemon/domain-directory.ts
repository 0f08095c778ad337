import type { DesiredDomain, DesiredState, Doubt } from '../../model/desired-state.ts';
import type { DomainName } from '../../model/domain-name.ts';
import { expandPatterns, unmatchedPatterns } from '../../plan/expand-patterns.ts';
import { AccountHalt } from '../account-halt.ts';
import { listDomains } from '../observe.ts';
import type { AccountParts } from './account-parts.ts';

export interface Listed {
  /** Whether patterns match other domains than before. */
  readonly changed: boolean;
  /** Why the account has to be halted. */
  readonly halted?: string;
}

const NOTHING: DesiredState = { domains: [], patterns: [], doubts: [] };

/** Which domains the configuration means: those it names, and those of the account that its patterns match. */
export class DomainDirectory {
  readonly #parts: AccountParts;
  #desired: DesiredState = NOTHING;
  #names: readonly DomainName[] | undefined;
  #asked = false;
  /** What a person should know about the patterns, such as one that matches nothing. */
  notes: readonly string[] = [];
  /** How often in a row the domains of the account could not be listed. */
  failures = 0;

  constructor(parts: AccountParts) {
    this.#parts = parts;
  }

  setDesired(desired: DesiredState): void {
    this.#desired = desired;
  }

  /** Why a part of the configuration may be missing. */
  get doubts(): readonly Doubt[] {
    return this.#desired.doubts;
  }

  /** Whether there are patterns, and Mailgun was never asked for the domains of the account. */
  get mustBeListed(): boolean {
    return this.#desired.patterns.length > 0 && !this.#asked;
  }

  /** As far as the domains of the account are known. */
  desiredDomains(): readonly DesiredDomain[] {
    const names = new Map([[this.#parts.account.name, this.#names ?? []]]);
    return expandPatterns(this.#desired, names);
  }

  /** Asks Mailgun for the domains of the account, if there is a pattern. A list that fails leaves the last one. */
  async list(signal: AbortSignal): Promise<Listed> {
    const { patterns } = this.#desired;
    if (patterns.length === 0) return { changed: false };
    const { account, ports } = this.#parts;
    const halt = new AccountHalt(account.name, ports.journal, signal);
    const listed = await listDomains(ports, account.name, halt);
    if (signal.aborted) return { changed: false };
    this.#asked = true;
    this.failures = listed.kind === 'unread' ? this.failures + 1 : 0;
    if (listed.kind === 'unread') {
      this.#note([`the domains of the account could not be listed: ${listed.reason.message}`]);
      return halt.halted ? { changed: false, halted: listed.reason.message } : { changed: false };
    }
    this.notes = unmatchedPatterns(patterns, listed.domains).map(
      (pattern) => `the pattern ${pattern} matches no domain of the account`,
    );
    const before = this.#names;
    this.#names = listed.domains;
    return { changed: before === undefined || before.join(' ') !== listed.domains.join(' ') };
  }

  /** The log says once what the status page shows for as long as it is so. */
  #note(notes: readonly string[]): void {
    const { account, ports } = this.#parts;
    for (const message of notes.filter((note) => !this.notes.includes(note))) {
      const what = { level: 'warn', event: 'account-note', account: account.name, message } as const;
      ports.journal.record({ kind: 'notice', ...what });
    }
    this.notes = notes;
  }
}
