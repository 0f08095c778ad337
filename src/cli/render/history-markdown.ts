import { authorText, LOST_ANSWER, momentText, type PlanRecord } from './history-facts.ts';
import { deltaLines, domainsText, requestOf } from './history-text.ts';
import { codeBlock, plainWords } from './markdown.ts';

/** The plans that were carried out, as a table. */
export function renderRecordsMarkdown(records: readonly PlanRecord[]): string {
  const rows = records.map((record) =>
    [
      momentText(record.lastAtMs),
      `\`${record.name}\``,
      plainWords(authorText(record.author)),
      record.unknown === 0 ? record.entries.length : `${record.entries.length}, ${record.unknown} unknown`,
      domainsText(record),
      `+${record.added} -${record.removed}`,
    ].join(' | '),
  );
  return [
    '| when | plan | who | calls | domains | deliveries |',
    '|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
    '',
  ].join('\n');
}

/** Each call of one plan, as a block of a diff. */
export function renderRecordMarkdown(record: PlanRecord): string {
  const { name, lastAtMs, author, added, removed } = record;
  const run = author.run === undefined ? [] : [plainWords(author.run)];
  const blocks = record.entries.map((entry) => {
    const lines = deltaLines(entry).map(({ sign, text }) => `${sign} ${text}`);
    const lost = entry.outcome === 'unknown' ? ` (${LOST_ANSWER})` : '';
    return codeBlock(
      'diff',
      [`@@ ${momentText(entry.atMs)} ${requestOf(entry)}${lost} @@`, ...lines].join('\n'),
    );
  });
  return `${[
    `## Plan \`${name}\``,
    `${momentText(lastAtMs)}, ${plainWords(authorText(author))}: +${added} -${removed}`,
    ...run,
    ...blocks,
  ].join('\n\n')}\n`;
}
