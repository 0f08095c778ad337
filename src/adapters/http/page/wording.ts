import { type Html, html } from './html.ts';

const NUMBER = new Intl.NumberFormat('en');

/** Such as `5,000`. */
export function count(number: number): string {
  return NUMBER.format(number);
}

/** Such as `1 domain`, `5,000 domains`. */
export function counted(number: number, noun: string, plural = `${noun}s`): string {
  return `${count(number)} ${number === 1 ? noun : plural}`;
}

const UNITS = [
  { ms: 86_400_000, name: 'd' },
  { ms: 3_600_000, name: 'h' },
  { ms: 60_000, name: 'min' },
  { ms: 1000, name: 's' },
] as const;

/** The largest unit that fits, such as `3 min`; `0 s` below a second. */
export function duration(ms: number): string {
  const unit = UNITS.find((candidate) => Math.abs(ms) >= candidate.ms) ?? UNITS[UNITS.length - 1];
  return unit === undefined ? '' : `${Math.floor(Math.abs(ms) / unit.ms)} ${unit.name}`;
}

/** The last moment JavaScript has a date for (ECMA-262, time values). */
const DATE_MAX_MS = 8.64e15;

/** A moment as seen from now, such as `3 min ago`, with the exact time for machines and on hover. */
export function moment(ms: number, nowMs: number): Html {
  return timed(ms, relative(ms - nowMs));
}

/** For how long something has been so, such as `3 min`, with the exact time of its beginning. */
export function lasting(sinceMs: number, nowMs: number): Html {
  return timed(sinceMs, duration(Math.max(0, nowMs - sinceMs)));
}

function timed(ms: number, text: string): Html {
  if (!(Math.abs(ms) <= DATE_MAX_MS)) return html`unknown`;
  const exact = new Date(ms).toISOString();
  return html`<time datetime="${exact}" title="${exact}">${text}</time>`;
}

function relative(ms: number): string {
  if (Math.abs(ms) < 1000) return 'just now';
  return ms < 0 ? `${duration(ms)} ago` : `in ${duration(ms)}`;
}
