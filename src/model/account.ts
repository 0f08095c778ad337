/** The name of an account in the configuration; it never leaves this machine. */
export type AccountName = string & { readonly __brand: 'AccountName' };

export function accountName(name: string): AccountName {
  return name as AccountName;
}

/** Where the API key of an account is found. The key itself is never part of the configuration. */
export type KeySource = { readonly env: string } | { readonly file: string };

/** The most deletions one pass may make on an account before a person has to say yes. */
export interface GuardLimits {
  /** Deliveries (a URL on an event type) that one pass may remove. */
  readonly maxDeletes: number;
  /** The same as a percentage, 0 to 100, of all deliveries the pass found on the account. */
  readonly maxDeletePercent: number;
  /** Whether deletions need a person as long as the configuration is not whole for sure; see `Doubt`. */
  readonly requireEndMark: boolean;
}

/** `auto` mixes the v3 and the v4 calls as takes the fewest; `v3` uses the v3 calls alone. */
export type WriteApi = 'auto' | 'v3';

export interface Account {
  readonly name: AccountName;
  /** The origin requests go to, without a trailing slash, such as `https://api.mailgun.net`. */
  readonly baseUrl: string;
  readonly apiKey: KeySource;
  /** Our share of the account's limit, 1 to 300. */
  readonly requestsPerMinute: number;
  readonly guard: GuardLimits;
  /** Id of a subaccount that requests are made for; it spends the budget of the parent. */
  readonly subaccount?: string;
  readonly writeApi: WriteApi;
}

/** Base URLs by region. Source: `servers` of the vendor's OpenAPI document. */
export const REGION_BASE_URLS = {
  us: 'https://api.mailgun.net',
  eu: 'https://api.eu.mailgun.net',
} as const;

/** Requests a minute that Mailgun allows an account (vendor documentation of webhooks and domains). */
export const REQUESTS_PER_MINUTE_MAX = 300;

export const DEFAULT_GUARD: GuardLimits = { maxDeletes: 10, maxDeletePercent: 30, requireEndMark: true };
