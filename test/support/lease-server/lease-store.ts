import { randomUUID } from 'node:crypto';
import { type Access, type Request, refuseToken, refuseVerb } from './access.ts';
import { decodeLease, type SentLease, type StoredLease, type StoredSpec } from './lease-object.ts';
import { alreadyExists, conflict, invalid, noSuchNamespace, notFound, type ServerAnswer } from './status.ts';

/** A write that was stored. */
export interface Written {
  readonly atMs: number;
  readonly by: 'create' | 'update' | 'hand';
  /** Absent once the lease was deleted. */
  readonly lease: StoredLease | undefined;
}

export interface LeaseStoreOptions {
  /** When a write was stored, for the history. */
  readonly nowMs: () => number;
  readonly wallMs: () => number;
  readonly access?: Access;
}

const PATH = /^\/apis\/coordination\.k8s\.io\/v1\/namespaces\/([^/]+)\/leases(?:\/([^/]+))?$/;

/**
 * The Lease part of an API server, as far as an election can see it: `get`, `create` and `update` with optimistic
 * locking. It follows `leaseStrategy` and `Store.Update` of Kubernetes:
 *
 * | request                            | answer                                                   |
 * |------------------------------------|----------------------------------------------------------|
 * | POST, there is one                 | 409 AlreadyExists                                        |
 * | PUT, there is none                 | 201, if `create` on that name is allowed                 |
 * | PUT, there is none, with a `uid`   | 409 Conflict                                             |
 * | PUT without `resourceVersion`      | 422 Invalid                                              |
 * | PUT with an old `resourceVersion`  | 409 Conflict                                             |
 * | PUT that changes nothing           | 200, and the `resourceVersion` stays                     |
 */
export class LeaseStore {
  readonly namespace = 'prod';
  readonly history: Written[] = [];
  access: Access;
  readonly #options: LeaseStoreOptions;
  readonly #leases = new Map<string, StoredLease>();
  #version = 100;

  constructor(options: LeaseStoreOptions) {
    this.#options = options;
    this.access = options.access ?? {};
  }

  lease(name = 'mghooks'): StoredLease | undefined {
    return this.#leases.get(name);
  }

  /** As a person does it with kubectl. */
  edit(change: Partial<StoredSpec>, name = 'mghooks'): void {
    const lease = this.#leases.get(name);
    if (lease !== undefined) this.#store('hand', { ...lease, spec: { ...lease.spec, ...change } });
  }

  annotate(annotations: Readonly<Record<string, string>>, name = 'mghooks'): void {
    const lease = this.#leases.get(name);
    if (lease !== undefined) {
      this.#store('hand', { ...lease, metadata: { ...lease.metadata, annotations } });
    }
  }

  delete(name = 'mghooks'): void {
    if (this.#leases.delete(name)) this.#remember('hand', undefined);
  }

  handle(request: Request): ServerAnswer {
    const refusal = refuseToken(this.access, request);
    if (refusal !== undefined) return refusal;
    const [path, namespace = '', name] = PATH.exec(request.path) ?? [];
    if (path === undefined) return { status: 404, object: '404 page not found' };
    if (request.method === 'GET' && name !== undefined) return this.#get(name);
    if (request.method === 'PUT' && name !== undefined) return this.#put(name, request.body);
    if (request.method === 'POST' && name === undefined) return this.#post(namespace, request.body);
    return { status: 405, object: 'method not allowed' };
  }

  #get(name: string): ServerAnswer {
    const lease = this.#leases.get(name);
    return refuseVerb(this.access, 'get', name) ?? (lease === undefined ? notFound(name) : ok(lease));
  }

  #post(namespace: string, body: string): ServerAnswer {
    const refusal = refuseVerb(this.access, 'create', '');
    if (refusal !== undefined) return refusal;
    if (namespace !== this.namespace) return noSuchNamespace(namespace);
    const name = nameIn(body);
    const sent = decodeLease(body, name);
    if ('status' in sent) return sent;
    return this.#leases.has(name) ? alreadyExists(name) : this.#create(name, sent);
  }

  #put(name: string, body: string): ServerAnswer {
    const refusal = refuseVerb(this.access, 'update', name);
    if (refusal !== undefined) return refusal;
    const sent = decodeLease(body, name);
    if ('status' in sent) return sent;
    const { uid, resourceVersion } = sent.metadata;
    const before = this.#leases.get(name);
    if (uid !== undefined && uid !== before?.metadata.uid) return conflict(name, 'the UID is another one');
    if (before === undefined) return refuseVerb(this.access, 'create', name) ?? this.#create(name, sent);
    if (resourceVersion === undefined || resourceVersion === '') {
      return invalid(name, 'metadata.resourceVersion: Invalid value: 0x0: must be specified for an update');
    }
    if (resourceVersion !== before.metadata.resourceVersion) {
      return conflict(name, 'the object has been modified; please apply your changes to the latest version');
    }
    const after = { ...before, metadata: { ...before.metadata, ...marksOf(sent) }, spec: sent.spec };
    if (JSON.stringify(after) === JSON.stringify(before)) return ok(before);
    return ok(this.#store('update', after));
  }

  #create(name: string, sent: SentLease): ServerAnswer {
    const creationTimestamp = new Date(this.#options.wallMs()).toISOString().replace(/\.\d+/, '');
    const metadata = {
      name,
      namespace: this.namespace,
      uid: randomUUID(),
      creationTimestamp,
      ...marksOf(sent),
    };
    const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', spec: sent.spec } as const;
    const stored = this.#store('create', { ...lease, metadata: { ...metadata, resourceVersion: '' } });
    return { status: 201, object: stored };
  }

  #store(by: Written['by'], lease: StoredLease): StoredLease {
    this.#version += 1;
    const stored = { ...lease, metadata: { ...lease.metadata, resourceVersion: String(this.#version) } };
    this.#leases.set(lease.metadata.name, stored);
    this.#remember(by, stored);
    return stored;
  }

  #remember(by: Written['by'], lease: StoredLease | undefined): void {
    this.history.push({ atMs: this.#options.nowMs(), by, lease });
  }
}

const ok = (lease: StoredLease): ServerAnswer => ({ status: 200, object: lease });

/** Labels and annotations are as they were sent; a client that leaves them out removes them. */
function marksOf({ metadata }: SentLease) {
  return { labels: metadata['labels'], annotations: metadata['annotations'] } as Pick<
    StoredLease['metadata'],
    'labels' | 'annotations'
  >;
}

function nameIn(body: string): string {
  const name: unknown = /"name":"([^"]*)"/.exec(body)?.[1];
  return typeof name === 'string' ? name : '';
}
