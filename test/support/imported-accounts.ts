import fc from 'fast-check';
import type { ReadDomain } from '../../src/model/domain-state.ts';
import { EVENT_TYPES, type EventType } from '../../src/model/event-type.ts';
import { buildWebhooks } from '../../src/model/webhooks.ts';
import { domainName, readDomain } from './domains.ts';

/** Names that end in one another, hold an event type, look like a token, or are not ASCII. */
const DOMAINS = [
  'example.com',
  'mg.example.com',
  'news.example.com',
  'delivered.example.com',
  'mg.internationalmailingcompany.example',
  'bücher.example',
  'a.co',
  'b.co',
  '1e3.no',
].map(domainName);

const HOSTS = [
  'crm.example.com',
  'hooks.slack.com',
  'api.x.io:8443',
  '127.0.0.1',
  'ü.example',
  '{d}',
  'in.{d}',
  '{e}.hooks.io',
];
const SEGMENTS = [
  'mailgun',
  'v1',
  '{d}',
  '{e}',
  'x',
  'a,b',
  "it's",
  '[x]',
  '&a',
  '*b',
  'T024BE7LD0123456789abcd',
  'bot:x',
  '%7Bdomain%7D',
  'é',
];
const QUERIES = ['', '?d={d}', '?event={e}&token=s3cret', "?key=it's", '?x', '?', '#top', '?a=b#c'];
const USERS = ['', '', '', 'user:pass@', "o'neill@"];

/** URLs that a configuration cannot say, as far as Mailgun may hold them. */
const UNWRITABLE = [
  'https://x.example/with space',
  'https://x.example/{domain}',
  `https://x.example/${'$'}{HOME}`,
  'https://x.example/$MGHOOKS_VAR_X',
  'https://x.example/\ud800',
  'https://x.example/\uffff',
  'https://x.example/\u202e',
  'ftp://x.example/',
  'not a URL\n- x: y',
  `https://x.example/${'long/'.repeat(500)}`,
];

interface Template {
  readonly url: string;
}

const arbitraryWritable: fc.Arbitrary<Template> = fc
  .record({
    scheme: fc.constantFrom('https', 'http'),
    user: fc.constantFrom(...USERS),
    host: fc.constantFrom(...HOSTS),
    segments: fc.array(fc.constantFrom(...SEGMENTS), { maxLength: 3 }),
    query: fc.constantFrom(...QUERIES),
  })
  .map(({ scheme, user, host, segments, query }) => ({
    url: `${scheme}://${user}${host}${segments.map((segment) => `/${segment}`).join('')}${query}`,
  }));

/** A few URLs that the domains of an account share, so that there is something to fold. */
const arbitraryUrls = fc.array(arbitraryWritable, { minLength: 1, maxLength: 4 });

type Picks = readonly (readonly number[])[];

const arbitraryPicks: fc.Arbitrary<Picks> = fc.tuple(
  ...EVENT_TYPES.map(() => fc.array(fc.nat({ max: 40 }), { maxLength: 4 })),
);

const arbitraryHooks = fc.constantFrom(
  [],
  [{ name: 'bounce', urls: ['https://old.example.com/\u2028x: [y'] }],
  [{ name: 'new # thing', urls: ['http://a', 'http://user:pa55word@b'] }],
);

/** What Mailgun may answer about the domains of an account. */
export const arbitraryAccount: fc.Arbitrary<readonly ReadDomain[]> = fc
  .record({
    urls: arbitraryUrls,
    sets: fc.array(arbitraryPicks, { minLength: 1, maxLength: 3 }),
    domains: fc.uniqueArray(
      fc.record({
        domain: fc.constantFrom(...DOMAINS),
        set: fc.nat(),
        change: fc.option(fc.nat()),
        hooks: arbitraryHooks,
      }),
      { selector: ({ domain }) => domain, minLength: 1 },
    ),
  })
  .map(({ urls, sets, domains }) =>
    domains.map(({ domain, set, change, hooks }) => {
      const picks = sets[set % sets.length] ?? [];
      const webhooks = buildWebhooks((eventType) => {
        const index = EVENT_TYPES.indexOf(eventType);
        const picked = change !== null && index === change % 8 ? [] : (picks[index] ?? []);
        const found = picked.flatMap((pick) => urlAt(urls, pick, { domain, eventType }));
        return found.length === 0 ? undefined : found;
      });
      return readDomain(webhooks, { domain, unknownHooks: hooks });
    }),
  );

/** One pick of forty or so is a URL that cannot be written. */
function urlAt(
  urls: readonly Template[],
  pick: number,
  { domain, eventType }: { readonly domain: string; readonly eventType: EventType },
): readonly string[] {
  if (pick === 40) return [UNWRITABLE[(domain.length + eventType.length) % UNWRITABLE.length] ?? ''];
  const url = urls[pick % urls.length]?.url ?? '';
  return [
    url
      .replaceAll('{d}', domain)
      .replaceAll('{e}', eventType.replace('_', '-') === eventType ? eventType : 'delivered'),
  ];
}
