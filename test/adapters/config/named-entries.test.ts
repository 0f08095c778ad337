import { describe, expect, it } from 'vitest';
import { diagnosticsOf, errorsOf, load, underlined } from './config-folder.ts';

const DOMAIN = 'domains:\n  mg.example.com: { webhooks: {} }\n';
const KEEP = 'keep one of them: all files together are one desired state';

describe('all files together', () => {
  it('are one desired state: what one file names, another uses', async () => {
    const { desired, files } = await load({
      'z/domains.yaml': 'version: 1\ndomains:\n  mg.example.com: { template: t, account: main }\n',
      'templates.yml': 'version: 1\ntemplates: { t: { opened: audit } }\n',
      'endpoints.yaml': 'version: 1\nendpoints: { audit: https://a.example/ , unused: https://b.example/ }\n',
      'accounts.yaml': 'version: 1\naccounts: { main: { apiKey: { env: KEY } } }\n',
    });
    expect(files).toEqual(['accounts.yaml', 'endpoints.yaml', 'templates.yml', 'z/domains.yaml']);
    expect(desired.domains).toEqual([
      {
        account: 'main',
        domain: 'mg.example.com',
        policy: 'listed',
        ignore: [],
        webhooks: { opened: ['https://a.example/'] },
      },
    ]);
  });

  it('mean the same in whatever order and files things stand', async () => {
    const one = await load(
      'version: 1\ndomains:\n  b.example: { webhooks: {} }\n  a.example: { webhooks: {} }\n',
    );
    const two = await load({
      '1.yaml': 'version: 1\ndomains: { a.example: { webhooks: {} } }\n',
      '2.yaml': 'version: 1\ndomains: { b.example: { webhooks: {} } }\n',
    });
    expect(one.desired).toEqual({ ...two.desired, doubts: one.desired.doubts });
    expect(one.desired.domains.map(({ domain }) => domain)).toEqual(['a.example', 'b.example']);
  });

  it.each([
    ['accounts', '{ x: { apiKey: { env: KEY } } }', 'account'],
    ['endpoints', '{ x: https://a.example/ }', 'endpoint'],
    ['templates', '{ x: {} }', 'template'],
  ])('name each of %s once, and an error names both places', async (section, entries, noun) => {
    const text = `version: 1\n${section}: ${entries}\n`;
    const errors = await errorsOf({ 'a.yaml': text, 'b.yaml': text, 'd.yaml': `version: 1\n${DOMAIN}` });
    const column = section.length + 5;
    expect(errors).toEqual([
      `b.yaml:2:${column} the ${noun} 'x' is defined twice, first at a.yaml:2:${column} (${KEEP})`,
    ]);
  });

  it.each([
    ['the same spelling', 'mg.example.com', ''],
    ['another case', 'MG.Example.com', ", there spelt 'mg.example.com'"],
  ])('name each domain once, also in %s', async (_, name, spelt) => {
    const errors = await errorsOf({
      'a.yaml': `version: 1\n${DOMAIN}`,
      'b/c.yaml': `version: 1\ndomains: { ${name}: }\n`,
    });
    expect(errors).toEqual([
      `b/c.yaml:2:12 the domain '${name}' is defined twice${spelt}, first at a.yaml:3:3 (${KEEP})`,
    ]);
  });

  it('take a domain in its own script and in ASCII for one, in one file too', async () => {
    const text =
      'version: 1\ndomains:\n  "BÜCHER.example": { webhooks: {} }\n  xn--bcher-kva.example: {}\n  "*.ü.example": { webhooks: {} }\n  "*.xn--tda.example": {}\n';
    const errors = await errorsOf(text);
    expect(errors).toEqual([
      expect.stringMatching(
        /^4:3 the domain 'xn--bcher-kva.example' is defined twice, there spelt 'BÜCHER.example', first at config.yaml:3:3/,
      ),
      expect.stringMatching(/^6:3 the domain '\*\.xn--tda\.example' is defined twice/),
    ]);
  });

  it('set each default once', async () => {
    const errors = await errorsOf({
      'a.yaml': `version: 1\ndefaults: { policy: exact }\n${DOMAIN}`,
      'b.yaml': 'version: 1\ndefaults: { policy: exact, template: t }\ntemplates: { t: {} }\n',
    });
    expect(errors).toEqual([
      expect.stringMatching(/^b.yaml:2:13 the default 'policy' is set twice, first at a.yaml:2:13/),
    ]);
  });

  it('refuse names that are no names', async () => {
    const long = 'x'.repeat(65);
    for (const name of ['""', '-a', '__proto__', '"a b"', 'a/b', long, '"ä"']) {
      const text = `version: 1\nendpoints:\n  ${name}: https://a.example/\n${DOMAIN}`;
      const [diagnostic, more] = await diagnosticsOf(text);
      expect(diagnostic?.message).toContain('cannot be the name of an endpoint');
      expect(diagnostic && underlined(diagnostic)).toBe(name);
      expect(more).toBeUndefined();
    }
  });

  it('leave nothing undecided when a broken file may hold the defaults', async () => {
    const domains = 'version: 1\ndomains: { a.example: }\n';
    const accounts = 'version: 1\naccounts: { a: { apiKey: { env: A } }, b: { apiKey: { env: B } } }\n';
    for (const broken of [
      'defaults: [\n',
      'version: 1\ndefaults: { acount: a, templte: t }\n',
      'version: 1\ndefaults: 5\n',
    ]) {
      const errors = await errorsOf({ 'a.yaml': accounts, 'b.yaml': broken, 'c.yaml': domains });
      expect(errors.filter((error) => !error.startsWith('b.yaml'))).toEqual([]);
      expect(errors.length).toBeGreaterThan(0);
    }
  });

  it('are all checked at once, and a broken file makes no names of others unknown', async () => {
    const errors = await errorsOf({
      'broken.yaml': 'version: 1\nendpoints: [\n',
      'b.yaml': 'version: 1\ntemplates: { t: { opened: from-broken, klicked: x } }\n',
      'c.yaml': 'version: 1\ndomains:\n  mg.example.com: { template: gone, policy: exat }\n  x.example:\n',
    });
    expect(errors.map((error) => error.split(' (')[0])).toEqual([
      "b.yaml:2:40 unknown event type 'klicked'",
      'broken.yaml:2:13 the closing bracket is missing, or stands too far to the left',
      "c.yaml:3:45 unknown policy 'exat'",
    ]);
  });
});
