import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { bodyFields, type Fields, joinFields, urlEncodedFields } from './form-fields.ts';

/** A request that has arrived whole. */
export interface ReceivedRequest {
  /** Counts from 1, in the order of arrival. */
  readonly id: number;
  readonly method: string;
  /** Path and query exactly as sent. */
  readonly target: string;
  /** The parts of the path between its slashes, percent-decoded: `['v3', 'domains', 'a.example', 'webhooks']`. */
  readonly segments: readonly string[];
  readonly query: Fields;
  /** Fields of the body, then those of the query, as Go's `FormValue` reads them. */
  readonly fields: Fields;
  readonly headers: IncomingHttpHeaders;
}

export function receivedRequest(id: number, message: IncomingMessage, body: Buffer): ReceivedRequest {
  const target = message.url ?? '/';
  const [path = '', search = ''] = splitOnce(target, '?');
  const query = urlEncodedFields(search);
  return {
    id,
    method: message.method ?? 'GET',
    target,
    segments: pathSegments(path),
    query,
    fields: joinFields(bodyFields(message.headers['content-type'] ?? '', body), query),
    headers: message.headers,
  };
}

/** The domain a request is about: `/v3/domains/{domain}/...`. */
export function addressedDomain(segments: readonly string[]): string | undefined {
  return segments[1] === 'domains' ? segments[2] : undefined;
}

/** The event types a request is about: in its path (v3), in `id` (v3 POST), or in `event_types` (v4). */
export function addressedEventTypes(segments: readonly string[], fields: Fields): readonly string[] {
  if (segments[3] !== 'webhooks') return [];
  if (segments[4] !== undefined) return [segments[4]];
  return fields.get('id') ?? fields.get('event_types') ?? [];
}

export function pathSegments(path: string): readonly string[] {
  return path.slice(1).split('/').map(decodeSegment);
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
