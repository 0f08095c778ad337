import { describe, expect, it } from 'vitest';
import type { Fault, FaultMatch } from '../../../src/emulator/faults/fault-rule.ts';
import { ask, withEmulator } from '../../support/emulator.ts';
import { createHandClock } from '../../support/hand-clock.ts';

const DOMAIN = 'mg.example.com';
const HOOKS = `/v3/domains/${DOMAIN}/webhooks`;
const A = 'https://a.example/';
const B = 'https://b.example/';
const C = 'https://c.example/';
const OLD = `{"webhooks":{"delivered":{"urls":["${A}"]}}}\n`;
const NEW = `{"webhooks":{"delivered":{"urls":["${B}"]}}}\n`;

async function startWith(fault: Fault, match: FaultMatch = {}) {
  const clock = createHandClock();
  const emulator = await withEmulator({
    seed: { domains: { [DOMAIN]: { delivered: [A] }, 'other.example': { opened: [C] } } },
    clock,
    faults: [{ match, fault }],
  });
  const list = async () => (await ask(emulator, `GET ${HOOKS}`)).text;
  const put = async () => (await ask(emulator, `PUT ${HOOKS}/delivered`, { form: [['url', B]] })).status;
  return { clock, emulator, list, put };
}

describe('A stale list', () => {
  it('shows a write only after a while', async () => {
    const { clock, list, put } = await startWith({ kind: 'stale', ms: 5000 });
    clock.advance(10_000);
    expect([await list(), await put(), await list()]).toEqual([OLD, 200, OLD]);
    clock.advance(4999);
    expect(await list()).toBe(OLD);
    clock.advance(1);
    expect(await list()).toBe(NEW);
  });

  it('goes through every earlier state in its order', async () => {
    const { clock, emulator, list } = await startWith({ kind: 'stale', ms: 1000 });
    const seen: string[] = [];
    for (const url of [A, B, C]) {
      clock.advance(600);
      emulator.setWebhooks(DOMAIN, 'delivered', [url]);
      seen.push(await list());
    }
    clock.advance(600);
    seen.push(await list());
    clock.advance(600);
    seen.push(await list());
    const now = (url: string) => OLD.replace(A, url);
    expect(seen).toEqual([now(A), now(A), now(A), now(B), now(C)]);
  });

  it('does not deceive a write', async () => {
    const { emulator, put } = await startWith({ kind: 'stale', ms: 5000 });
    emulator.setWebhooks(DOMAIN, 'delivered', []);
    expect(await put()).toBe(404);
  });
});

describe('A temporary 404', () => {
  it('lasts for a while after each write, and no domain but the written one has it', async () => {
    const { clock, emulator, list, put } = await startWith({ kind: 'temporary-404', ms: 3000 });
    expect([await list(), await put(), await list()]).toEqual([OLD, 200, '{"message":"Domain not found"}\n']);
    expect((await ask(emulator, 'GET /v3/domains/other.example/webhooks')).status).toBe(200);
    clock.advance(3000);
    expect(await list()).toBe(NEW);
  });

  it('may hit reads alone', async () => {
    const { put, list } = await startWith({ kind: 'temporary-404', ms: 3000 }, { method: 'GET' });
    expect([await put(), await put(), await list()]).toEqual([200, 200, '{"message":"Domain not found"}\n']);
  });
});

describe('A write that is lost', () => {
  it('is answered as done and has no effect', async () => {
    const { emulator, list, put } = await startWith({ kind: 'ignore-write' });
    expect([await put(), await list(), emulator.history()]).toEqual([200, OLD, []]);
  });

  it('stores one URL of three, and leaves other webhooks alone', async () => {
    const { emulator } = await startWith({ kind: 'partial-write' });
    emulator.setWebhooks(DOMAIN, 'opened', [A, B]);
    const heard = await ask(emulator, `PUT ${HOOKS}/delivered`, {
      form: [A, B, C].map((url) => ['url', url] as const),
    });
    expect(heard.text).toContain(C);
    expect(emulator.webhooks(DOMAIN)).toEqual({ delivered: [A], opened: [A, B] });
  });
});

describe('A mixed-up answer', () => {
  it('has the webhooks of another domain, when one is read', async () => {
    const { emulator, list, put } = await startWith({ kind: 'other-domain', domain: 'other.example' });
    expect(await list()).toBe(`{"webhooks":{"opened":{"urls":["${C}"]}}}\n`);
    expect([await put(), emulator.webhooks(DOMAIN)]).toEqual([200, { delivered: [B] }]);
  });
});

describe('Somebody else changes a webhook', () => {
  it.each([
    { when: 'before', listed: `{"webhooks":{"delivered":{"urls":["${A}"]},"opened":{"urls":["${C}"]}}}\n` },
    { when: 'after', listed: OLD },
  ] as const)('just $when a request', async ({ when, listed }) => {
    const change = { kind: 'change', domain: DOMAIN, event: 'opened', urls: [C], when } as const;
    const { emulator, list } = await startWith(change, { times: 1 });
    expect(await list()).toBe(listed);
    expect(emulator.webhooks(DOMAIN)).toEqual({ delivered: [A], opened: [C] });
    expect(emulator.history()).toMatchObject([{ domain: DOMAIN, webhooks: { delivered: [A], opened: [C] } }]);
  });

  it('between a read and the write that follows', async () => {
    const change = { kind: 'change', domain: DOMAIN, event: 'delivered', urls: [] } as const;
    const { list, put } = await startWith(change, { method: 'PUT' });
    expect([await list(), await put()]).toEqual([OLD, 404]);
  });
});
