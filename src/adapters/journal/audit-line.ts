import { type AccountName, accountName } from '../../model/account.ts';
import { parseDomainName } from '../../model/domain-name.ts';
import { EVENT_TYPES, type EventType, isEventType } from '../../model/event-type.ts';
import {
  type AuditCall,
  type AuditEntry,
  type Author,
  plainText,
  type UrlsByEventType,
} from './audit-entry.ts';
import type { StoredUrl } from './sealed-url.ts';

/** Raised when a reader of today would misread what a writer of tomorrow writes. */
const FORMAT = 1;

/** Longer than any text of ours, so that nobody's line fills the memory or the terminal. */
const TEXT_MAX = 16_384;

type Fields = Readonly<Record<string, unknown>>;

/**
 * One line a carried out call, JSON:
 *
 *     {"v":1,"at":"2026-01-31T12:00:00.000Z","plan":"1f0c9a2b7d3e","run":"5d1c0b7a9e8f6a4b",
 *      "id":"0f1e2d3c4b5a6978","account":"main",
 *      "baseUrl":"https://api.mailgun.net","domain":"mg.example.com",
 *      "author":{"who":"octocat","commit":"7f3c…","run":"https://…"},
 *      "call":{"kind":"v3-update","eventType":"clicked","urls":["https://…"]},
 *      "before":{"clicked":[{"masked":"https://hooks.example.com/[a1b2c3]","sealed":"…"}]},
 *      "after":{"clicked":["https://…"]}}
 *
 * A call whose answer was lost, so that it may have been carried out or not, has `"outcome":"unknown"` as well.
 */
export function lineOf({ atMs, planId, runId: run, id, ...entry }: AuditEntry<StoredUrl>): string {
  const at = new Date(atMs).toISOString();
  return `${JSON.stringify({ v: FORMAT, at, plan: planId, run, id, ...entry })}\n`;
}

/** Reads a line; `undefined` if it is not one of ours: cut short, damaged, or from a later version. */
export function parseLine(text: string): AuditEntry<StoredUrl> | undefined {
  const line = parseFields(text);
  if (line?.['v'] !== FORMAT) return undefined;
  const atMs = Date.parse(textOf(line['at']) ?? '');
  const planId = /^[0-9a-f]{12}$/.exec(textOf(line['plan']) ?? '')?.[0];
  const account = parseAccount(line['account']);
  const baseUrl = textOf(line['baseUrl']);
  const domain = parseDomainName(textOf(line['domain']) ?? '');
  const author = parseAuthor(line['author']);
  const call = parseCall(line['call']);
  const before = parseWebhooks(line['before']);
  const after = parseWebhooks(line['after']);
  if (Number.isNaN(atMs) || planId === undefined || account === undefined || baseUrl === undefined)
    return undefined;
  if ('problem' in domain || author === undefined || call === undefined) return undefined;
  if (before === undefined || after === undefined) return undefined;
  return {
    atMs,
    planId,
    ...namesOf(line),
    account,
    baseUrl,
    domain: domain.value,
    author,
    call,
    before,
    after,
    ...(line['outcome'] === 'unknown' ? { outcome: 'unknown' } : {}),
  };
}

/** What tells calls and runs apart; lines of older versions have neither. */
function namesOf({ id, run }: Fields): Pick<AuditEntry, 'id' | 'runId'> {
  return { ...(isId(id) ? { id } : {}), ...(isId(run) ? { runId: run } : {}) };
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{16}$/.test(value);
}

function parseFields(text: string): Fields | undefined {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function parseAccount(value: unknown): AccountName | undefined {
  const name = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.exec(textOf(value) ?? '')?.[0];
  return name === undefined ? undefined : accountName(name);
}

function parseAuthor(value: unknown): Author | undefined {
  const { who, commit, run }: Fields = fieldsOf(value) ?? {};
  if (typeof who !== 'string') return undefined;
  return {
    who: plainText(who),
    ...(typeof commit === 'string' ? { commit: plainText(commit) } : {}),
    ...(typeof run === 'string' ? { run: plainText(run) } : {}),
  };
}

function parseCall(value: unknown): AuditCall<StoredUrl> | undefined {
  const call = fieldsOf(value) ?? {};
  const eventType = eventTypeOf(call['eventType']);
  const eventTypes = listOf(call['eventTypes'], eventTypeOf);
  const url = urlOf(call['url']);
  const urls = listOf(call['urls'], urlOf);
  const { kind } = call;
  if ((kind === 'v3-create' || kind === 'v3-update') && eventType !== undefined && urls !== undefined) {
    return { kind, eventType, urls };
  }
  if (kind === 'v3-delete' && eventType !== undefined) return { kind, eventType };
  if ((kind === 'v4-create' || kind === 'v4-update') && url !== undefined && eventTypes !== undefined) {
    return { kind, url, eventTypes };
  }
  if (kind === 'v4-delete' && urls !== undefined) return { kind, urls };
  return undefined;
}

function parseWebhooks(value: unknown): UrlsByEventType<StoredUrl> | undefined {
  const fields = fieldsOf(value);
  if (fields === undefined || !Object.keys(fields).every(isEventType)) return undefined;
  const webhooks: { [E in EventType]?: readonly StoredUrl[] } = {};
  for (const eventType of EVENT_TYPES) {
    if (fields[eventType] === undefined) continue;
    const urls = listOf(fields[eventType], urlOf);
    if (urls === undefined) return undefined;
    webhooks[eventType] = urls;
  }
  return webhooks;
}

function urlOf(value: unknown): StoredUrl | undefined {
  if (typeof value === 'string') return textOf(value);
  const { masked, sealed }: Fields = fieldsOf(value) ?? {};
  const known = { masked: textOf(masked), sealed: textOf(sealed) };
  if (known.masked === undefined || known.sealed === undefined) return undefined;
  return { masked: known.masked, sealed: known.sealed };
}

function listOf<T>(value: unknown, parse: (item: unknown) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value.map(parse).filter((item) => item !== undefined);
  return items.length === value.length ? items : undefined;
}

function eventTypeOf(value: unknown): EventType | undefined {
  return typeof value === 'string' && isEventType(value) ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= TEXT_MAX ? value : undefined;
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}
