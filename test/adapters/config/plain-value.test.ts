import { describe, expect, it } from 'vitest';
import { diagnosticsOf, errorsOf, load, underlined } from './config-folder.ts';

const domain = (name: string) => `  ${name}: { webhooks: {} }\n`;

describe('the keys of a map', () => {
  it('are written once, and the second one names the first', async () => {
    const text = 'version: 1\ndomains:\n  mg.example.com: { webhooks: {}, "webhooks": {} }\nversion: 1\n';
    expect(await errorsOf({ 'a.yaml': text })).toEqual([
      "a.yaml:3:35 'webhooks' is written twice, first at a.yaml:3:21 (keep one of them)",
      "a.yaml:4:1 'version' is written twice, first at a.yaml:1:1 (keep one of them)",
    ]);
  });

  it('have the first of two values, and errors in it are found where it stands', async () => {
    const text = 'version: 1\ndomains:\n  a.example: { webhooks: {}, policy: exat, policy: x }\n';
    expect((await errorsOf(text)).map((error) => error.split(',')[0])).toEqual([
      "3:38 unknown policy 'exat' (did you mean 'exact'?)",
      "3:44 'policy' is written twice",
    ]);
  });

  it.each([
    ['123', 'a number'],
    ['0x10', 'a number'],
    ['1.5', 'a number'],
    ['true', 'true or false'],
    ['null', 'empty'],
    ['~', 'empty'],
  ])('are text: %s is not', async (key, kind) => {
    expect(await errorsOf(`version: 1\ndomains:\n  ${key}: {}\n`)).toEqual([
      `3:3 a key must be text, and ${key} without quotes is ${kind} (write '${key}' in quotes)`,
    ]);
  });

  it.each([
    ['a list', '? [a]\n  : {}'],
    ['a map', '? {a: b}\n  : {}'],
    ['an alias', '? *a\n  : {}'],
  ])('are never %s', async (_, key) => {
    const [error] = await errorsOf(`version: &a 1\ndomains:\n  ${key}\n`);
    expect(error).toMatch(/^3:5 a key must be text, not an alias, a list or a map/);
  });

  it('are never left out', async () => {
    const [error] = await errorsOf('version: 1\ndomains:\n  : {}\n');
    expect(error).toContain('a key is empty');
  });

  it('merge nothing', async () => {
    const text = 'version: 1\ndomains:\n  a.example: &a { webhooks: {} }\n  b.example:\n    <<: *a\n';
    expect(await errorsOf(text)).toEqual([
      "5:5 merge keys ('<<') are not part of YAML 1.2 (share webhooks through a template)",
    ]);
  });

  it('mean nothing but themselves, also where they are known to JavaScript', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype'];
    const before = Object.getOwnPropertyNames(Object.prototype);
    for (const name of names) {
      const texts = [
        `version: 1\n${name}: { policy: exact }\n`,
        `version: 1\ndomains:\n  ${name}: { policy: exact, webhooks: {} }\n`,
        `version: 1\ndomains:\n  a.example: { ${name}: { policy: exact } }\n`,
        `version: 1\ndomains:\n  a.example: { webhooks: { ${name}: https://a.example/ } }\n`,
        `version: 1\ndefaults: { ${name}: x }\ndomains:\n  a.example: { webhooks: {} }\n`,
        `version: 1\ndomains:\n  a.example: { template: ${name}, webhooks: { opened: ${name} } }\n`,
      ];
      for (const text of texts) expect((await errorsOf(text)).length, text).toBeGreaterThan(0);
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    expect(({} as Record<string, unknown>)['policy']).toBeUndefined();
  });

  it('may be such names where names are free', async () => {
    const { desired, accounts } = await load(`version: 1
accounts: { constructor: { apiKey: { env: KEY } } }
endpoints: { toString: https://a.example/x }
templates: { valueOf: { opened: toString } }
domains:
  a.example: { account: constructor, template: valueOf }
`);
    expect(accounts.map(({ name }) => name)).toEqual(['constructor']);
    expect(desired.domains[0]?.webhooks).toEqual({ opened: ['https://a.example/x'] });
  });
});

describe('aliases', () => {
  it('stand for the value of their anchor, however often they are used', async () => {
    const names = Array.from({ length: 500 }, (_, index) => `  d${index}.example: { webhooks: *shared }\n`);
    const { desired } = await load(
      `version: 1\ntemplates:\n  t: &shared { opened: https://a.example/ }\ndomains:\n${names.join('')}`,
    );
    expect(desired.domains).toHaveLength(500);
    expect(desired.domains[499]?.webhooks).toEqual({ opened: ['https://a.example/'] });
  });

  it('have their anchor before them, and not around them', async () => {
    const text = `version: 1\ndomains:\n  a.example: { webhooks: *later }\n  b.example: &later\n    webhooks: *later\n`;
    const errors = await errorsOf(text);
    expect(errors[0]).toBe(
      "3:26 '*later' is an alias, and there is no anchor '&later' before it (put a text that starts with * in quotes)",
    );
    expect(errors[1]).toMatch(/^5:15 the alias '\*later' stands inside the value it refers to/);
  });

  it('cannot stand for billions of values', async () => {
    const levels = Array.from({ length: 12 }, (_, level) => {
      const item = level === 0 ? '1' : `*a${level - 1}`;
      return `x${level}: &a${level} [${Array(9).fill(item).join(', ')}]\n`;
    });
    const errors = await errorsOf(`version: 1\n${levels.join('')}domains:\n${domain('a.example')}`);
    expect(errors.filter((error) => error.includes('stand for more than 1000000 values'))).toHaveLength(1);
  });

  it('are followed to the place of an error, which is said once', async () => {
    const text = `version: 1
domains:
  a.example: &a { policy: exat, webhooks: {} }
  b.example: *a
  c.example: { policy: &p exact, webhooks: *p }
`;
    const diagnostics = await diagnosticsOf(text);
    expect(diagnostics.map(({ place, message }) => [place?.line, place?.column, message])).toEqual([
      [3, 27, "unknown policy 'exat'"],
      [5, 44, "'webhooks' must be a map of keys and values, but is 'exact'"],
    ]);
    expect(diagnostics.map(underlined)).toEqual(['exat', '*p']);
  });
});
