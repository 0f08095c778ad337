import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/emulator/faults/fault-rule.ts';
import { ask, withEmulator } from '../../support/emulator.ts';
import { createHandClock, HAND_CLOCK_START_MS } from '../../support/hand-clock.ts';

const HOOKS = '/v3/domains/mg.example.com/webhooks';
const A = 'https://a.example/';
const B = 'https://b.example/';
const SEED = { domains: { 'mg.example.com': { delivered: [A] } } };

async function startWith(fault: Fault) {
  return withEmulator({ seed: SEED, clock: createHandClock(), faults: [{ fault }] });
}

async function heardWith(fault: Fault) {
  const { status, headers, text } = await ask(await startWith(fault), `GET ${HOOKS}`);
  return { status, type: headers.get('content-type'), text, headers };
}

const JSON_TYPE = 'application/json; charset=utf-8';

describe('Another answer', () => {
  it.each([
    {
      fault: { status: 500, json: { message: 'Internal server error' } },
      text: '{"message":"Internal server error"}\n',
    },
    { fault: { status: 200, body: '{"webhooks":' }, text: '{"webhooks":' },
    { fault: { status: 200, json: null }, text: 'null\n' },
    { fault: { status: 502 }, text: '' },
    { fault: { status: 200, bodyBase64: Buffer.from([0x7b, 0x7d]).toString('base64') }, text: '{}' },
  ])('has the status and the body it was given: $fault', async ({ fault, text }) => {
    const heard = await heardWith({ kind: 'answer', ...fault });
    expect(heard).toMatchObject({ status: fault.status, type: JSON_TYPE, text });
  });

  it('has the headers it was given', async () => {
    const heard = await heardWith({
      kind: 'answer',
      status: 503,
      headers: { 'Retry-After': '7', 'Content-Type': 'x/y' },
    });
    expect([heard.type, heard.headers.get('retry-after')]).toEqual(['x/y', '7']);
  });

  it.each([
    { when: 'before', stored: [A] },
    { when: 'after', stored: [B] },
  ] as const)('comes $when the write has had its effect', async ({ when, stored }) => {
    const emulator = await startWith({ kind: 'answer', status: 502, body: 'Bad Gateway', when });
    const heard = await ask(emulator, `PUT ${HOOKS}/delivered`, { form: [['url', B]] });
    expect([heard.status, heard.text]).toEqual([502, 'Bad Gateway']);
    expect(emulator.webhooks('mg.example.com')).toEqual({ delivered: stored });
  });
});

describe('Well-known answers', () => {
  it('an HTML page, 200 or another status, with or without the effect', async () => {
    expect(await heardWith({ kind: 'html' })).toMatchObject({
      status: 200,
      type: 'text/html; charset=utf-8',
    });
    const emulator = await startWith({ kind: 'html', status: 502, when: 'after' });
    const heard = await ask(emulator, `DELETE ${HOOKS}/delivered`);
    expect([heard.status, heard.text.startsWith('<!DOCTYPE html>')]).toEqual([502, true]);
    expect(emulator.webhooks('mg.example.com')).toEqual({});
  });

  it('Mailgun Magnificent API', async () => {
    expect(await heardWith({ kind: 'magnificent' })).toMatchObject({
      status: 200,
      text: 'Mailgun Magnificent API',
    });
  });

  it('a redirect', async () => {
    const heard = await heardWith({ kind: 'redirect', location: 'https://elsewhere.example/' });
    expect([heard.status, heard.headers.get('location')]).toEqual([302, 'https://elsewhere.example/']);
    expect((await heardWith({ kind: 'redirect', location: 'file:///', status: 308 })).status).toBe(308);
  });

  it('a refusal for too many requests, in any dialect and status', async () => {
    expect(await heardWith({ kind: 'throttle', dialect: 'retry-seconds' })).toMatchObject({
      status: 429,
      text: '{"retry-seconds":60}\n',
    });
    const heard = await heardWith({
      kind: 'throttle',
      dialect: 'reset-milliseconds',
      retryAfterMs: 1500,
      status: 420,
    });
    expect([heard.status, heard.headers.get('x-ratelimit-reset')]).toEqual([
      420,
      String(HAND_CLOCK_START_MS + 1500),
    ]);
  });

  it('the right answer with more headers', async () => {
    const heard = await heardWith({ kind: 'add-headers', headers: { 'X-RateLimit-Remaining': '3' } });
    expect(heard).toMatchObject({ status: 200, text: `{"webhooks":{"delivered":{"urls":["${A}"]}}}\n` });
    expect(heard.headers.get('x-ratelimit-remaining')).toBe('3');
  });
});
