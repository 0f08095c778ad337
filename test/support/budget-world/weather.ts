import type { NetworkWeather } from './network.ts';

/** From so many milliseconds to so many between two troubles of a kind; all magnitudes in between are as likely. */
export type Every = readonly [number, number];

export interface Weather extends NetworkWeather {
  readonly requestsPerMinute: number;
  /** Requests that the program wants to send at the same time. */
  readonly workers: number;
  /** The longest that each of them rests between two requests. */
  readonly restMs: number;
  /** The network stands still for 1 to 9 s. */
  readonly holds?: Every;
  /** Another program sends a request on the account. */
  readonly others?: Every;
  /** The process is stopped for 0.1 to 50 s. */
  readonly stops?: Every;
  /** The wall clock is set, by up to six hours, forward or back. */
  readonly wallClock?: Every;
  /** The process is killed, or told to end, and started again. */
  readonly ends?: Every;
}

const SECOND_MS = 1000;

type Conditions = Omit<Partial<Weather>, 'requestsPerMinute'>;

/** Each kind of world has one kind of trouble; the last one has them all, each of them in half of the worlds. */
const TROUBLES = {
  'slow and overtaking requests': {},
  'a network that bunches': { holds: [2 * SECOND_MS, 40 * SECOND_MS] },
  'answers that get lost': { lostPart: 0.25 },
  'another program on the account': { others: [0.2 * SECOND_MS, 20 * SECOND_MS] },
  'a process that stands still': { stops: [5 * SECOND_MS, 60 * SECOND_MS] },
  'a wall clock that is set': { wallClock: [1 * SECOND_MS, 60 * SECOND_MS] },
  'a crash loop': { ends: [0.1 * SECOND_MS, 20 * SECOND_MS], lostPart: 0.05 },
} as const satisfies Readonly<Record<string, Conditions>>;

export const KINDS = [...Object.keys(TROUBLES), 'everything at once'] as const;

/** Draws a world of a kind: 10 to 40 requests a minute, unless said otherwise, and any amount of work. */
export function drawWeather(
  kind: string,
  random: () => number,
  requestsPerMinute = 10 + Math.floor(random() * 31),
): Weather {
  return {
    requestsPerMinute,
    workers: 1 + Math.floor(random() * 40),
    restMs: random() < 0.7 ? 0 : random() * 30 * SECOND_MS,
    latencyMs: random() < 0.3 ? [5, 400] : [5, 9 * SECOND_MS],
    lostPart: 0,
    ...conditionsOf(kind, random),
  };
}

function conditionsOf(kind: string, random: () => number): Conditions {
  if (Object.hasOwn(TROUBLES, kind)) return TROUBLES[kind as keyof typeof TROUBLES];
  const drawn = Object.values(TROUBLES).filter(() => random() < 0.5);
  return Object.assign({}, ...drawn);
}
