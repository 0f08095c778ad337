import type { DomainName } from '../../model/domain-name.ts';
import type { DomainList } from '../../ports/mailgun-api.ts';
import type { Spending } from '../../ports/rate-budget.ts';
import { decodeDomainPage } from './domain-page.ts';
import type { Read } from './patient-read.ts';
import { judge, type Verdict } from './verdict.ts';

/** The most Mailgun gives on one page. */
const PAGE_SIZE = 1000;
/** A domain that is added or removed between two pages moves the others: then everything is read again. */
const LISTINGS_MAX = 2;

interface Listing {
  readonly domains: ReadonlySet<DomainName>;
  /** How many domains there are, as each page said: one number, unless something changed meanwhile. */
  readonly counts: ReadonlySet<number>;
}

/** All domains of the account, sorted by name; nothing if the pages do not hold what Mailgun counts. */
export async function listAllDomains(read: Read, spending: Spending): Promise<DomainList> {
  let mismatch = '';
  for (let listings = 0; listings < LISTINGS_MAX; listings += 1) {
    const listing = await listPages(read, spending);
    if ('reason' in listing) return { kind: 'unread', reason: listing.reason };
    const { domains, counts } = listing.value;
    if ([...counts].every((count) => count === domains.size)) {
      return { kind: 'read', domains: [...domains].sort() };
    }
    mismatch = `Mailgun counts ${[...counts].join(' and ')} domains, but its pages hold ${domains.size}`;
  }
  return { kind: 'unread', reason: { code: 'unexpected-answer', message: mismatch } };
}

async function listPages(read: Read, spending: Spending): Promise<Verdict<Listing>> {
  const domains = new Set<DomainName>();
  const counts = new Set<number>();
  for (let skip = 0; ; skip += PAGE_SIZE) {
    const verdict = judge(await read(pageRequest(skip), spending), decodeDomainPage);
    if ('reason' in verdict) return verdict;
    const page = verdict.value;
    const knownBefore = domains.size;
    for (const domain of page.domains) domains.add(domain);
    if (page.totalCount !== undefined) counts.add(page.totalCount);
    const complete = page.domains.length < PAGE_SIZE || page.totalCount === domains.size;
    // A full page with nothing new comes from a server that does not turn pages.
    if (complete || domains.size === knownBefore) return { value: { domains, counts } };
  }
}

/** Sorted by name: the default order, newest first, would shift whenever a domain is added. */
function pageRequest(skip: number) {
  const query = [
    ['limit', `${PAGE_SIZE}`],
    ['sort', 'name:asc'],
    ['skip', `${skip}`],
  ] as const;
  return { method: 'GET', segments: ['v4', 'domains'], query } as const;
}
