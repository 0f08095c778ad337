import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EVENT_TYPES } from '../../src/model/event-type.ts';
import { type Asked, ask, withEmulator } from '../support/emulator.ts';

/** The webhooks of a domain as a set of cells, `event type` and `URL`: the simplest thing the calls can be told in. */
type Cells = ReadonlySet<string>;

interface Call {
  readonly api: 'v3' | 'v4';
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly eventTypes: readonly string[];
  readonly urls: readonly string[];
}

const URLS = ['https://a.example/', 'https://b.example/', 'http://c.example/x', 'https://d.example/?q=1&r'];
const EVENTS = EVENT_TYPES.slice(0, 4);

const call: fc.Arbitrary<Call> = fc.record({
  api: fc.constantFrom('v3', 'v4'),
  method: fc.constantFrom('POST', 'PUT', 'DELETE'),
  eventTypes: fc.uniqueArray(fc.constantFrom(...EVENTS), { minLength: 1 }),
  urls: fc.uniqueArray(fc.constantFrom(...URLS), { minLength: 1 }),
});

const cell = (eventType: string, url: string) => `${eventType} ${url}`;
const ofEvent = (cells: Cells, eventType: string) =>
  [...cells].filter((text) => text.startsWith(`${eventType} `));
const ofUrl = (cells: Cells, url: string) => [...cells].filter((text) => text.endsWith(` ${url}`));
const without = (cells: Cells, gone: readonly string[]): Cells =>
  new Set([...cells].filter((text) => !gone.includes(text)));

/** What a call makes of the cells; `undefined` if it is refused. */
function expected(cells: Cells, { api, method, eventTypes, urls }: Call): Cells | undefined {
  return api === 'v3'
    ? expectedV3(cells, method, { eventType: eventTypes[0] ?? '', urls })
    : expectedV4(cells, method, { eventTypes, urls });
}

function expectedV3(
  cells: Cells,
  method: Call['method'],
  { eventType, urls }: { eventType: string; urls: readonly string[] },
) {
  const has = ofEvent(cells, eventType);
  if (method === 'DELETE') return has.length > 0 ? without(cells, has) : undefined;
  if (urls.length > 3 || (method === 'POST') === has.length > 0) return undefined;
  return new Set([...without(cells, has), ...urls.map((url) => cell(eventType, url))]);
}

function expectedV4(
  cells: Cells,
  method: Call['method'],
  { eventTypes, urls }: { eventTypes: readonly string[]; urls: readonly string[] },
) {
  const [url = ''] = urls;
  const wanted = eventTypes.map((eventType) => cell(eventType, url));
  if (method === 'DELETE')
    return without(
      cells,
      urls.flatMap((gone) => ofUrl(cells, gone)),
    );
  if (method === 'POST' && wanted.some((text) => cells.has(text))) return undefined;
  if (method === 'PUT' && ofUrl(cells, url).length === 0) return undefined;
  const base = method === 'PUT' ? without(cells, ofUrl(cells, url)) : cells;
  const after = new Set([...base, ...wanted]);
  return EVENTS.some((eventType) => ofEvent(after, eventType).length > 3) ? undefined : after;
}

function toRequest(domain: string, { api, method, eventTypes, urls }: Call): readonly [string, Asked] {
  const [first = ''] = eventTypes;
  const path = `${method} /${api}/domains/${domain}/webhooks`;
  const urlFields = urls.map((url) => ['url', url] as const);
  if (api === 'v4') {
    if (method === 'DELETE') return [`${path}?url=${encodeURIComponent(urls.join(','))}`, {}];
    return [path, { form: [...urlFields, ...eventTypes.map((name) => ['event_types', name] as const)] }];
  }
  if (method === 'POST') return [path, { form: [['id', first], ...urlFields] }];
  return [`${path}/${first}`, method === 'PUT' ? { form: urlFields } : {}];
}

it('Any sequence of v3 and v4 calls leaves what a plain table of event types and URLs says', async () => {
  const emulator = await withEmulator({ rate: 'none' });
  let domains = 0;
  const cellsOf = (hooks: Readonly<Record<string, readonly string[]>>) =>
    new Set(Object.entries(hooks).flatMap(([eventType, urls]) => urls.map((url) => cell(eventType, url))));
  await fc.assert(
    fc.asyncProperty(fc.array(call, { maxLength: 15 }), async (calls) => {
      domains += 1;
      const domain = `d${domains}.example`;
      emulator.addDomain(domain);
      let cells: Cells = new Set();
      for (const next of calls) {
        const after = expected(cells, next);
        const heard = await ask(emulator, ...toRequest(domain, next));
        cells = after ?? cells;
        expect(heard.status === 200).toBe(after !== undefined);
        expect(cellsOf(emulator.webhooks(domain))).toEqual(cells);
        const listed = JSON.parse((await ask(emulator, `GET /v3/domains/${domain}/webhooks`)).text);
        expect(
          cellsOf(
            Object.fromEntries(
              Object.entries<{ urls: string[] }>(listed.webhooks).map(([name, hook]) => [name, hook.urls]),
            ),
          ),
        ).toEqual(cells);
      }
    }),
  );
});

it.each([
  ['a percent sign that encodes nothing', '/v3/domains/%zz/webhooks', '{"message":"Domain not found"}\n'],
  ['dots that are encoded', '/v3/domains/%2e%2e%2fx/webhooks', '{"message":"Domain not found"}\n'],
  ['a method name of Object.prototype', '/v3/domains/toString/webhooks', '{"message":"Domain not found"}\n'],
  ['a slash at the end', '/v3/domains/a.example/webhooks/', '{"error":"not found"}\n'],
  ['one part too many', '/v3/domains/a.example/webhooks/opened/test', '{"error":"not found"}\n'],
])('A path with %s is a 404, not a failure', async (_, path, body) => {
  const emulator = await withEmulator({ seed: { domains: { 'a.example': {} } } });
  const heard = await ask(emulator, `GET ${path}`);
  expect([heard.status, heard.text]).toEqual([404, body]);
});
