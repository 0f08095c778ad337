import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeWebhook, decodeWebhookList } from '../../../src/adapters/mailgun/webhook-answer.ts';
import { EVENT_TYPES, LEGACY_EVENT_NAMES } from '../../../src/model/event-type.ts';

const A = 'https://a.example.com/hook';
const B = 'https://b.example.com/hook';

describe('a list of webhooks', () => {
  it('holds the URLs of each event type, sorted, whatever their order was', () => {
    const json = { webhooks: { clicked: { urls: [B, A] }, accepted: { urls: [A] } } };
    const decoded = decodeWebhookList(json);
    expect(decoded).toEqual({ value: { webhooks: { accepted: [A], clicked: [A, B] }, unknownHooks: [] } });
    expect(JSON.stringify(decoded)).toContain('{"accepted":');
  });

  it.each([
    ['absent', {}],
    ['null', { clicked: null }],
    ['an empty object', { clicked: {} }],
    ['urls: null', { clicked: { urls: null } }],
    ['urls: []', { clicked: { urls: [] } }],
    ['url: null', { clicked: { url: null } }],
    ['an empty url', { clicked: { url: '', urls: [] } }],
  ])('says that an event type has no webhook by %s', (_, webhooks) => {
    expect(decodeWebhookList({ webhooks })).toEqual({ value: { webhooks: {}, unknownHooks: [] } });
  });

  it.each([
    ['urls', { urls: [A] }, [A]],
    ['urls, one of them twice', { urls: [A, B, A] }, [A, B]],
    ['a url', { url: A }, [A]],
    ['a url and urls', { url: B, urls: [A] }, [A, B]],
    ['a url that is among the urls', { url: A, urls: [A, B] }, [A, B]],
    ['a url and no urls', { url: A, urls: null }, [A]],
    ['more urls than allowed', { urls: ['4', '3', '2', '1'] }, ['1', '2', '3', '4']],
    ['members that nobody knows', { urls: [A], created_at: 'now', id: 7 }, [A]],
  ])('may give %s', (_, hook, urls) => {
    expect(decodeWebhookList({ webhooks: { clicked: hook } })).toEqual({
      value: { webhooks: { clicked: urls }, unknownHooks: [] },
    });
  });

  it('preserves hooks under names of yesterday and of tomorrow, sorted by name', () => {
    const json = {
      webhooks: { spam: { url: A }, bounce: { url: B }, postponed: { urls: [B, A] }, opened: { urls: [A] } },
    };
    expect(decodeWebhookList(json)).toEqual({
      value: {
        webhooks: { opened: [A] },
        unknownHooks: [
          { name: 'bounce', urls: [B] },
          { name: 'postponed', urls: [A, B] },
          { name: 'spam', urls: [A] },
        ],
      },
    });
  });

  it('does not show names of hooks without URLs', () => {
    const webhooks = Object.fromEntries([...LEGACY_EVENT_NAMES.keys()].map((name) => [name, null]));
    expect(decodeWebhookList({ webhooks })).toEqual({ value: { webhooks: {}, unknownHooks: [] } });
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'Mailgun Magnificent API'],
    ['a list', []],
    ['an object without webhooks', {}],
    ['webhooks: null', { webhooks: null }],
    ['webhooks: []', { webhooks: [] }],
    ['webhooks: a text', { webhooks: 'none' }],
    ['an error', { message: 'Domain not found' }],
    ['webhooks that come from a prototype', Object.create({ webhooks: 1 })],
  ])('is not what %s is', (_, json) => {
    expect(decodeWebhookList(json)).toEqual({ problem: "it has no object 'webhooks'" });
  });

  it.each([
    ['a list', [A]],
    ['a text', A],
    ['a number', 1],
    ['urls: a text', { urls: A }],
    ['urls: an object', { urls: { 0: A } }],
    ['urls with a number', { urls: [A, 1] }],
    ['urls with null', { urls: [null] }],
    ['urls with an object', { urls: [{ url: A }] }],
    ['urls with an empty text', { urls: [''] }],
    ['url: a number', { url: 1 }],
    ['url: a list', { url: [A] }],
  ])('proves nothing if one webhook is %s', (_, hook) => {
    expect(decodeWebhookList({ webhooks: { opened: { urls: [A] }, clicked: hook } })).toEqual({
      problem: 'the URLs of its webhook "clicked" are not strings',
    });
    expect(decodeWebhookList({ webhooks: { bounce: hook } })).toHaveProperty('problem');
  });

  it('treats names that mean something to JavaScript as any other name', () => {
    const json: unknown = JSON.parse(
      `{"webhooks":{"__proto__":{"urls":["${A}"]},"constructor":{"url":"${B}"}}}`,
    );
    expect(decodeWebhookList(json)).toEqual({
      value: {
        webhooks: {},
        unknownHooks: [
          { name: '__proto__', urls: [A] },
          { name: 'constructor', urls: [B] },
        ],
      },
    });
    expect(({} as Record<string, unknown>)['urls']).toBeUndefined();
  });

  it.each(['{"endpoints":["https://a.example/"]}', '{"__proto__":{"urls":[]}}'])(
    'takes a webhook of an unknown shape for no proof of anything: %s',
    (hook) => {
      expect(decodeWebhookList(JSON.parse(`{"webhooks":{"clicked":${hook}}}`))).toHaveProperty('problem');
    },
  );

  it('gives back any webhooks as they were stored', () => {
    const urls = fc.uniqueArray(fc.webUrl(), { minLength: 1, maxLength: 3 });
    const hooks = fc.dictionary(fc.constantFrom(...EVENT_TYPES), urls);
    fc.assert(
      fc.property(hooks, (stored) => {
        const webhooks = Object.fromEntries(
          Object.entries(stored).map(([name, list]) => [name, { urls: list }]),
        );
        const sorted = Object.fromEntries(
          Object.entries(stored).map(([name, list]) => [name, [...list].sort()]),
        );
        expect(decodeWebhookList({ webhooks })).toEqual({ value: { webhooks: sorted, unknownHooks: [] } });
      }),
    );
  });

  it('answers any JSON with a value or a problem', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (json, webhooks) => {
        for (const each of [json, { webhooks }, { webhooks: { clicked: webhooks } }]) {
          const decoded = decodeWebhookList(each);
          expect('value' in decoded).not.toBe('problem' in decoded);
        }
      }),
    );
  });
});

describe('the answer to a write', () => {
  it('holds the URLs of its event type', () => {
    const json = { message: 'Webhook has been created', webhook: { urls: [B, A] } };
    expect(decodeWebhook(json, 'clicked')).toEqual({ value: { clicked: [A, B] } });
  });

  it('may say that the event type has none', () => {
    expect(decodeWebhook({ webhook: { urls: [] } }, 'clicked')).toEqual({ value: {} });
  });

  it.each([
    [null],
    [{}],
    [{ message: 'success' }],
    [{ webhook: null }],
    [{ webhook: [A] }],
    [{ webhook: { urls: [1] } }],
  ])('is not %j', (json) => {
    expect(decodeWebhook(json, 'clicked')).toEqual({ problem: "it has no object 'webhook' with URLs" });
  });
});
