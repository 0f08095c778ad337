import { badRequest, invalid, type ServerAnswer } from './status.ts';

/** A Lease as the server keeps it. */
export interface StoredLease {
  readonly apiVersion: 'coordination.k8s.io/v1';
  readonly kind: 'Lease';
  readonly metadata: Metadata;
  readonly spec: StoredSpec;
}

export interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly creationTimestamp: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface StoredSpec {
  readonly holderIdentity?: string;
  readonly leaseDurationSeconds?: number;
  readonly acquireTime?: string;
  readonly renewTime?: string;
  readonly leaseTransitions?: number;
  readonly strategy?: string;
}

/** What a client sent, when it has the right form. */
export interface SentLease {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec: StoredSpec;
}

const MICRO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(Z|[+-]\d\d:\d\d)$/;
const KINDS: Readonly<Record<keyof StoredSpec, 'text' | 'number' | 'time'>> = {
  holderIdentity: 'text',
  leaseDurationSeconds: 'number',
  acquireTime: 'time',
  renewTime: 'time',
  leaseTransitions: 'number',
  strategy: 'text',
};

/** Decodes a body as the API server does: what is no Lease is a bad request, what breaks a rule is invalid. */
export function decodeLease(body: string, name: string): SentLease | ServerAnswer {
  const object = parse(body);
  if (object === undefined) return badRequest('the body is no JSON object');
  const { apiVersion, kind, metadata = {}, spec = {} } = object;
  if (apiVersion !== 'coordination.k8s.io/v1' || kind !== 'Lease') return badRequest(`${apiVersion} ${kind}`);
  if (!isObject(metadata) || !isObject(spec)) return badRequest('metadata or spec is no object');
  if (metadata['name'] !== name)
    return badRequest('the name of the object does not match the name on the URL');
  const wrong = Object.entries(KINDS).find(([field, form]) => !isOf(form, spec[field]));
  if (wrong !== undefined) return badRequest(`Lease in version "v1" cannot be handled: spec.${wrong[0]}`);
  const sent: StoredSpec = Object.fromEntries(
    Object.keys(KINDS).flatMap((field) => (spec[field] == null ? [] : [[field, spec[field]]])),
  );
  return broken(sent, name) ?? { metadata, spec: sent };
}

function broken(spec: StoredSpec, name: string): ServerAnswer | undefined {
  const { leaseDurationSeconds = 1, leaseTransitions = 0 } = spec;
  if (leaseDurationSeconds <= 0) {
    return invalid(
      name,
      `spec.leaseDurationSeconds: Invalid value: ${leaseDurationSeconds}: must be greater than 0`,
    );
  }
  if (leaseTransitions >= 0) return undefined;
  return invalid(name, `spec.leaseTransitions: Invalid value: ${leaseTransitions}: must be at least 0`);
}

function isOf(form: 'text' | 'number' | 'time', value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (form === 'number') return Number.isInteger(value);
  return typeof value === 'string' && (form === 'text' || MICRO_TIME.test(value));
}

function parse(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
