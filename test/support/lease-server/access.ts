import { refused, type ServerAnswer, unauthorized } from './status.ts';

export type Verb = 'get' | 'create' | 'update';

/** A rule of a Role on leases; without names it holds for all. */
export interface Rule {
  readonly verbs: readonly Verb[];
  readonly resourceNames?: readonly string[];
}

export interface Access {
  /** Tokens that are accepted; absent: everybody is let in. */
  readonly tokens?: readonly string[];
  /** Absent: everything is allowed. */
  readonly rules?: readonly Rule[];
}

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly authorization?: string | undefined;
  readonly body: string;
}

export function refuseToken({ tokens }: Access, { authorization }: Request): ServerAnswer | undefined {
  if (tokens === undefined) return undefined;
  return tokens.some((token) => authorization === `Bearer ${token}`) ? undefined : unauthorized();
}

/** `name` is empty for a POST: RBAC decides before the body is read, so rules with names never allow one. */
export function refuseVerb({ rules }: Access, verb: Verb, name: string): ServerAnswer | undefined {
  const allowed = rules?.some(
    ({ verbs, resourceNames }) => verbs.includes(verb) && (resourceNames?.includes(name) ?? true),
  );
  if (allowed ?? true) return undefined;
  const message = `leases.coordination.k8s.io "${name}" is forbidden: User "system:serviceaccount:prod:mghooks" cannot ${verb} resource "leases" in API group "coordination.k8s.io" in the namespace "prod"`;
  return refused({ code: 403, reason: 'Forbidden', message, name });
}
