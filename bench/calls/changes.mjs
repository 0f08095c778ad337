import { EVENT_TYPES } from '../../dist/model/event-type.js';
import { buildWebhooks } from '../../dist/model/webhooks.js';

const url = (name) => `https://${name}.example.com/mailgun`;
const [A, B, C, D, E, F] = ['a', 'b', 'c', 'd', 'e', 'f'].map(url);
const URLS = [A, B, C, D, E, F];

const on = (urls, eventTypes = EVENT_TYPES) =>
  buildWebhooks((eventType) => (eventTypes.includes(eventType) ? urls : undefined));
const filled = (urlsOf) =>
  buildWebhooks((eventType) => {
    const urls = urlsOf(eventType);
    return urls.length === 0 ? undefined : urls;
  });

/** What people do to the webhooks of one domain: before, after. */
export const USUAL_CHANGES = {
  'nothing (adopted after an import)': [on([A, B]), on([A, B])],
  'new domain, 1 URL on 8 event types': [{}, on([A])],
  'new domain, 2 URLs on 8 event types': [{}, on([A, B])],
  'new domain, another URL on each event type': [{}, filled((each) => [url(each.replace('_', '-'))])],
  'host swapped on 8 event types': [on([A]), on([B])],
  'host swapped, another URL stays': [on([A, C]), on([B, C])],
  'three hosts swapped at once': [on([A, B, C]), on([D, E, F])],
  'URL added to 8 event types': [on([A]), on([A, B])],
  'URL removed from 8 event types': [on([A, B]), on([A])],
  'event type added, 1 URL': [on([A], EVENT_TYPES.slice(1)), on([A])],
  'event type added, 3 URLs': [on([A, B, C], EVENT_TYPES.slice(1)), on([A, B, C])],
  'URL on one event type changed': [on([A]), { ...on([A]), clicked: [B] }],
  'URL moved to four other event types': [
    filled((each) => (EVENT_TYPES.indexOf(each) < 4 ? [A, B] : [B])),
    filled((each) => (EVENT_TYPES.indexOf(each) < 4 ? [B] : [A, B])),
  ],
  'all webhooks removed': [on([A, B]), {}],
};

/** Makers of random pairs, from the usual to the worst. */
export const RANDOM_CHANGES = {
  '1 to 4 deliveries drifted': (random) => {
    const to = template(random);
    let from = to;
    for (let left = 1 + random.below(4); left > 0; left -= 1) from = flipped(from, random);
    return [from, to];
  },
  'one template after another': (random) => [template(random), template(random)],
  '0 or 1 of 6 URLs each': (random) => [anyUrls(random, { max: 1 }), anyUrls(random, { max: 1 })],
  '0 to 3 of 6 URLs each': (random) => [anyUrls(random, {}), anyUrls(random, {})],
  '3 of 6 URLs each': (random) => [anyUrls(random, { min: 3 }), anyUrls(random, { min: 3 })],
  '0 to 3 of 48 URLs each': (random) => {
    const many = Array.from({ length: 48 }, (_, index) => url(`u${index}`));
    return [anyUrls(random, { urls: many }), anyUrls(random, { urls: many })];
  },
};

/** One or two URLs, each on event types of its own. */
function template(random) {
  const parts = random.some(URLS, 1 + random.below(2)).map((each) => ({
    url: each,
    on: random.some(EVENT_TYPES, 2 + random.below(7)),
  }));
  return filled((eventType) => parts.flatMap((part) => (part.on.includes(eventType) ? [part.url] : [])));
}

function flipped(webhooks, random) {
  const eventType = EVENT_TYPES[random.below(EVENT_TYPES.length)];
  const [one] = random.some(URLS, 1);
  const had = webhooks[eventType] ?? [];
  const urls = had.includes(one) ? had.filter((each) => each !== one) : [...had, one].slice(0, 3);
  return filled((each) => (each === eventType ? urls : (webhooks[each] ?? [])));
}

function anyUrls(random, { urls = URLS, min = 0, max = 3 }) {
  return filled(() => random.some(urls, min + random.below(max - min + 1)));
}
