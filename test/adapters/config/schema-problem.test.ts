import { describe, expect, it } from 'vitest';
import { EVENT_TYPES, LEGACY_EVENT_NAMES } from '../../../src/model/event-type.ts';
import { diagnosticsOf, errorsOf, underlined } from './config-folder.ts';

const webhooks = (entry: string) => `version: 1\ndomains:\n  a.example:\n    webhooks:\n      ${entry}\n`;

describe('the shape of a file', () => {
  it.each([...LEGACY_EVENT_NAMES])("knows today's name of the event type %s", async (legacy, today) => {
    expect(await errorsOf(webhooks(`${legacy}: https://a.example/`))).toEqual([
      `5:7 unknown event type '${legacy}': Mailgun calls it '${today}' today (write '${today}')`,
    ]);
  });

  it('knows the nearest event type', async () => {
    const near = {
      opend: 'opened',
      delivred: 'delivered',
      bounced: 'permanent_fail',
      permanent_fial: 'permanent_fail',
      drops: 'permanent_fail',
    };
    for (const [wrong, right] of Object.entries(near)) {
      expect(await errorsOf(webhooks(`${wrong}: https://a.example/`))).toEqual([
        `5:7 unknown event type '${wrong}' (did you mean '${right}'?)`,
      ]);
    }
    expect(await errorsOf(webhooks('whatever: https://a.example/'))).toEqual([
      `5:7 unknown event type 'whatever' (there are ${EVENT_TYPES.join(', ')})`,
    ]);
  });

  it('knows the nearest key, and where a misplaced one belongs', async () => {
    const errors = await errorsOf(`version: 1
domain: {}
default: {}
domains:
  a.example: { polices: exact, webhooks: {} }
  b.example: { delivered: https://a.example/ , webhooks: {} }
  c.example: { zzz: 1, webhooks: {} }
`);
    expect(errors).toEqual([
      "2:1 unknown key 'domain' (did you mean 'domains'?)",
      "3:1 unknown key 'default' (did you mean 'defaults'?)",
      "5:16 unknown key 'polices' (did you mean 'policy'?)",
      "6:16 unknown key 'delivered' (event types stand under 'webhooks')",
      "7:16 unknown key 'zzz' (there are account, policy, template, ignore, webhooks)",
    ]);
  });

  it.each([
    ['5', '5'],
    ['true', 'true'],
    ['{ a: b }', 'a map'],
    ['', 'empty'],
    ['[1]', undefined],
    ['""', "''"],
  ])('has one error for the event type opened: %s', async (value, shown) => {
    const [error, more] = await errorsOf(webhooks(`opened: ${value}`));
    expect(more).toBeUndefined();
    expect(error).toContain('must be a URL');
    if (shown !== undefined) expect(error).toMatch(new RegExp(` but is ${shown}$`));
  });

  it('has a version in every file', async () => {
    const rest = 'domains:\n  a.example: { webhooks: {} }\n';
    expect(await errorsOf(rest)).toEqual(["1:1 the file has no 'version' (add 'version: 1')"]);
    for (const version of ['2', '"1"', '1.5', 'true']) {
      const [error] = await errorsOf(`version: ${version}\n${rest}`);
      expect(error).toContain("1:10 'version' must be 1, the only version there is, but is");
    }
  });

  it('has every other error too when its version is wrong', async () => {
    const errors = await errorsOf('version: 2\ndomains:\n  a.example: { template: nope }\n');
    expect(errors.map((error) => error.split(' (')[0])).toEqual([
      "1:10 'version' must be 1, the only version there is, but is 2",
      "3:26 unknown template 'nope'",
    ]);
  });

  it.each(['accounts', 'defaults', 'endpoints', 'templates', 'domains'])(
    'has no empty section %s',
    async (section) => {
      const [error] = await errorsOf(`version: 1\n${section}:\n`);
      expect(error).toBe(
        `2:1 '${section}' must be a map of keys and values, but is empty (remove the key, or write {} if it has nothing to say)`,
      );
    },
  );

  it('underlines exactly what is meant, in block and flow style, with quotes and over lines', async () => {
    const diagnostics = await diagnosticsOf(`version: 1
domains:
  a.example: { "polcy": exact, policy: 'exat', webhooks: { opened: [https://a.example/, 5] } }
  b.example:
    policy: >-
      exatt
    webhooks: [
      1, 2 ]
    ignore: https://x.example/
`);
    expect(diagnostics.map(underlined)).toEqual(['"polcy"', "'exat'", '5', '>-', '[', 'https://x.example/']);
    expect(diagnostics.map(({ place }) => [place?.line, place?.column])).toEqual([
      [3, 16],
      [3, 40],
      [3, 89],
      [5, 13],
      [7, 15],
      [9, 13],
    ]);
  });
});
