/** A Lease of coordination.k8s.io/v1, as the API server sent it. */
export interface Lease {
  /** All of it: labels and fields that are not ours go back as they came. */
  readonly object: JsonObject;
  readonly spec: LeaseSpec;
}

/** Fields that a Lease lacks are absent here too. Times are texts that are never calculated with. */
export interface LeaseSpec {
  /** Absent or empty: nobody. */
  readonly holderIdentity?: string;
  readonly leaseDurationSeconds?: number;
  readonly acquireTime?: string;
  readonly renewTime?: string;
  readonly leaseTransitions?: number;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** The lease in a body of JSON; absent if there is none in it. */
export function parseLease(text: string): Lease | undefined {
  const object = parseObject(text);
  const metadata = object?.['metadata'];
  if (object?.['kind'] !== 'Lease' || !isObject(metadata)) return undefined;
  if (typeof metadata['resourceVersion'] !== 'string') return undefined;
  return { object, spec: specOf(object['spec']) };
}

/** A JSON object, or absent for any other text. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A lease that does not exist yet. */
export function newLease(name: string, namespace: string, spec: LeaseSpec): JsonObject {
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, namespace }, spec };
}

/** The same lease with another spec. It keeps its `resourceVersion`, by which the API server sees that it is the last. */
export function withSpec({ object }: Lease, spec: LeaseSpec): JsonObject {
  const before = object['spec'];
  return { ...object, spec: { ...(isObject(before) ? before : {}), ...spec } };
}

/** What tells two states of a lease apart. A label is no sign of life, so `resourceVersion` is not part of it. */
export function fingerprintOf({ spec }: Lease): string {
  return JSON.stringify(SPEC_FIELDS.map((field) => spec[field] ?? null));
}

const SPEC_FIELDS = [
  'holderIdentity',
  'leaseDurationSeconds',
  'acquireTime',
  'renewTime',
  'leaseTransitions',
] as const;

function specOf(value: unknown): LeaseSpec {
  if (!isObject(value)) return {};
  const { holderIdentity, leaseDurationSeconds, acquireTime, renewTime, leaseTransitions } = value;
  return {
    ...(typeof holderIdentity === 'string' ? { holderIdentity } : {}),
    ...(typeof leaseDurationSeconds === 'number' ? { leaseDurationSeconds } : {}),
    ...(typeof acquireTime === 'string' ? { acquireTime } : {}),
    ...(typeof renewTime === 'string' ? { renewTime } : {}),
    ...(typeof leaseTransitions === 'number' ? { leaseTransitions } : {}),
  };
}

/**
 * A time as Kubernetes' `MicroTime` wants it, with six digits: `2026-01-01T00:00:00.123000Z`. The last three are a
 * count, so that two renewals differ even on a clock that stands still: an update that changes nothing is no sign
 * of life, as the API server does not store it.
 */
export function microTime(wallMs: number, count: number): string {
  const micros = String(count % 1000).padStart(3, '0');
  return new Date(wallMs).toISOString().replace('Z', `${micros}Z`);
}
