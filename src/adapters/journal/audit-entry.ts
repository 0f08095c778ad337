import type { DomainKey } from '../../model/domain-state.ts';
import { EVENT_TYPES, type EventType } from '../../model/event-type.ts';
import { buildWebhooks } from '../../model/webhooks.ts';
import type { AppliedCall } from '../../ports/audit-trail.ts';

/** Who made a change, as far as the process could tell. */
export interface Author {
  readonly who: string;
  /** The commit of the configuration, where a pipeline says so. */
  readonly commit?: string;
  /** Where the run of the pipeline can be looked at. */
  readonly run?: string;
}

const AUTHOR_TEXT_MAX = 200;

/** What is said about an author, short and free of what a terminal would obey. */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').slice(0, AUTHOR_TEXT_MAX);
}

/**
 * A call that was carried out, or may have been, as the audit trail keeps it. `U` is how URLs are held: as text, or as `StoredUrl` in a
 * file, where no credential may stand.
 */
export interface AuditEntry<U = string> extends DomainKey {
  /** No other call has it. Absent, like `runId`, in lines of older versions. */
  readonly id?: string;
  /** Tells the times apart that one plan was carried out. */
  readonly runId?: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly planId: string;
  /** The origin that the requests of the account go to. */
  readonly baseUrl: string;
  readonly author: Author;
  readonly call: AuditCall<U>;
  readonly before: UrlsByEventType<U>;
  readonly after: UrlsByEventType<U>;
  /** The answer was lost: Mailgun may have carried it out or not. `after` is what it was to make. */
  readonly outcome?: 'unknown';
}

/** `Call` without its domain. */
export type AuditCall<U = string> =
  | { readonly kind: 'v3-create' | 'v3-update'; readonly eventType: EventType; readonly urls: readonly U[] }
  | { readonly kind: 'v3-delete'; readonly eventType: EventType }
  | { readonly kind: 'v4-create' | 'v4-update'; readonly url: U; readonly eventTypes: readonly EventType[] }
  | { readonly kind: 'v4-delete'; readonly urls: readonly U[] };

export type UrlsByEventType<U> = { readonly [E in EventType]?: readonly U[] };

export function entryOf(
  { call, before, after, outcome, ...names }: AppliedCall,
  { baseUrl, author }: Pick<AuditEntry, 'baseUrl' | 'author'>,
): AuditEntry {
  const { account, domain, ...rest } = call;
  const lost = outcome === undefined ? {} : { outcome };
  return { ...names, account, baseUrl, domain, author, call: rest, before, after, ...lost };
}

export function appliedCallOf({ account, domain, baseUrl, author, ...entry }: AuditEntry): AppliedCall {
  return {
    ...entry,
    call: { account, domain, ...entry.call },
    before: buildWebhooks((eventType) => entry.before[eventType]),
    after: buildWebhooks((eventType) => entry.after[eventType]),
  };
}

/** The same entry with every URL in another form. */
export function mapUrls<A, B>(entry: AuditEntry<A>, convert: (url: A) => B): AuditEntry<B> {
  return {
    ...entry,
    call: mapCall(entry.call, convert),
    before: mapWebhooks(entry.before, convert),
    after: mapWebhooks(entry.after, convert),
  };
}

function mapCall<A, B>(call: AuditCall<A>, convert: (url: A) => B): AuditCall<B> {
  switch (call.kind) {
    case 'v3-delete':
      return call;
    case 'v4-create':
    case 'v4-update':
      return { ...call, url: convert(call.url) };
    default:
      return { ...call, urls: call.urls.map(convert) };
  }
}

function mapWebhooks<A, B>(webhooks: UrlsByEventType<A>, convert: (url: A) => B): UrlsByEventType<B> {
  const mapped: { [E in EventType]?: readonly B[] } = {};
  for (const eventType of EVENT_TYPES) {
    const urls = webhooks[eventType];
    if (urls !== undefined) mapped[eventType] = urls.map(convert);
  }
  return mapped;
}
