import type { Clock } from '../../ports/clock.ts';
import { within } from './deadline.ts';
import { type Lease, type LeaseSpec, newLease, parseLease, withSpec } from './lease.ts';
import { NoAnswer, noAnswerFrom } from './no-answer.ts';
import { type LeasePlace, refusalOf, refusalText, type Verb } from './refusal.ts';
import type { Answer, Wire, WireRequest } from './wire.ts';

/**
 * | kind       | meaning                                                                          |
 * |------------|----------------------------------------------------------------------------------|
 * | `lease`    | the lease as it is now                                                           |
 * | `absent`   | there is no such lease                                                           |
 * | `conflict` | nothing was written: somebody else was faster                                    |
 * | `failed`   | refused, or no answer came; a write may have been applied all the same           |
 */
export type LeaseAnswer =
  | { readonly kind: 'lease'; readonly lease: Lease }
  | { readonly kind: 'absent' | 'conflict' }
  | { readonly kind: 'failed'; readonly problem: string };

/** The three requests that an election needs, on one lease. None ever rejects. */
export interface LeaseClient {
  read(signal: AbortSignal): Promise<LeaseAnswer>;
  create(spec: LeaseSpec, signal: AbortSignal): Promise<LeaseAnswer>;
  /** Writes only if nobody has written since `lease` was read: its `resourceVersion` goes with it. */
  update(lease: Lease, spec: LeaseSpec, signal: AbortSignal): Promise<LeaseAnswer>;
}

export interface LeaseClientOptions {
  readonly place: LeasePlace;
  readonly wire: Wire;
  readonly clock: Clock;
  /** The most a request may take in all. */
  readonly requestLimitMs: number;
}

export function createLeaseClient({ place, wire, clock, requestLimitMs }: LeaseClientOptions): LeaseClient {
  const { namespace, name } = place;
  const all = `/apis/coordination.k8s.io/v1/namespaces/${encodeURIComponent(namespace)}/leases`;
  const one = `${all}/${encodeURIComponent(name)}`;
  const ask = async (request: WireRequest): Promise<Answer | NoAnswer> => {
    const deadline = { clock, limitMs: requestLimitMs, signal: request.signal };
    return await within(deadline, (signal) => wire.send({ ...request, signal })).catch(noAnswerFrom);
  };
  return {
    read: async (signal) => meaningOf(await ask({ method: 'GET', path: one, signal }), 'get', place),
    create: async (spec, signal) => {
      const body = JSON.stringify(newLease(name, namespace, spec));
      const posted = await ask({ method: 'POST', path: all, body, signal });
      // A POST tells no name to RBAC, so a Role that allows `create` on one name alone forbids it. A PUT of a lease
      // that is not there creates it too, and is allowed by name (the lease strategy of Kubernetes' own source).
      const forbidden = !(posted instanceof NoAnswer) && posted.status === 403;
      const answer = forbidden ? await ask({ method: 'PUT', path: one, body, signal }) : posted;
      return meaningOf(answer, 'create', place);
    },
    update: async (lease, spec, signal) => {
      const body = JSON.stringify(withSpec(lease, spec));
      return meaningOf(await ask({ method: 'PUT', path: one, body, signal }), 'update', place);
    },
  };
}

function meaningOf(answer: Answer | NoAnswer, verb: Verb, place: LeasePlace): LeaseAnswer {
  if (answer instanceof NoAnswer) {
    return { kind: 'failed', problem: `no answer from the API server: ${answer.message}` };
  }
  if (answer.status === 200 || answer.status === 201) {
    const lease = parseLease(answer.text);
    return lease === undefined
      ? { kind: 'failed', problem: 'what the API server sent is no Lease' }
      : { kind: 'lease', lease };
  }
  const refusal = refusalOf(answer);
  if (refusal.status === 409 && verb !== 'get') return { kind: 'conflict' };
  if (refusal.status === 404 && refusal.kind === 'leases' && verb !== 'create') return { kind: 'absent' };
  return { kind: 'failed', problem: refusalText(refusal, verb, place) };
}
