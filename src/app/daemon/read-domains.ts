import type { DomainName } from '../../model/domain-name.ts';
import type { UnreadReason } from '../../model/domain-state.ts';
import type { Priority } from '../../ports/rate-budget.ts';
import { AccountHalt } from '../account-halt.ts';
import { forEachLimited } from '../for-each.ts';
import { DOMAINS_AT_ONCE, readDomain } from '../observe.ts';
import { SilenceWatch } from '../silence-watch.ts';
import type { AccountParts } from './account-parts.ts';
import type { DomainBook } from './domain-book.ts';

/** What became of reading some domains. */
export interface ReadingEnded {
  /** Those that were not asked for, because the reading was interrupted or the account halted. */
  readonly left: readonly DomainName[];
  /** Why the account is halted. */
  readonly halted?: string;
}

/** Reads domains into the book until all are read, the signal is aborted, or the account has to be halted. */
export async function readDomains(
  { account, ports }: AccountParts,
  book: DomainBook,
  reading: {
    readonly domains: readonly DomainName[];
    readonly priority: Priority;
    readonly signal: AbortSignal;
  },
): Promise<ReadingEnded> {
  const { domains, priority, signal } = reading;
  const halt = new AccountHalt(account.name, ports.journal, signal);
  const silence = new SilenceWatch(halt);
  const left: DomainName[] = [];
  await forEachLimited(domains, DOMAINS_AT_ONCE, async (domain) => {
    const state = await readDomain(ports, { account: account.name, domain }, { priority, halt });
    if (state.kind === 'unread' && state.reason.code === 'stopped') {
      left.push(domain);
      return;
    }
    silence.heard(state);
    const before = book.get(domain)?.unread;
    book.noteRead(state);
    if (state.kind === 'unread') {
      ports.journal.record({ kind: 'read-failed', state, again: sameReason(before, state.reason) });
    }
  });
  return halt.halted ? { left, halted: halt.reason ?? '' } : { left };
}

function sameReason(a: UnreadReason | undefined, b: UnreadReason): boolean {
  return a?.code === b.code && a.message === b.message;
}
