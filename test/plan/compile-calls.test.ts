import { describe, expect, it } from 'vitest';
import type { WriteApi } from '../../src/model/account.ts';
import { type Call, eventTypesOf } from '../../src/model/call.ts';
import { EVENT_TYPES, type EventType } from '../../src/model/event-type.ts';
import { buildWebhooks, type Webhooks } from '../../src/model/webhooks.ts';
import { type CallTask, compileCalls } from '../../src/plan/compile-calls.ts';
import { MAIN, MG } from '../support/domains.ts';
import { breaches } from './calls/breaches.ts';

const A = 'https://a.example.com/';
const B = 'https://b.example.com/';
const C = 'https://c.example.com/';
const D = 'https://d.example.com/';
const E = 'https://e.example.com/';
const F = 'https://f.example.com/';
const COMMA = 'https://a.example.com/?ids=1,2';
const LONG = `https://a.example.com/${'x'.repeat(2000)}`;

const on = (urls: readonly string[], eventTypes: readonly EventType[] = EVENT_TYPES): Webhooks =>
  buildWebhooks((eventType) => (eventTypes.includes(eventType) ? urls : undefined));

const FOUR = EVENT_TYPES.slice(0, 4);

function compile(task: Partial<CallTask>) {
  const key = { account: MAIN, domain: MG };
  const whole: CallTask = { key, from: {}, to: {}, pinned: [], api: 'auto', ...task };
  const compiled = compileCalls(whole);
  if (compiled.kind === 'conflict') throw new Error(compiled.reason);
  expect(breaches(whole, compiled.calls)).toEqual([]);
  return compiled;
}

/** Such as `v4-create a on 8` or `v3-update clicked to a b`, with the first letter of a host for a URL. */
function brief(call: Call): string {
  const letters = (urls: readonly string[]) => urls.map((url) => new URL(url).host[0] ?? '').join(' ');
  switch (call.kind) {
    case 'v3-create':
    case 'v3-update':
      return `${call.kind} ${call.eventType} to ${letters(call.urls)}`;
    case 'v3-delete':
      return `${call.kind} ${call.eventType}`;
    case 'v4-create':
    case 'v4-update':
      return `${call.kind} ${letters([call.url])} on ${eventTypesOf(call).length}`;
    case 'v4-delete':
      return `${call.kind} ${letters(call.urls)}`;
  }
}

interface Example {
  readonly about: string;
  readonly from: Webhooks;
  readonly to: Webhooks;
  readonly pinned?: readonly string[];
  readonly api?: WriteApi;
  readonly calls: readonly string[];
}

const EXAMPLES: readonly Example[] = [
  { about: 'Nothing to do takes no call', from: on([A, B]), to: on([A, B]), calls: [] },
  {
    about: 'A new domain with one URL takes one call',
    from: {},
    to: on([A]),
    calls: ['v4-create a on 8'],
  },
  {
    about: 'A new domain with another URL on each event type takes one v3 call each',
    from: {},
    to: { delivered: [A], opened: [B], clicked: [C] },
    calls: ['v3-create delivered to a', 'v3-create opened to b', 'v3-create clicked to c'],
  },
  {
    about: 'A host that moves is added before the old one is removed',
    from: on([A]),
    to: on([B]),
    calls: ['v4-create b on 8', 'v4-delete a'],
  },
  {
    about: 'URLs that go from everywhere go together',
    from: on([A, B, C]),
    to: {},
    calls: ['v4-delete a b c'],
  },
  {
    about: 'A URL that joins others is added by a call that leaves them alone',
    from: { clicked: [A] },
    to: { clicked: [A, B] },
    calls: ['v4-create b on 1'],
  },
  {
    about: 'A URL that moves between event types is moved in one call',
    from: { ...on([A], FOUR), clicked: [A, B] },
    to: { ...on([A], EVENT_TYPES.slice(2)), clicked: [A, B] },
    calls: ['v4-update a on 6'],
  },
  {
    about: 'A v4-update names the event types that stay as they are',
    from: on([A, B]),
    to: { ...on([A, B], EVENT_TYPES.slice(2)), ...on([B], EVENT_TYPES.slice(0, 2)) },
    calls: ['v4-update a on 6'],
  },
  {
    about: 'Where one event type differs, one v3 call is enough',
    from: { ...on([A]), clicked: [A, B, C] },
    to: { ...on([A]), clicked: [D, E, F] },
    calls: ['v3-update clicked to d e f'],
  },
  {
    about: 'v3 and v4 calls are mixed',
    from: { clicked: [A, B, C] },
    to: { ...on([D]), clicked: [E, F] },
    calls: ['v4-create d on 7', 'v3-update clicked to e f'],
  },
  {
    about: 'Calls that add come first, of v3 as of v4, and calls that remove last',
    from: { ...on([A], FOUR), unsubscribed: [C, D, E], temporary_fail: [C, D, E] },
    to: { ...on([B], FOUR), unsubscribed: [C, D, E], complained: [C, D, E] },
    calls: ['v3-create complained to c d e', 'v4-create b on 4', 'v4-delete a', 'v3-delete temporary_fail'],
  },
  {
    about: 'A URL that moves may leave in a v4-delete and come back by a v3 call, where that saves calls',
    from: { ...on([A], FOUR), temporary_fail: [C, D, E] },
    to: { ...on([B], FOUR), complained: [C, D, E] },
    calls: ['v4-create b on 4', 'v4-delete a c d e', 'v3-create complained to c d e'],
  },
  {
    about: 'Three URLs on all event types change places in five calls, for four would lose events',
    from: on([A, B, C]),
    to: on([D, E, F]),
    calls: ['v4-delete a', 'v4-create d on 8', 'v4-delete b c', 'v4-create e on 8', 'v4-create f on 8'],
  },
  {
    about: 'A URL is set twice where its event types do not all have room for it at once',
    from: { ...on([A, D]), complained: [A], temporary_fail: [A] },
    to: {
      ...on(
        [F],
        EVENT_TYPES.filter((each) => each !== 'clicked' && each !== 'temporary_fail'),
      ),
      accepted: [C, F],
      clicked: [C],
      unsubscribed: [C, F],
      temporary_fail: [C],
    },
    calls: ['v4-create c on 2', 'v4-create f on 6', 'v4-delete a d', 'v4-create c on 2'],
  },
  {
    about: 'A URL with a comma is not removed by v4-delete',
    from: on([COMMA, B]),
    to: on([B]),
    calls: ['v4-update a on 1', 'v3-update accepted to b'],
  },
  {
    about: 'A URL with a comma is added and moved by v4 calls',
    from: on([COMMA], EVENT_TYPES.slice(0, 6)),
    to: on([COMMA], EVENT_TYPES.slice(2)),
    calls: ['v4-update a on 6'],
  },
  {
    about: 'A pinned URL is removed by v3 calls',
    from: on([A, B], FOUR),
    to: on([B], FOUR),
    pinned: [A],
    calls: FOUR.map((eventType) => `v3-update ${eventType} to b`),
  },
  {
    about: 'A pinned URL is added by v4-create',
    from: on([B], FOUR),
    to: on([A, B], FOUR),
    pinned: [A],
    calls: ['v4-create a on 4'],
  },
  {
    about: 'A pinned URL that stays hinders nobody',
    from: on([A, B]),
    to: on([A, C]),
    pinned: [A],
    calls: ['v4-create c on 8', 'v4-delete b'],
  },
  {
    about: 'With v3 alone each event type that differs takes a call, what has to be there first',
    from: { opened: [A], clicked: [A], complained: [A] },
    to: { delivered: [A], opened: [A], clicked: [B] },
    api: 'v3',
    calls: ['v3-create delivered to a', 'v3-update clicked to b', 'v3-delete complained'],
  },
  {
    about: 'A URL of 2,000 characters goes without a v4-delete, whose request line might not hold it',
    from: on([LONG]),
    to: on([B]),
    calls: ['v4-create b on 7', 'v4-update a on 1', 'v3-update accepted to b'],
  },
  {
    about: 'A URL of 2,000 characters comes like any other',
    from: on([]),
    to: on([LONG]),
    calls: ['v4-create a on 8'],
  },
];

describe('compileCalls', () => {
  it.each(EXAMPLES)('$about', ({ about: _, calls, ...task }) => {
    expect(compile(task).calls.map(brief)).toEqual(calls);
  });

  it('Two URLs that differ by a slash at the end are two URLs', () => {
    const [bare, slashed] = ['https://a.example.com/x', 'https://a.example.com/x/'];
    expect(compile({ from: on([bare]), to: on([slashed]) }).calls).toEqual([
      { kind: 'v4-create', account: MAIN, domain: MG, url: slashed, eventTypes: EVENT_TYPES },
      { kind: 'v4-delete', account: MAIN, domain: MG, urls: [bare] },
    ]);
  });

  it('A URL is sent as it was written, not as a parser would write it', () => {
    const url = 'HTTPS://Bücher.example:443/%7e?q=ä';
    expect(compile({ to: on([url]) }).calls).toEqual([
      { kind: 'v4-create', account: MAIN, domain: MG, url, eventTypes: EVENT_TYPES },
    ]);
  });

  it('Tells how many calls v3 alone would take', () => {
    expect(compile({ from: on([A]), to: on([B]) })).toMatchObject({ v3Alone: 8 });
    expect(compile({ from: on([A]), to: on([B]), api: 'v3' }).calls).toHaveLength(8);
    expect(compile({ from: on([A]), to: on([A]) })).toMatchObject({ v3Alone: 0 });
  });

  it('More than three URLs on an event type is a conflict that names it', () => {
    const key = { account: MAIN, domain: MG };
    const to = { delivered: [A], clicked: [A, B, C, D] };
    expect(compileCalls({ key, from: {}, to, pinned: [], api: 'auto' })).toEqual({
      kind: 'conflict',
      eventTypes: ['clicked'],
      reason: "an event type has at most 3 URLs, and more are asked for on 'clicked'",
    });
  });

  it('A domain that lists four URLs on an event type is written by v3 calls alone', () => {
    const from = { ...on([A], FOUR), complained: [A, B, C, D] };
    const to = { ...on([E], FOUR), complained: [A, B, C, D] };
    const compiled = compileCalls({ key: { account: MAIN, domain: MG }, from, to, pinned: [], api: 'auto' });
    expect(compiled).toMatchObject({
      kind: 'calls',
      calls: FOUR.map(() => ({ kind: 'v3-update', urls: [E] })),
    });
  });

  it('An event type without URLs may be absent or empty', () => {
    const { calls } = compile({ from: { opened: [] }, to: { opened: [], clicked: [A] } });
    expect(calls.map(brief)).toEqual(['v3-create clicked to a']);
  });

  it('Forty-eight URLs are no hindrance', () => {
    const urls = (prefix: string) => (eventType: EventType) =>
      [1, 2, 3].map((n) => `https://${prefix}.example.com/${eventType}/${n}`);
    expect(compile({ from: buildWebhooks(urls('a')), to: buildWebhooks(urls('b')) }).calls).toHaveLength(8);
    expect(compile({ from: buildWebhooks(urls('a')) }).calls.map((call) => call.kind)).toEqual(['v4-delete']);
  });
});
