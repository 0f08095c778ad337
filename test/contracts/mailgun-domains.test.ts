import { describe, expect, it } from 'vitest';
import type { Seed } from '../../src/emulator/seed.ts';
import { type Asked, ask, withEmulator } from '../support/emulator.ts';

const SEED: Seed = {
  domains: {
    'beta.example': {},
    'alpha.example': {},
    'sandbox1.example': {},
    'child.example': {},
    'delta.example': {},
  },
  disabled: ['delta.example'],
  unverified: ['alpha.example'],
  subaccounts: { '5f3c0a': ['child.example'] },
};

interface Page {
  readonly total_count: number;
  readonly items: readonly Readonly<Record<string, unknown>>[];
}

async function page(target: string, asked: Asked = {}): Promise<Page> {
  const heard = await ask(await withEmulator({ seed: SEED }), `GET ${target}`, asked);
  expect(heard.status).toBe(200);
  return JSON.parse(heard.text);
}

async function names(target: string, asked: Asked = {}): Promise<readonly unknown[]> {
  return (await page(target, asked)).items.map((item) => item['name']);
}

const NEWEST_FIRST = ['delta.example', 'sandbox1.example', 'alpha.example', 'beta.example'];
const BY_NAME = ['alpha.example', 'beta.example', 'delta.example', 'sandbox1.example'];

describe('Mailgun lists domains', () => {
  it.each([
    ['the newest first by default', '', NEWEST_FIRST],
    ['by name', '?sort=name', BY_NAME],
    ['by name, ascending', '?sort=name:asc', BY_NAME],
    ['by name, descending', '?sort=name:desc', BY_NAME.toReversed()],
    ['a page from the start', '?sort=name&limit=2', BY_NAME.slice(0, 2)],
    ['a page from the middle', '?sort=name&limit=2&skip=1', BY_NAME.slice(1, 3)],
    ['an empty page after the end', '?skip=4', []],
    ['the largest page', '?limit=1000&sort=name:asc', BY_NAME],
    ['those whose name contains a text', '?sort=name&search=LTA', ['delta.example']],
    ['the active ones', '?sort=name&state=active', ['beta.example', 'sandbox1.example']],
    ['the unverified ones', '?state=unverified', ['alpha.example']],
    ['the disabled ones', '?state=disabled', ['delta.example']],
    ['those of subaccounts, if asked to', '?include_subaccounts=true&search=chi', ['child.example']],
    ['those of subaccounts only if asked to', '?search=chi', []],
  ])('%s (OAS)', async (_, query, expected) => {
    expect(await names(`/v4/domains${query}`)).toEqual(expected);
  });

  it('in v3 as in v4', async () => {
    expect(await names('/v3/domains?sort=name')).toEqual(BY_NAME);
  });

  it('with the count of all that match, whatever the page', async () => {
    expect((await page('/v4/domains?limit=1&skip=1')).total_count).toBe(4);
  });

  it('of a subaccount for the parent that names it in a header', async () => {
    expect(await names('/v4/domains', { headers: { 'X-Mailgun-On-Behalf-Of': '5f3c0a' } })).toEqual([
      'child.example',
    ]);
  });

  it('with the subaccount of a domain on the domains of subaccounts alone', async () => {
    const { items } = await page('/v4/domains?include_subaccounts=true&sort=name');
    expect(items.map((item) => item['subaccount_id'])).toEqual([
      undefined,
      undefined,
      '5f3c0a',
      undefined,
      undefined,
    ]);
  });

  it('with the recorded fields in their order, and 100 of them by default', async () => {
    const domains = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`d${index}.example`, {}]));
    const heard = await ask(await withEmulator({ seed: { domains } }), 'GET /v4/domains');
    expect(heard.text).toMatch(
      /^\{"total_count":101,"items":\[\{"created_at":"Mon, 01 Jan 2024 01:40:00 GMT","id":"[0-9a-f]{24}","is_disabled":false,"name":"d100\.example","require_tls":false,/,
    );
    expect((JSON.parse(heard.text) as Page).items).toHaveLength(100);
  });

  it('with the reason on a disabled domain alone', async () => {
    const { items } = await page('/v4/domains?sort=name');
    expect(items.map((item) => [item['is_disabled'], item['state'], 'disabled' in item])).toEqual([
      [false, 'unverified', false],
      [false, 'active', false],
      [true, 'disabled', true],
      [false, 'active', false],
    ]);
    expect(Object.keys(items[2]?.['disabled'] ?? {})).toEqual(['code', 'note', 'permanently', 'reason']);
  });

  it.each(['limit=1001', 'limit=0', 'limit=many', 'skip=-1', 'sort=age', 'state=happy'])(
    'and refuses %s',
    async (query) => {
      const heard = await ask(await withEmulator({ seed: SEED }), `GET /v4/domains?${query}`);
      const [name, value] = query.split('=');
      expect([heard.status, heard.text]).toEqual([
        400,
        `{"message":"Invalid parameter: ${name} ${value}"}\n`,
      ]);
    },
  );
});

describe('Mailgun keeps the domains of a subaccount apart', () => {
  const hooks = '/v3/domains/child.example/webhooks';
  const onBehalf = { headers: { 'X-Mailgun-On-Behalf-Of': '5f3c0a' } };

  it('the parent reads and writes them with the header', async () => {
    const emulator = await withEmulator({ seed: SEED });
    const form = [
      ['id', 'opened'],
      ['url', 'https://a.example/'],
    ] as const;
    expect((await ask(emulator, `POST ${hooks}`, { ...onBehalf, form })).status).toBe(200);
    expect((await ask(emulator, `GET ${hooks}`, onBehalf)).text).toContain('"opened"');
    expect(emulator.webhooks('child.example')).toEqual({ opened: ['https://a.example/'] });
  });

  it('without the header they are not found, nor are the domains of the parent with it', async () => {
    const emulator = await withEmulator({ seed: SEED });
    expect((await ask(emulator, `GET ${hooks}`)).text).toBe('{"message":"Domain not found"}\n');
    expect((await ask(emulator, 'GET /v3/domains/beta.example/webhooks', onBehalf)).status).toBe(404);
  });
});
