/** An answer of the API server: a status and the object in its body. */
export interface ServerAnswer {
  readonly status: number;
  readonly object: unknown;
}

export interface Refused {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  /** `leases` unless told. */
  readonly kind?: string;
  readonly name?: string;
}

/** The `Status` object that comes with every refusal. */
export function refused({ code, reason, message, kind = 'leases', name }: Refused): ServerAnswer {
  const group = kind === 'leases' ? { group: 'coordination.k8s.io' } : {};
  const details = { ...(name === undefined ? {} : { name }), ...group, kind };
  const head = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' };
  return { status: code, object: { ...head, message, reason, details, code } };
}

const lease = (name: string): string => `leases.coordination.k8s.io "${name}"`;

export const notFound = (name: string): ServerAnswer =>
  refused({ code: 404, reason: 'NotFound', message: `${lease(name)} not found`, name });

export const alreadyExists = (name: string): ServerAnswer =>
  refused({ code: 409, reason: 'AlreadyExists', message: `${lease(name)} already exists`, name });

export const conflict = (name: string, why: string): ServerAnswer =>
  refused({
    code: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on ${lease(name)}: ${why}`,
    name,
  });

export const invalid = (name: string, why: string): ServerAnswer =>
  refused({
    code: 422,
    reason: 'Invalid',
    message: `Lease.coordination.k8s.io "${name}" is invalid: ${why}`,
    name,
  });

export const badRequest = (message: string): ServerAnswer =>
  refused({ code: 400, reason: 'BadRequest', message });

export const unauthorized = (): ServerAnswer => ({
  status: 401,
  object: {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'Unauthorized',
    reason: 'Unauthorized',
    code: 401,
  },
});

export const noSuchNamespace = (name: string): ServerAnswer =>
  refused({
    code: 404,
    reason: 'NotFound',
    message: `namespaces "${name}" not found`,
    kind: 'namespaces',
    name,
  });
