import { stringify } from 'yaml';
import { EVENT_TYPES } from '../../model/event-type.ts';
import type { Webhooks } from '../../model/webhooks.ts';

/** Longest line with a list on it; a longer list gets a line for each item. */
const LINE_MAX = 110;

/** A text as YAML, in quotes where it needs them. */
export function scalar(text: string): string {
  return stringify(text, { lineWidth: 0 }).trimEnd();
}

/** `key: value`, indented by so many spaces. */
export function field(indent: number, key: string, value: string): string {
  return `${' '.repeat(indent)}${scalar(key)}: ${scalar(value)}`;
}

/** The event types of a `webhooks` map, in Mailgun's order, with a URL or a list of them. */
export function urlLines(indent: number, webhooks: Webhooks): readonly string[] {
  return EVENT_TYPES.flatMap((eventType) => {
    const urls = webhooks[eventType];
    return urls === undefined ? [] : listLines(indent, eventType, urls);
  });
}

function listLines(indent: number, key: string, urls: readonly string[]): readonly string[] {
  const [only] = urls;
  if (only !== undefined && urls.length === 1) return [field(indent, key, only)];
  const line = `${' '.repeat(indent)}${key}: [${urls.map(scalar).join(', ')}]`;
  if (line.length <= LINE_MAX && urls.every(isPlainInList)) return [line];
  const dash = `${' '.repeat(indent + 2)}- `;
  return [`${' '.repeat(indent)}${key}:`, ...urls.map((url) => `${dash}${scalar(url)}`)];
}

/** Brackets, braces and commas end a text between brackets; what is quoted anyway is clearer on its own line. */
function isPlainInList(text: string): boolean {
  return scalar(text) === text && !/[[\]{},]/.test(text);
}
