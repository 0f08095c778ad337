import { describe, expect, it } from 'vitest';
import { withEmulator } from '../../support/emulator.ts';
import { createBench, MAIN, SWEEP } from './bench.ts';
import { type SeenRequest, serveHttp } from './servers.ts';

const names = (count: number) =>
  Array.from({ length: count }, (_, n) => `d${String(n).padStart(4, '0')}.example.com`);
const seedOf = (domains: readonly string[]) => ({
  domains: Object.fromEntries(domains.map((name) => [name, {}])),
});
const skipOf = (request: SeenRequest) => Number(new URL(request.target, 'http://x').searchParams.get('skip'));

/** A server that answers each request for a page by its `skip`, and by how often it was asked. */
const servePages = (
  page: (skip: number, count: number) => { readonly total_count?: number; readonly items: unknown },
) =>
  serveHttp((response, request, count) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(page(skipOf(request), count)));
  });
const itemsOf = (domains: readonly string[]) => domains.map((name) => ({ name }));

describe('listing the domains of an account', () => {
  it.each([0, 1, 999, 1000, 1001, 2500])('gives all of them, sorted by name (%i)', async (count) => {
    const emulator = await withEmulator({ seed: seedOf(names(count).reverse()) });
    const list = await createBench(emulator.origin).reader.listDomains(MAIN, SWEEP);
    expect(list).toEqual({ kind: 'read', domains: names(count) });
    expect(emulator.requests()).toHaveLength(Math.max(1, Math.ceil(count / 1000)));
  });

  it('takes a slot of the budget for each page', async () => {
    const emulator = await withEmulator({ seed: seedOf(names(2500)) });
    const { reader, budget } = createBench(emulator.origin);
    await reader.listDomains(MAIN, SWEEP);
    expect(budget.spent).toEqual(['sweep', 'sweep', 'sweep']);
  });

  it('starts again when the account changes between two pages', async () => {
    const all = names(1500);
    const server = await servePages((skip, count) => {
      const now = count === 1 ? all : all.slice(1);
      return { total_count: now.length, items: itemsOf(now.slice(skip, skip + 1000)) };
    });
    const list = await createBench(server.origin).reader.listDomains(MAIN, SWEEP);
    expect(list).toEqual({ kind: 'read', domains: all.slice(1) });
    expect(server.seen.map(skipOf)).toEqual([0, 1000, 0, 1000]);
  });

  it('is refused when the pages never hold what Mailgun counts', async () => {
    const server = await servePages(() => ({
      total_count: 3,
      items: itemsOf(['a.example.com', 'b.example.com']),
    }));
    expect(await createBench(server.origin).reader.listDomains(MAIN, SWEEP)).toEqual({
      kind: 'unread',
      reason: { code: 'unexpected-answer', message: 'Mailgun counts 3 domains, but its pages hold 2' },
    });
  });

  it('ends with a server that gives the same page for ever', async () => {
    const server = await servePages(() => ({ total_count: 5000, items: itemsOf(names(1000)) }));
    const list = await createBench(server.origin).reader.listDomains(MAIN, SWEEP);
    expect(list).toMatchObject({ kind: 'unread', reason: { code: 'unexpected-answer' } });
    expect(server.seen).toHaveLength(4);
  });

  it('counts a domain once that is on two pages, whatever its case', async () => {
    const server = await servePages((skip) => ({
      total_count: 1001,
      items: itemsOf(skip === 0 ? names(1000) : ['D0999.Example.COM', 'z.example.com']),
    }));
    const list = await createBench(server.origin).reader.listDomains(MAIN, SWEEP);
    expect(list).toEqual({ kind: 'read', domains: [...names(1000), 'z.example.com'] });
  });

  it('does without a count', async () => {
    const server = await servePages(() => ({ items: itemsOf(['b.example.com', 'a.example.com']) }));
    const list = await createBench(server.origin).reader.listDomains(MAIN, SWEEP);
    expect(list).toEqual({ kind: 'read', domains: ['a.example.com', 'b.example.com'] });
  });

  it.each([
    ['denied', { kind: 'answer', status: 401, body: 'Forbidden' }],
    ['misrouted', { kind: 'answer', status: 404, json: { error: 'not found' } }],
    ['server-error', { kind: 'answer', status: 500 }],
    ['unexpected-answer', { kind: 'magnificent' }],
    ['unreachable', { kind: 'reset' }],
  ] as const)('is %s as a whole when its second page is', async (code, fault) => {
    const emulator = await withEmulator({
      seed: seedOf(names(1500)),
      faults: [{ match: { path: 'skip=1000' }, fault }],
    });
    const list = await createBench(emulator.origin).reader.listDomains(MAIN, SWEEP);
    expect(list).toMatchObject({ kind: 'unread', reason: { code } });
  });
});
