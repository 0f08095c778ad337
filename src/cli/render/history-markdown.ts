import { authorText, momentText, type PlanRecord } from './history-facts.ts';
import { deltaLines, domainsText, requestOf } from './history-text.ts';
import { codeBlock, plainWords } from './markdown.ts';

/** The plans that were carried out, as a table. */
export function renderRecordsMarkdown(records: readonly PlanRecord[]): string {
  const rows = records.map((record) =>
    [
      momentText(record.lastAtMs),
      `\`${record.planId}\``,
      plainWords(authorText(record.author)),
      record.entries.length,
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
  const { planId, lastAtMs, author, added, removed } = record;
  const run = author.run === undefined ? [] : [plainWords(author.run)];
  const blocks = record.entries.map((entry) => {
    const lines = deltaLines(entry).map(({ sign, text }) => `${sign} ${text}`);
    return codeBlock('diff', [`@@ ${momentText(entry.atMs)} ${requestOf(entry)} @@`, ...lines].join('\n'));
  });
  return `${[
    `## Plan \`${planId}\``,
    `${momentText(lastAtMs)}, ${plainWords(authorText(author))}: +${added} -${removed}`,
    ...run,
    ...blocks,
  ].join('\n\n')}\n`;
}
