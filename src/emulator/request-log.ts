import type { IncomingMessage } from 'node:http';
import { keyId, presentedKey } from './authentication.ts';
import type { Fields } from './form-fields.ts';
import {
  addressedDomain,
  addressedEventTypes,
  pathSegments,
  type ReceivedRequest,
} from './received-request.ts';

/** One request as it arrived, and what became of it. Holds no credentials. */
export interface LoggedRequest {
  /** Counts from 1, in the order of arrival. */
  readonly id: number;
  /** When the head of the request arrived, on the emulator's clock. */
  readonly atMs: number;
  readonly method: string;
  /** Path, percent-decoded, without the query. */
  readonly path: string;
  /** Path and query exactly as sent. */
  readonly target: string;
  /** The domain in the path, percent-decoded, as sent otherwise. */
  readonly domain?: string;
  /** The event types it is about: in the path, in `id` or in `event_types`. */
  readonly eventTypes: readonly string[];
  /** Fields of the body and of the query; empty until the body has arrived. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** Names in lower case, without those that carry credentials. */
  readonly headers: Readonly<Record<string, string>>;
  /** Which key was presented, as in `X-Mailgun-Key-Id`; absent if there was none. Never the key. */
  readonly keyId?: string;
  /** Status of the answer; absent while there is none. */
  readonly status?: number;
}

/** Requests kept; the oldest ones are dropped, so that an emulator can run for months. */
const REQUESTS_MAX = 100_000;

const CREDENTIAL_HEADERS: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie']);

/** Everything that has arrived, in order. */
export class RequestLog {
  readonly #entries = new Map<number, LoggedRequest>();
  #lastId = 0;

  /** A request has begun to arrive. */
  open(message: IncomingMessage, atMs: number): LoggedRequest {
    this.#lastId += 1;
    const target = message.url ?? '/';
    const segments = pathSegments(target.split('?')[0] ?? '');
    const domain = addressedDomain(segments);
    const key = presentedKey(message.headers.authorization);
    const entry: LoggedRequest = {
      id: this.#lastId,
      atMs,
      method: message.method ?? 'GET',
      path: `/${segments.join('/')}`,
      target,
      ...(domain === undefined ? {} : { domain }),
      eventTypes: addressedEventTypes(segments, new Map()),
      fields: {},
      headers: shownHeaders(message),
      ...(key === undefined ? {} : { keyId: keyId(key) }),
    };
    this.#entries.set(entry.id, entry);
    this.#entries.delete(entry.id - REQUESTS_MAX);
    return entry;
  }

  /** Its body has arrived too. */
  complete({ id, segments, fields }: ReceivedRequest): void {
    this.#amend(id, { fields: fieldRecord(fields), eventTypes: addressedEventTypes(segments, fields) });
  }

  /** The network held it back: it arrives only now. */
  arriveLater(id: number, atMs: number): void {
    this.#amend(id, { atMs });
  }

  answered(id: number, status: number): void {
    this.#amend(id, { status });
  }

  find(id: number): LoggedRequest | undefined {
    return this.#entries.get(id);
  }

  all(): readonly LoggedRequest[] {
    return [...this.#entries.values()];
  }

  #amend(id: number, change: Partial<LoggedRequest>): void {
    const entry = this.#entries.get(id);
    if (entry !== undefined) this.#entries.set(id, { ...entry, ...change });
  }
}

function shownHeaders(message: IncomingMessage): Readonly<Record<string, string>> {
  const shown = Object.entries(message.headers).filter(([name]) => !CREDENTIAL_HEADERS.has(name));
  return Object.fromEntries(shown.map(([name, value]) => [name, String(value)]));
}

function fieldRecord(fields: Fields): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(fields);
}
