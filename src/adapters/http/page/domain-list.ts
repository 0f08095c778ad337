import type { AccountName } from '../../../model/account.ts';
import type { DomainStatus, Status } from '../../../ports/status.ts';
import type { PageQuery } from './page-query.ts';
import { CONDITION_LOOKS } from './tone.ts';

const PAGE_SIZE = 100;

export interface ListedDomain {
  readonly account: AccountName;
  readonly status: DomainStatus;
}

/** One page of the domains that match. */
export interface DomainList {
  readonly total: number;
  readonly matching: number;
  /** From 1; the last one if a later one was asked for. */
  readonly page: number;
  readonly pages: number;
  /** How many come before the first of `shown`. */
  readonly skipped: number;
  readonly shown: readonly ListedDomain[];
}

/** Domains that match the query: what needs a person first, then by account and name as the status has them. */
export function listDomains({ accounts }: Status, query: PageQuery): DomainList {
  const all = accounts.flatMap(({ account, domains }) => domains.map((status) => ({ account, status })));
  const matching = all.filter((listed) => matches(listed, query));
  const order = new Map([...CONDITION_LOOKS.keys()].map((condition, index) => [condition, index]));
  const rank = ({ status }: ListedDomain): number => order.get(status.condition) ?? order.size;
  const sorted = [...matching].sort((one, other) => rank(one) - rank(other));
  const pages = Math.max(1, Math.ceil(matching.length / PAGE_SIZE));
  const page = Math.min(query.page, pages);
  const skipped = (page - 1) * PAGE_SIZE;
  return {
    total: all.length,
    matching: matching.length,
    page,
    pages,
    skipped,
    shown: sorted.slice(skipped, skipped + PAGE_SIZE),
  };
}

function matches({ account, status }: ListedDomain, query: PageQuery): boolean {
  if (query.account !== undefined && account !== query.account) return false;
  if (query.state === 'out-of-sync' && status.condition === 'in-sync') return false;
  if (query.state !== undefined && query.state !== 'out-of-sync' && status.condition !== query.state)
    return false;
  return status.domain.toLowerCase().includes(query.text);
}
