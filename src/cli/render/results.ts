import type { ChangeResult } from '../../app/change-result.ts';
import { urlsAfter } from '../../model/change.ts';
import type { Paint } from '../terminal.ts';
import { githubCommand } from './github-command.ts';
import { plainWords } from './markdown.ts';
import type { OutputFormat } from './plan.ts';
import { printableText, printableUrl } from './printable.ts';

/** What became of the changes of a plan, below the plan itself; JSON is made by `resultsToJson` instead. */
export function renderResults(
  results: readonly ChangeResult[],
  format: Exclude<OutputFormat, 'json'>,
  paint: Paint,
): string {
  const troubles = results.flatMap((result) => (result.status === 'applied' ? [] : [result]));
  const lines = troubles.map((result) => {
    const { domain, eventType } = result.change.key;
    const reason = printableText(result.reason);
    if (format === 'github') {
      return githubCommand('error', { title: `${domain} ${eventType}: ${result.status}` }, reason);
    }
    if (format === 'markdown') {
      return `- \`${domain}\` \`${eventType}\`: ${result.status}: ${plainWords(result.reason)}`;
    }
    return `  ${paint('red', '!')} ${domain} ${eventType}  ${result.status}: ${reason}`;
  });
  // Markdown takes a line right below a list for a part of its last item.
  const gap = format === 'markdown' && lines.length > 0 ? [''] : [];
  return [...lines, ...gap, summaryLine(results, paint), ''].join('\n');
}

export function resultsToJson(results: readonly ChangeResult[]): readonly unknown[] {
  return results.map((result) => ({
    status: result.status,
    account: result.change.key.account,
    domain: result.change.key.domain,
    eventType: result.change.key.eventType,
    kind: result.change.kind,
    to: urlsAfter(result.change).map(printableUrl),
    ...(result.status === 'applied' ? {} : { reason: printableText(result.reason) }),
  }));
}

function summaryLine(results: readonly ChangeResult[], paint: Paint): string {
  const applied = results.filter((result) => result.status === 'applied');
  const count = (kind: string) => applied.filter(({ change }) => change.kind === kind).length;
  const failed = results.filter((result) => result.status === 'failed').length;
  const untouched = results.filter((result) => result.status === 'not-attempted').length;
  const trouble = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(untouched > 0 ? [`${untouched} not attempted`] : []),
  ];
  const done = `${count('create')} created, ${count('update')} updated, ${count('delete')} deleted`;
  const part = applied.length === 0 ? 'Nothing applied:' : 'Applied in part:';
  const head = trouble.length === 0 ? paint('green', 'Applied:') : paint('red', part);
  return `${head} ${[done, ...trouble].join('; ')}.`;
}
