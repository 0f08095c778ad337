import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/emulator/faults/fault-rule.ts';
import { changesOf } from '../../src/plan/plan.ts';
import { desiredDomain } from '../support/domains.ts';
import { withEmulator } from '../support/emulator.ts';
import { passOn } from '../support/pass.ts';

const A = 'https://hooks.example.com/a';

const NOT_A_LIST: readonly (readonly [string, Fault])[] = [
  ['204', { kind: 'answer', status: 204 }],
  ['an empty 200', { kind: 'answer', status: 200, body: '' }],
  ['200 with null', { kind: 'answer', status: 200, json: null }],
  ['200 with {}', { kind: 'answer', status: 200, json: {} }],
  ['200 with webhooks: null', { kind: 'answer', status: 200, json: { webhooks: null } }],
  ['200 with webhooks: []', { kind: 'answer', status: 200, json: { webhooks: [] } }],
  ['200 with an error in it', { kind: 'answer', status: 200, json: { message: 'Forbidden' } }],
  ['200 HTML', { kind: 'html' }],
  ['Mailgun Magnificent API', { kind: 'magnificent' }],
  ['an answer cut off', { kind: 'truncate', bytes: 20 }],
  ['an answer cut off whose length fits', { kind: 'truncate', bytes: 20, length: 'cut' }],
  ['a redirect', { kind: 'redirect', location: 'http://127.0.0.1:9/' }],
  ['400', { kind: 'answer', status: 400, json: { message: 'bad' } }],
  ['401', { kind: 'answer', status: 401, body: 'Forbidden' }],
  ['402', { kind: 'answer', status: 402, json: {} }],
  ['403', { kind: 'answer', status: 403, json: { message: 'Forbidden' } }],
  ['404 Domain not found', { kind: 'answer', status: 404, json: { message: 'Domain not found' } }],
  ['404 of a wrong route', { kind: 'answer', status: 404, json: { error: 'not found' } }],
  ['404 HTML', { kind: 'html', status: 404 }],
  ['420', { kind: 'throttle', dialect: 'retry-seconds', status: 420 }],
  ['429', { kind: 'throttle', dialect: 'retry-seconds' }],
  ['500', { kind: 'answer', status: 500, json: { message: 'Internal server error' } }],
  ['502 HTML', { kind: 'html', status: 502 }],
  ['503', { kind: 'answer', status: 503 }],
  ['a reset connection', { kind: 'reset' }],
  ['a closed connection', { kind: 'end' }],
];

describe('promise 4: only a valid 200 list proves absence', () => {
  it.each(NOT_A_LIST)('decides nothing about a domain that answers with %s', async (_name, fault) => {
    const seed = { domains: { 'mg.example.com': { clicked: [A] } } };
    const emulator = await withEmulator({ seed, faults: [{ fault }] });
    const pass = passOn(emulator);
    const preview = await pass.preview({
      domains: [desiredDomain({ policy: 'exact', webhooks: { opened: [A] } })],
    });
    expect(preview.plan.unread).toHaveLength(1);
    expect(changesOf(preview.plan)).toEqual([]);
    await pass.apply(preview);
    expect(emulator.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(emulator.webhooks('mg.example.com')).toEqual({ clicked: [A] });
  });
});
