import type { AuditEntry } from '../../adapters/journal/audit-entry.ts';
import { appliedCallOf } from '../../adapters/journal/audit-entry.ts';
import { callRequest } from '../../model/call.ts';
import type { Paint } from '../terminal.ts';
import {
  authorText,
  callsText,
  deltasOf,
  type EventTypeDelta,
  LOST_ANSWER,
  momentText,
  type PlanRecord,
} from './history-facts.ts';
import { plural } from './plan-facts.ts';
import { visible } from './printable.ts';

const DOMAINS_NAMED_MAX = 3;

/** The plans that were carried out, one line each. */
export function renderRecords(records: readonly PlanRecord[], paint: Paint): string {
  const rows = records.map((record) => [
    momentText(record.lastAtMs),
    record.name,
    `+${record.added} -${record.removed}`,
    callsText(record.entries.length, record.unknown),
    visible(authorText(record.author)),
    domainsText(record),
  ]);
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        const padded = cell.padEnd(widths[column] ?? 0);
        return column === 1 ? paint('bold', padded) : padded;
      })
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

export function domainsText({ domains }: PlanRecord): string {
  const named = domains.slice(0, DOMAINS_NAMED_MAX).join(', ');
  const more = domains.length - DOMAINS_NAMED_MAX;
  return more > 0 ? `${named} and ${more} more` : named;
}

/** Each call of one plan, with what it made of the domain. */
export function renderRecord(record: PlanRecord, paint: Paint): string {
  return `${[recordHead(record, paint), ...record.entries.flatMap((entry) => entryLines(entry, paint))].join('\n')}\n`;
}

function recordHead(record: PlanRecord, paint: Paint): string {
  const { name, author, entries, unknown, domains, accounts, added, removed } = record;
  const run = author.run === undefined ? '' : `\n${paint('dim', visible(author.run))}`;
  const counts = `${plural(entries.length, 'call')} on ${plural(domains.length, 'domain')}`;
  const lost = unknown === 0 ? '' : `, ${unknown} of unknown outcome`;
  const where = accounts.map((account) => `'${account}'`).join(', ');
  return `${paint('bold', `Plan ${name}`)}, carried out ${spanText(record)} by ${visible(authorText(author))}: ${counts} of ${where}${lost}, +${added} -${removed}${run}`;
}

function spanText({ firstAtMs, lastAtMs }: PlanRecord): string {
  const [first, last] = [momentText(firstAtMs), momentText(lastAtMs)];
  return first === last ? first : `${first} to ${last}`;
}

function entryLines(entry: AuditEntry, paint: Paint): readonly string[] {
  const lost = entry.outcome === 'unknown' ? `  ${paint('yellow', LOST_ANSWER)}` : '';
  return [
    '',
    `${paint('dim', momentText(entry.atMs))}  ${paint('bold', entry.domain)}  ${requestOf(entry)}${lost}`,
    ...deltaLines(entry).map(({ sign, text }) => {
      const style = { '+': 'green', '-': 'red', ' ': undefined } as const;
      const colour = style[sign];
      return colour === undefined ? `  ${sign} ${text}` : paint(colour, `  ${sign} ${text}`);
    }),
  ];
}

export function requestOf(entry: AuditEntry): string {
  return callRequest(appliedCallOf(entry).call);
}

export interface DeltaLine {
  readonly sign: '+' | '-' | ' ';
  readonly text: string;
}

/** What a call changed, as lines of a diff. */
export function deltaLines(entry: AuditEntry): readonly DeltaLine[] {
  const deltas = deltasOf(entry);
  if (deltas.length === 0) return [{ sign: ' ', text: '(Mailgun answered with no difference)' }];
  return deltas.flatMap(linesOf);
}

function linesOf({ eventType, kept, added, removed }: EventTypeDelta): readonly DeltaLine[] {
  const lines = (sign: DeltaLine['sign'], urls: readonly string[]) =>
    urls.map((url): DeltaLine => ({ sign, text: `  ${visible(url)}` }));
  return [{ sign: ' ', text: eventType }, ...lines(' ', kept), ...lines('+', added), ...lines('-', removed)];
}
