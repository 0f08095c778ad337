import { describe, expect, it } from 'vitest';
import type { Call } from '../../src/model/call.ts';
import type { Webhooks } from '../../src/model/webhooks.ts';
import { type PastCall, rewritesOf } from '../../src/plan/rewrites.ts';
import { domainName, MAIN, MG } from '../support/domains.ts';

const A = 'https://hooks.example.com/a';
const B = 'https://hooks.example.com/b';
const KEY = { account: MAIN, domain: MG };

function past(call: Call, before: Webhooks, fields: Partial<PastCall> = {}): PastCall {
  return { atMs: 0, planId: '0123456789ab', call, before, after: {}, ...fields };
}

describe('rewrites', () => {
  it('tell of each event type that a call was to change, and of no other', () => {
    const call = { kind: 'v4-delete', ...KEY, urls: [A] } as const;
    const before = { opened: [B], clicked: [A, B], complained: [A] };
    expect(rewritesOf([past(call, before)]).map(({ key, from, to }) => [key.eventType, from, to])).toEqual([
      ['clicked', [A, B], [B]],
      ['complained', [A], []],
    ]);
  });

  it('tell what was asked for, whatever Mailgun answered', () => {
    const call = { kind: 'v3-update', ...KEY, eventType: 'clicked', urls: [A] } as const;
    const answered = { after: { clicked: [B] } };
    expect(rewritesOf([past(call, { clicked: [B] }, answered)])).toMatchObject([{ from: [B], to: [A] }]);
  });

  it('take the steps of one pass for one rewrite', () => {
    const add = { kind: 'v4-create', ...KEY, url: A, eventTypes: ['clicked'] } as const;
    const remove = { kind: 'v4-delete', ...KEY, urls: [B] } as const;
    const pass = (atMs: number) => [
      past(add, { clicked: [B] }, { atMs }),
      past(remove, { clicked: [A, B] }, { atMs: atMs + 5000 }),
    ];
    expect(rewritesOf([...pass(0), ...pass(300_000)])).toEqual([
      { key: { ...KEY, eventType: 'clicked' }, planId: '0123456789ab', atMs: 5000, from: [B], to: [A] },
      { key: { ...KEY, eventType: 'clicked' }, planId: '0123456789ab', atMs: 305_000, from: [B], to: [A] },
    ]);
  });

  it('keep plans and domains apart', () => {
    const call = { kind: 'v3-create', ...KEY, eventType: 'clicked', urls: [A] } as const;
    const calls = [
      past(call, {}),
      past(call, {}, { planId: 'ffffffffffff', atMs: 1000 }),
      past({ ...call, domain: domainName('other.example.com') }, {}, { atMs: 2000 }),
    ];
    expect(rewritesOf(calls)).toHaveLength(3);
  });

  it('leave out what may not have been carried out', () => {
    const call = { kind: 'v3-create', ...KEY, eventType: 'clicked', urls: [A] } as const;
    expect(rewritesOf([past(call, {}, { outcome: 'unknown' })])).toEqual([]);
  });
});
