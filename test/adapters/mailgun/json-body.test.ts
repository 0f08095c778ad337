import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonBody } from '../../../src/adapters/mailgun/json-body.ts';

const bytes = (text: string) => Buffer.from(text, 'utf8');
const parse = (text: string, contentType: string | undefined = 'application/json') =>
  parseJsonBody(contentType, bytes(text));

describe('a JSON body', () => {
  it('is read whatever JSON value it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(parse(text)).toEqual({ value: JSON.parse(text) });
      }),
    );
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON ;charset=UTF-8'])(
    'is believed with the content type %s',
    (contentType) => {
      expect(parse('{}\n', contentType)).toEqual({ value: {} });
    },
  );

  it.each([
    ['text/html', 'its content type is text/html'],
    ['text/plain; charset=utf-8', 'its content type is text/plain'],
    ['application/octet-stream', 'its content type is application/octet-stream'],
    ['application/jsonp', 'its content type is application/jsonp'],
    ['', 'its content type is missing'],
  ])('is not believed with the content type %j', (contentType, problem) => {
    expect(parse('{}', contentType)).toEqual({ problem });
  });

  it('is not believed without a content type', () => {
    expect(parseJsonBody(undefined, bytes('{}'))).toEqual({ problem: 'its content type is missing' });
  });

  it('is refused when it is cut off at any byte', () => {
    const whole = '{"webhooks":{"clicked":{"urls":["https://hooks.example.com/é"]}}}';
    for (let length = 0; length < bytes(whole).length; length += 1) {
      expect(parseJsonBody('application/json', bytes(whole).subarray(0, length))).toHaveProperty('problem');
    }
  });

  it.each([
    ['an empty body', '', 'it is empty'],
    ['garbage after the value', '{}x', 'it is not valid JSON'],
    ['two values', '{}{}', 'it is not valid JSON'],
    ['a NUL', '{}\0', 'it is not valid JSON'],
    ['a byte order mark', '\uFEFF{}', 'it is not valid JSON'],
    ['a key twice', '{"webhooks":{"a":1},"webhooks":{}}', 'it has the same key twice in one object'],
    ['a key twice, spelt differently', '{"a":1,"\\u0061":2}', 'it has the same key twice in one object'],
    ['a key twice, deep inside', '[{"x":[{"a":{}, "a" :1}]}]', 'it has the same key twice in one object'],
  ])('is refused with %s', (_, text, problem) => {
    expect(parse(text)).toEqual({ problem });
  });

  it('is refused when it is not valid UTF-8', () => {
    const latin1 = Buffer.from('{"message":"caf\xe9"}', 'latin1');
    expect(parseJsonBody('application/json', latin1)).toEqual({ problem: 'it is not valid UTF-8' });
  });

  it('may have the same key in different objects, and texts that look like keys', () => {
    const value = { a: { a: '"a":1', b: ['a', { a: '{"a":"\\' }] }, c: { a: '}' }, b: '[' };
    expect(parse(JSON.stringify(value))).toEqual({ value });
  });

  it('does not change any prototype', () => {
    const parsed = parse('{"__proto__":{"webhooks":{}},"constructor":{"prototype":{"polluted":1}}}');
    expect(parsed).toHaveProperty('value');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(({} as Record<string, unknown>)['webhooks']).toBeUndefined();
  });

  it('does no harm at any depth, and with any number of escapes', () => {
    const deep = 500_000;
    expect(parse('['.repeat(deep) + ']'.repeat(deep))).toHaveProperty('value');
    expect(parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)).toHaveProperty('value');
    expect(parse('['.repeat(deep))).toEqual({ problem: 'it is not valid JSON' });
    expect(parse(`{"a":"${'\\"'.repeat(deep)}"}`)).toEqual({ value: { a: '"'.repeat(deep) } });
  });
});
