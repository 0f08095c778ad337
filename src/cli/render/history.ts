import type { Paint } from '../terminal.ts';
import { type HistoryFacts, historyToJson } from './history-json.ts';
import { renderRecordMarkdown, renderRecordsMarkdown } from './history-markdown.ts';
import { renderRecord, renderRecords } from './history-text.ts';
import { jsonDocument, type OutputFormat } from './plan.ts';
import { plural } from './plan-facts.ts';
import { visible } from './printable.ts';

/** What was written, in the format that was asked for; ends with a newline. */
export function renderHistory(facts: HistoryFacts, format: OutputFormat, paint: Paint): string {
  const { records, withCalls } = facts;
  if (format === 'json') return jsonDocument(historyToJson(facts));
  if (records.length === 0) return `${whyNone(facts)}\n`;
  const markdown = format === 'markdown';
  if (withCalls) {
    return records
      .map((record) => (markdown ? renderRecordMarkdown(record) : renderRecord(record, paint)))
      .join('\n');
  }
  const list = markdown ? renderRecordsMarkdown(records) : renderRecords(records, paint);
  return `${list}${moreText(facts)}`;
}

function moreText({ more }: HistoryFacts): string {
  return more === 0 ? '' : `\n${plural(more, 'older plan')} left out: add --limit to see more.\n`;
}

/** Nothing to show is not always nothing written. */
function whyNone({ trail: { folder, trails, calls, filters } }: HistoryFacts): string {
  const where = visible(folder);
  if (trails === 0)
    return `There is no audit trail in ${where}: nothing was written with this state folder. Was it another one? Name it with --state-dir.`;
  if (calls === 0) return `The audit trail in ${where} holds nothing that can be read.`;
  const asked = filters.map(visible).join(' ');
  return `Of the ${plural(calls, 'call')} in the audit trail in ${where}, none matches ${asked}.`;
}
