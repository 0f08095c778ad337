import { isObject, parseObject } from './lease.ts';
import type { Answer } from './wire.ts';

/** Which lease, where. */
export interface LeasePlace {
  readonly namespace: string;
  readonly name: string;
}

/** What we wanted to do, in the words of RBAC. */
export type Verb = 'get' | 'create' | 'update';

/** A `Status` of the API server: why it refused (Kubernetes API, "Response Status Kind"). */
export interface Refusal {
  readonly status: number;
  /** One word, such as `NotFound` or `AlreadyExists`. */
  readonly reason: string;
  /** What it is about: `leases`, or `namespaces`. */
  readonly kind: string;
}

/** Of an answer that is no `Status`, such as the page of a proxy, only the number is known. */
export function refusalOf({ status, text }: Answer): Refusal {
  const object = parseObject(text);
  const details = object?.['details'];
  return {
    status,
    reason: wordOf(object?.['reason']),
    kind: wordOf(isObject(details) ? details['kind'] : undefined),
  };
}

/**
 * A refusal in words for the person who can end it.
 *
 * | status   | cause                                                 |
 * |----------|-------------------------------------------------------|
 * | 401      | the token: expired, or of another cluster             |
 * | 403      | the Role of the service account                       |
 * | 404      | no such namespace, or no such API                     |
 * | 3xx      | no API server, or a proxy before it                   |
 * | others   | as the API server says: 422 Invalid, 429, 503         |
 */
export function refusalText({ status, reason, kind }: Refusal, verb: Verb, place: LeasePlace): string {
  const lease = `lease '${place.name}' in namespace '${place.namespace}'`;
  if (status === 401) return 'the API server does not accept the token of the service account (401)';
  if (status === 403) {
    return `the service account may not ${verb} the ${lease} (403): its Role must allow get, create and update of leases in the API group coordination.k8s.io by that name`;
  }
  if (status === 404 && kind === 'namespaces') return `there is no namespace '${place.namespace}' (404)`;
  if (status === 404) return 'the API server knows no leases of coordination.k8s.io/v1 (404)';
  return `the API server refused to ${verb} the ${lease} (${[status, reason].join(' ').trim()})`;
}

/** Only what looks like one word: the text is for a log. */
function wordOf(value: unknown): string {
  return typeof value === 'string' && /^[A-Za-z]{1,40}$/.test(value) ? value : '';
}
