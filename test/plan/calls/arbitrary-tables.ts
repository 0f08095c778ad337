import fc from 'fast-check';
import { EVENT_TYPES, type EventType } from '../../../src/model/event-type.ts';
import { buildWebhooks, URLS_PER_EVENT_TYPE_MAX, type Webhooks } from '../../../src/model/webhooks.ts';

/** The webhooks of a domain, before and after. */
export interface Pair {
  readonly from: Webhooks;
  readonly to: Webhooks;
}

/** URLs that are easily taken for one another, or hard to put into a request. */
export const AWKWARD_URLS: readonly string[] = [
  'https://hooks.example.com/a',
  'https://hooks.example.com/a/',
  'https://hooks.example.com/?ids=1,2',
  'https://bücher.example/ereignis',
];

export const PLAIN_URLS: readonly string[] = ['a', 'b', 'c', 'd', 'e', 'f'].map(
  (name) => `https://hooks.example.com/${name}`,
);

interface Lists {
  readonly urls: readonly string[];
  readonly columns?: number;
  readonly min?: number;
  readonly max?: number;
}

/** For each of the first event types any few of the URLs. */
export function anyWebhooks({
  urls,
  columns = EVENT_TYPES.length,
  min = 0,
  max = 3,
}: Lists): fc.Arbitrary<Webhooks> {
  const list = fc
    .integer({ min, max })
    .chain((length) => fc.shuffledSubarray([...urls], { minLength: length, maxLength: length }));
  return fc
    .tuple(...EVENT_TYPES.slice(0, columns).map(() => list))
    .map((lists) => filled((eventType) => lists[EVENT_TYPES.indexOf(eventType)] ?? []));
}

/** In canonical form, without event types that have no URL. */
export function filled(urlsOf: (eventType: EventType) => readonly string[]): Webhooks {
  return buildWebhooks((eventType) => {
    const urls = urlsOf(eventType);
    return urls.length === 0 ? undefined : urls;
  });
}

/** A few URLs, each on event types of its own, as templates make them. */
const fromTemplate: fc.Arbitrary<Webhooks> = fc
  .array(
    fc.record({ url: fc.constantFrom(...PLAIN_URLS), on: fc.subarray([...EVENT_TYPES], { minLength: 2 }) }),
    { maxLength: 2 },
  )
  .map((parts) =>
    filled((eventType) => parts.flatMap(({ url, on }) => (on.includes(eventType) ? [url] : []))),
  );

const pairOf = (webhooks: fc.Arbitrary<Webhooks>): fc.Arbitrary<Pair> =>
  fc.record({ from: webhooks, to: webhooks });

/** The same domain with up to four deliveries added or removed, as somebody does by hand. */
const drifted: fc.Arbitrary<Pair> = fc
  .record({
    to: fromTemplate,
    flips: fc.array(fc.tuple(fc.constantFrom(...EVENT_TYPES), fc.constantFrom(...PLAIN_URLS)), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .map(({ to, flips }) => ({ to, from: flips.reduce(flip, to) }));

function flip(webhooks: Webhooks, [eventType, url]: readonly [EventType, string]): Webhooks {
  const had = webhooks[eventType] ?? [];
  const urls = had.includes(url) ? had.filter((each) => each !== url) : [...had, url];
  if (urls.length > URLS_PER_EVENT_TYPE_MAX) return webhooks;
  return filled((each) => (each === eventType ? urls : (webhooks[each] ?? [])));
}

const MANY_URLS: readonly string[] = Array.from(
  { length: 48 },
  (_, index) => `https://hooks.example.com/${index}`,
);

/** Whole domains of 8 event types and 6 URLs, the last of 48, from the usual to the worst. */
export const PAIRS = {
  drift: drifted,
  templates: pairOf(fromTemplate),
  sparse: pairOf(anyWebhooks({ urls: PLAIN_URLS, max: 1 })),
  uniform: pairOf(anyWebhooks({ urls: PLAIN_URLS })),
  full: pairOf(anyWebhooks({ urls: PLAIN_URLS, min: 3 })),
  scattered: pairOf(anyWebhooks({ urls: MANY_URLS })),
} as const;
