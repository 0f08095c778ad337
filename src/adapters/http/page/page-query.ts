import { DOMAIN_CONDITIONS, type DomainCondition } from '../../../ports/status.ts';

/** `out-of-sync`: every state but `in-sync`. */
export type StateFilter = DomainCondition | 'out-of-sync';

/** What the page is asked to show; all of it stands in the address, so that a view can be shared. */
export interface PageQuery {
  /** Part of a domain name, lower case. */
  readonly text: string;
  readonly state?: StateFilter;
  readonly account?: string;
  /** From 1. */
  readonly page: number;
  /** Seconds after which the browser loads the page again. */
  readonly refreshSeconds?: number;
}

const FILTERS: readonly StateFilter[] = ['out-of-sync', ...DOMAIN_CONDITIONS];
const TEXT_LENGTH_MAX = 253;
const REFRESH_SECONDS_MIN = 5;
const REFRESH_SECONDS_MAX = 3600;

/** Reads the query of the address. What makes no sense is left out: a page that somebody looks at has no use for an error. */
export function readPageQuery(parameters: URLSearchParams): PageQuery {
  const state = FILTERS.find((filter) => filter === parameters.get('state'));
  const account = parameters.get('account') ?? '';
  const refreshSeconds = wholeNumber(parameters.get('refresh'));
  const refreshes =
    refreshSeconds !== undefined &&
    refreshSeconds >= REFRESH_SECONDS_MIN &&
    refreshSeconds <= REFRESH_SECONDS_MAX;
  return {
    text: (parameters.get('q') ?? '').trim().toLowerCase().slice(0, TEXT_LENGTH_MAX),
    page: Math.max(1, wholeNumber(parameters.get('page')) ?? 1),
    ...(state === undefined ? {} : { state }),
    ...(account === '' ? {} : { account }),
    ...(refreshes ? { refreshSeconds } : {}),
  };
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** The address of a view, relative, so that it works behind any path; a new filter starts at its first page. */
export function hrefOf(query: Partial<PageQuery>, place = ''): string {
  const { text = '', state, account, page = 1, refreshSeconds } = query;
  const parameters = new URLSearchParams({
    ...(text === '' ? {} : { q: text }),
    ...(state === undefined ? {} : { state }),
    ...(account === undefined ? {} : { account }),
    ...(page === 1 ? {} : { page: String(page) }),
    ...(refreshSeconds === undefined ? {} : { refresh: String(refreshSeconds) }),
  });
  return `./${parameters.size === 0 ? '' : `?${parameters}`}${place}`;
}
