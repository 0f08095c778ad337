/**
 * How many requests the usual changes to a domain take, with mghooks and with others, and how long mghooks searches:
 *
 *     npm run bench:calls
 *
 * Nothing is sent: calls are counted. The random cases come from a fixed seed, so all but the times are the same in every
 * run. docs/fewest-calls.md explains the bounds.
 */

import { EVENT_TYPES } from '../dist/model/event-type.js';
import { coversOf, leastCalls } from '../dist/plan/calls/cover.js';
import { shortestCalls } from '../dist/plan/calls/shortest-calls.js';
import { tableOf } from '../dist/plan/calls/table.js';
import { RANDOM_CHANGES, USUAL_CHANGES } from './calls/changes.mjs';
import { createRandom } from './calls/random.mjs';
import { alignedTable } from './calls/table.mjs';
import { FOOTNOTES, TOOLS } from './calls/tools.mjs';

const SEED = 20_260_101;
const CASES = 5000;
const WARM_UP = 500;

const key = { account: 'main', domain: 'mg.example.com' };

function randomPairs(make) {
  const random = createRandom(SEED);
  return Array.from({ length: CASES }, () => make(random));
}

const average = (numbers) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

function usualRows() {
  return Object.entries(USUAL_CHANGES).map(([name, pair]) => [
    name,
    ...Object.values(TOOLS).map((tool) => {
      const { writes, requests } = tool(pair);
      return `${writes}/${requests}`;
    }),
  ]);
}

function randomRows() {
  return Object.entries(RANDOM_CHANGES).map(([name, make]) => {
    const pairs = randomPairs(make);
    return [
      `random: ${name}`,
      ...Object.values(TOOLS).map((tool) => {
        const counts = pairs.map(tool);
        const of = (field) => average(counts.map((count) => count[field])).toFixed(1);
        return `${of('writes')}/${of('requests')}`;
      }),
    ];
  });
}

function search([from, to]) {
  const start = process.cpuUsage();
  const callsMax = EVENT_TYPES.filter((each) => String(from[each] ?? '') !== String(to[each] ?? '')).length;
  const table = tableOf({ from, to, pinned: [] });
  const found = shortestCalls({ table, key, callsMax });
  const { user, system } = process.cpuUsage(start);
  const tookMs = (user + system) / 1000;
  return { ...found, tookMs, least: leastCalls(coversOf(table)) };
}

function measure([name, make]) {
  const pairs = randomPairs(make);
  for (const pair of pairs.slice(0, WARM_UP)) search(pair);
  return { name, pairs, found: pairs.map(search) };
}

function searchRow({ name, found }) {
  const percent = (is) => `${((100 * found.filter(is).length) / CASES).toFixed(2)} %`;
  const times = found.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
  return [
    name,
    percent(({ calls, least }) => calls.length === least),
    percent(({ calls, bound }) => calls.length === bound),
    percent(({ calls, bound }) => calls.length === bound + 1),
    percent(({ calls, bound }) => calls.length > bound + 1),
    average(times).toFixed(3),
    times[Math.floor(0.99 * CASES)].toFixed(2),
    times.at(-1).toFixed(1),
    average(found.map(({ states }) => states)).toFixed(1),
    Math.max(...found.map(({ states }) => states)),
    found.filter(({ gaveUp }) => gaveUp).length,
  ];
}

/** A case far above the bound, with letters for URLs; there should be none. */
function farCase({ name, pairs, found }) {
  const isFar = ({ calls, bound }) => calls.length > bound + 1;
  const first = found.findIndex(isFar);
  if (first < 0) return [];
  const letters = (webhooks) =>
    EVENT_TYPES.map((each) => (webhooks[each] ?? []).map((url) => new URL(url).host[0]).join('') || '.').join(
      ' ',
    );
  const [from, to] = pairs[first].map(letters);
  const { calls, bound } = found[first];
  return [
    `more, ${found.filter(isFar).length} cases of '${name}', such as ${from} -> ${to}: ${calls.length} calls, bound ${bound}`,
  ];
}

console.log(alignedTable(['change to one domain', ...Object.keys(TOOLS)], [...usualRows(), ...randomRows()]));
console.log(`\n${FOOTNOTES.join('\n')}\n`);

const HEAD = [
  'at cover',
  'at bound',
  '+1',
  'more',
  'average ms',
  '99 % ms',
  'worst ms',
  'states',
  'worst',
  'gave up',
];
const measured = Object.entries(RANDOM_CHANGES).map(measure);
console.log(alignedTable([`${CASES} random cases each`, ...HEAD], measured.map(searchRow)));
console.log(
  [
    '',
    'at cover: as many calls as the cheapest cover has, which minds no order.',
    'at bound, +1, more: calls compared with the lower bound that minds the order.',
    'ms: of CPU, to compile one domain, after a warm-up. states: visited by the search. gave up: at the limit of states.',
    ...measured.flatMap(farCase),
  ].join('\n'),
);
