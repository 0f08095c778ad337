import { Lease } from 'kubernetes-models/coordination.k8s.io/v1';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSystemClock } from '../../../src/adapters/clock/system-clock.ts';
import type { LeaseSpec } from '../../../src/adapters/kubernetes/lease.ts';
import { createLeaseClient, type LeaseAnswer } from '../../../src/adapters/kubernetes/lease-client.ts';
import { createWire } from '../../../src/adapters/kubernetes/wire.ts';
import type { Access } from '../../support/lease-server/access.ts';
import { startLeaseServer } from '../../support/lease-server/lease-server.ts';
import { serveHttp } from '../mailgun/servers.ts';

const { signal } = new AbortController();
const NOW = '2026-01-01T00:00:00.123001Z';
const SPEC: LeaseSpec = {
  holderIdentity: 'a',
  leaseDurationSeconds: 15,
  acquireTime: NOW,
  renewTime: NOW,
  leaseTransitions: 0,
};

function clientOf(origin: string, { namespace = 'prod', requestLimitMs = 5000 } = {}) {
  const wire = createWire({ origin, namespace }, 'mghooks/test');
  const place = { namespace, name: 'mghooks' };
  return createLeaseClient({ place, wire, clock: createSystemClock(), requestLimitMs });
}

async function open(access: Access = {}) {
  const server = await startLeaseServer(access);
  onTestFinished(() => server.close());
  return { server, store: server.store, client: clientOf(server.origin) };
}

/** The lease in an answer that must hold one. */
function leaseIn(answer: LeaseAnswer) {
  if (answer.kind === 'lease') return answer.lease;
  throw new Error(`no lease: ${JSON.stringify(answer)}`);
}

describe('the lease client', () => {
  it('makes a lease, reads it, and changes it', async () => {
    const { client, store } = await open();
    expect(await client.read(signal)).toEqual({ kind: 'absent' });
    const made = leaseIn(await client.create(SPEC, signal));
    expect(made.spec).toEqual(SPEC);
    expect(() => new Lease(store.lease() as never).validate()).not.toThrow();
    const read = leaseIn(await client.read(signal));
    expect(read).toEqual(made);
    const changed = leaseIn(await client.update(read, { holderIdentity: 'b' }, signal));
    expect(changed.spec).toEqual({ ...SPEC, holderIdentity: 'b' });
  });

  it('says conflict when somebody else was faster, and changes nothing', async () => {
    const { client, store } = await open();
    const made = leaseIn(await client.create(SPEC, signal));
    expect(await client.create({ ...SPEC, holderIdentity: 'b' }, signal)).toEqual({ kind: 'conflict' });
    store.annotate({ by: 'hand' });
    expect(await client.update(made, { holderIdentity: 'b' }, signal)).toEqual({ kind: 'conflict' });
    expect(store.lease()?.spec.holderIdentity).toBe('a');
  });

  it('does not bring back a lease that was deleted', async () => {
    const { client, store } = await open();
    const made = leaseIn(await client.create(SPEC, signal));
    store.delete();
    expect(await client.update(made, { holderIdentity: 'b' }, signal)).toEqual({ kind: 'conflict' });
    expect(store.lease()).toBeUndefined();
  });

  it('keeps what is not ours: labels, annotations and other fields', async () => {
    const { client, store } = await open();
    await client.create(SPEC, signal);
    store.annotate({ 'example.com/owner': 'team-a' });
    store.edit({ strategy: 'OldestEmulationVersion' });
    const read = leaseIn(await client.read(signal));
    await client.update(read, { renewTime: '2026-01-01T00:00:02.000002Z' }, signal);
    expect(store.lease()?.metadata.annotations).toEqual({ 'example.com/owner': 'team-a' });
    expect(store.lease()?.spec.strategy).toBe('OldestEmulationVersion');
  });

  it('makes the lease with a Role that names it, and with one that does not', async () => {
    const verbs = ['get', 'create', 'update'] as const;
    for (const rules of [
      [{ verbs, resourceNames: ['mghooks'] }],
      [{ verbs: ['create'] as const }, { verbs: ['get', 'update'] as const, resourceNames: ['mghooks'] }],
    ]) {
      const { client } = await open({ rules });
      const made = leaseIn(await client.create(SPEC, signal));
      expect((await client.update(made, { holderIdentity: '' }, signal)).kind).toBe('lease');
    }
  });

  it('says which namespace is missing', async () => {
    const { server } = await open();
    const client = clientOf(server.origin, { namespace: 'nowhere' });
    expect(await client.create(SPEC, signal)).toEqual({
      kind: 'failed',
      problem: "there is no namespace 'nowhere' (404)",
    });
  });

  it.each([
    ['silence', 'no answer from the API server: the time limit of 0.2 s passed'],
    ['reset', 'no answer from the API server: the connection was reset (ECONNRESET)'],
    ['lost-answer', 'no answer from the API server: the connection was reset (ECONNRESET)'],
    ['unavailable', "the API server refused to get the lease 'mghooks' in namespace 'prod' (503)"],
  ] as const)('says so when the API server answers with %s', async (trouble, problem) => {
    const { server } = await open();
    server.weather = { trouble: () => trouble };
    const client = clientOf(server.origin, { requestLimitMs: 200 });
    expect(await client.read(signal)).toEqual({ kind: 'failed', problem });
  });

  it.each([
    [200, '{"kind":"Pod","metadata":{"resourceVersion":"1"}}', 'what the API server sent is no Lease'],
    [200, '<html>', 'what the API server sent is no Lease'],
    [200, '{"kind":"Lease","metadata":{}}', 'what the API server sent is no Lease'],
    [404, '404 page not found', 'the API server knows no leases of coordination.k8s.io/v1 (404)'],
    [409, '', "the API server refused to get the lease 'mghooks' in namespace 'prod' (409)"],
    [302, '', "the API server refused to get the lease 'mghooks' in namespace 'prod' (302)"],
    [
      422,
      '{"kind":"Status","reason":"Invalid","details":{"kind":"leases"}}',
      "the API server refused to get the lease 'mghooks' in namespace 'prod' (422 Invalid)",
    ],
    [
      500,
      '{"reason":"\\u001b[31m red"}',
      "the API server refused to get the lease 'mghooks' in namespace 'prod' (500)",
    ],
  ])('takes %i %s for no lease', async (status, body, problem) => {
    const server = await serveHttp((response) => response.writeHead(status).end(body));
    expect(await clientOf(server.origin).read(signal)).toEqual({ kind: 'failed', problem });
  });

  it('is cut off with its signal, at once', async () => {
    const { server, client } = await open();
    server.weather = { trouble: () => 'silence' };
    const controller = new AbortController();
    const asked = client.read(controller.signal);
    controller.abort();
    expect(await asked).toEqual({
      kind: 'failed',
      problem: 'no answer from the API server: the request was cut off',
    });
  });
});
