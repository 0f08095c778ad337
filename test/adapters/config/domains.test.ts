import { describe, expect, it } from 'vitest';
import { errorsOf, load } from './config-folder.ts';

const COMMON = `version: 1
endpoints:
  audit: https://hooks.example.com/{domain}/{event}
  plain: https://plain.example.com/x
templates:
  standard: { delivered: audit, permanent_fail: [audit, plain], opened: plain }
  other: { delivered: plain }
`;

describe('a domain', () => {
  it('with nothing to say gets the defaults, {domain} and {event} filled in', async () => {
    const { desired } = await load(
      `${COMMON}defaults: { policy: merge, template: standard }\ndomains:\n  mg.example.com:\n  b.example: {}\n`,
    );
    expect(desired.domains[1]).toEqual({
      account: 'default',
      domain: 'mg.example.com',
      policy: 'merge',
      ignore: [],
      webhooks: {
        delivered: ['https://hooks.example.com/mg.example.com/delivered'],
        opened: ['https://plain.example.com/x'],
        permanent_fail: [
          'https://hooks.example.com/mg.example.com/permanent_fail',
          'https://plain.example.com/x',
        ],
      },
    });
  });

  it('overrides its template event type by event type, and policy and template of the defaults', async () => {
    const { desired } = await load(`${COMMON}defaults: { policy: merge, template: other }
domains:
  mg.example.com:
    policy: exact
    template: standard
    ignore: ["https://*.vendor.example/**"]
    webhooks: { opened: [], clicked: [https://b.example/, plain, https://a.example/] }
`);
    expect(desired.domains[0]).toMatchObject({ policy: 'exact', ignore: ['https://*.vendor.example/**'] });
    expect(desired.domains[0]?.webhooks).toEqual({
      delivered: ['https://hooks.example.com/mg.example.com/delivered'],
      opened: [],
      clicked: ['https://a.example/', 'https://b.example/', 'https://plain.example.com/x'],
      permanent_fail: [
        'https://hooks.example.com/mg.example.com/permanent_fail',
        'https://plain.example.com/x',
      ],
    });
  });

  it('without defaults has policy listed and the only account', async () => {
    const { desired } = await load(
      'version: 1\naccounts: { eu: { region: eu, apiKey: { env: K } } }\ndomains: { a.example: { webhooks: {} } }\n',
    );
    expect(desired.domains).toEqual([
      { account: 'eu', domain: 'a.example', policy: 'listed', ignore: [], webhooks: {} },
    ]);
  });

  it('as a pattern keeps {domain} open, {event} filled in', async () => {
    const { desired } = await load(
      `${COMMON}domains:\n  "*.Customers.example.com": { template: standard }\n  "*": { template: other, policy: observe }\n`,
    );
    expect(desired.domains).toEqual([]);
    expect(desired.patterns.map(({ suffix, policy }) => [suffix, policy])).toEqual([
      ['', 'observe'],
      ['customers.example.com', 'listed'],
    ]);
    expect(desired.patterns[1]?.webhooks.delivered).toEqual(['https://hooks.example.com/{domain}/delivered']);
  });

  it('must ask for something, be it for nothing', async () => {
    const nothing = (policy: string) => `version: 1\ndomains:\n  a.example: { policy: ${policy} }\n`;
    for (const policy of ['listed', 'exact', 'merge', 'observe']) {
      expect(await errorsOf(nothing(policy))).toEqual([
        expect.stringContaining("3:3 nothing is asked of 'a.example'"),
      ]);
    }
    const { desired } = await load('version: 1\ndomains:\n  a.example: { policy: exact, webhooks: {} }\n');
    expect(desired.domains[0]?.webhooks).toEqual({});
  });

  it('belongs to one of several accounts, and says to which', async () => {
    const accounts = 'accounts: { one: { apiKey: { env: A } }, two: { apiKey: { env: B } } }\n';
    const domains = 'domains:\n  a.example: { webhooks: {} }\n  b.example: { account: two, webhooks: {} }\n';
    expect(await errorsOf(`version: 1\n${accounts}${domains}`)).toEqual([
      "4:3 there are 2 accounts, and 'a.example' names none (add 'account' here or to the defaults: there are one, two)",
    ]);
    const { desired } = await load(`version: 1\n${accounts}defaults: { account: one }\n${domains}`);
    expect(desired.domains.map(({ account }) => account)).toEqual(['one', 'two']);
  });

  it('refers to accounts, templates and endpoints that exist', async () => {
    const errors = await errorsOf(`${COMMON}defaults: { account: main, template: standart }
domains:
  a.example: { account: defualt, template: oter, webhooks: { opened: [plian, hooks.example.com] } }
`);
    expect(errors).toEqual([
      "8:22 unknown account 'main' (there is only default)",
      "8:38 unknown template 'standart' (did you mean 'standard'?)",
      "10:25 unknown account 'defualt' (did you mean 'default'?)",
      "10:44 unknown template 'oter' (did you mean 'other'?)",
      "10:71 unknown endpoint 'plian' (did you mean 'plain'?)",
      "10:78 unknown endpoint 'hooks.example.com' (write https://hooks.example.com if it is a URL)",
    ]);
  });

  it('has each URL once on an event type, also when an endpoint and its URL are written', async () => {
    const errors = await errorsOf(`${COMMON}domains:
  a.example: { webhooks: { opened: [plain, https://plain.example.com/x] } }
  b.example: { webhooks: { opened: ["https://h.example/{event}", https://h.example/opened] } }
  bb.example: { webhooks: { opened: [https://h.example/, https://h.example/] } }
  c.example: { webhooks: { opened: ["https://h.example/{domain}", https://h.example/c.example] } }
  "*.d.example": { webhooks: { opened: ["https://h.example/{domain}", https://h.example/x.d.example] } }
`);
    expect(errors.map((error) => error.split(' (')[0])).toEqual([
      "9:44 'opened' has the same URL twice, first at config.yaml:9:37",
      "10:66 'opened' has the same URL twice, first at config.yaml:10:37",
      "11:58 'opened' has the same URL twice, first at config.yaml:11:38",
      "12:3 'opened' of 'c.example' has the same URL twice once {domain} is filled in",
    ]);
  });

  it('has at most three URLs on an event type', async () => {
    const four = '[https://a.example/1, https://a.example/2, https://a.example/3, https://a.example/4]';
    expect(await errorsOf(`version: 1\ndomains:\n  a.example: { webhooks: { opened: ${four} } }\n`)).toEqual([
      expect.stringMatching(
        /^3:36 'opened' must be a URL, .* list of up to 3 of them; .* but is a list of 4$/,
      ),
    ]);
  });

  it('has URLs that are right once the domain is known', async () => {
    const long = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.example`;
    const url = `https://h.example/{domain}/${'x'.repeat(1900)}`;
    const text = `version: 1\ntemplates: { t: { opened: "${url}" } }\ndomains:\n  ${long}: { template: t }\n  b.example: { template: t }\n`;
    expect(await errorsOf(text)).toEqual([
      `2:27 the URL is longer than 2048 characters, for the domain '${long}'`,
    ]);
  });

  it('cannot ignore a URL that it asks for itself', async () => {
    const errors = await errorsOf(`${COMMON}domains:
  a.example: { template: other, ignore: ["https://vendor.example/**", "https://*.example.com/*"] }
  "*.b.example": { ignore: ["https://h.example/**"], webhooks: { opened: "https://h.example/{domain}" } }
`);
    expect(errors.map((error) => error.split(' (')[0])).toEqual([
      "9:71 the pattern matches https://plain.example.com/x, which 'a.example' asks for on 'delivered'",
      "10:29 the pattern matches https://h.example/{domain}, which '*.b.example' asks for on 'opened'",
    ]);
  });

  it('ignores whole URLs, by patterns in which nothing is filled in', async () => {
    const errors = await errorsOf(
      'version: 1\ndomains:\n  a.example: { webhooks: {}, ignore: [vendor.example, "https://h/{domain}/*", "https://$' +
        '{MGHOOKS_VAR_X}/*", 5] }\n',
    );
    expect(errors.map((error) => error.split(' (')[0])).toEqual([
      "3:39 item 1 of 'ignore' must be a pattern of whole URLs, which starts with http or *, but is 'vendor.example'",
      "3:55 '{domain}' is not filled in inside an ignore pattern",
      "3:79 '$" + "{MGHOOKS_VAR_X}' is not filled in inside an ignore pattern",
      "3:109 item 4 of 'ignore' must be a pattern of whole URLs, which starts with http or *, but is 5",
    ]);
  });

  it('has a name that can stand in a path of the API', async () => {
    const errors = await errorsOf(
      'version: 1\ndomains:\n  ..: {}\n  a/b.example: {}\n  "%2e%2e": {}\n  x: {}\n  "a.*": {}\n',
    );
    expect(errors.map((error) => error.split(' ')[0])).toEqual(['3:3', '4:3', '5:3', '6:3', '7:3']);
  });
});
