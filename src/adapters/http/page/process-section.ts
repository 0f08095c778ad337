import type { Status } from '../../../ports/status.ts';
import { type Html, html } from './html.ts';
import { count, counted, moment } from './wording.ts';

type Fact = readonly [name: string, value: Html | string];

/** What runs here, and on which configuration. */
export function processSection(status: Status): Html {
  const { version, startedMs, tickMs, nowMs } = status;
  const facts: readonly Fact[] = [
    ...configurationFacts(status),
    ['Leadership', leadershipText(status.leadership)],
    ['Version', version],
    ['Started', moment(startedMs, nowMs)],
    ['Loop moved', moment(tickMs, nowMs)],
  ];
  return html`<section aria-labelledby="process-title">
<h2 id="process-title">Configuration and process</h2>
<dl class="facts wide">
${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>
</section>`;
}

function configurationFacts({ configuration, nowMs }: Status): readonly Fact[] {
  if (configuration === undefined) return [['Configuration', 'none loaded yet']];
  const { digest, files, loadedMs, stale } = configuration;
  return [
    ['Configuration', html`<code>${digest}</code>`],
    ['Loaded', html`${moment(loadedMs, nowMs)}, ${counted(files, 'file')}`],
    ['State', stale ? `stale: ${count(stale.problems.length)} problems in the newer one` : 'the newest'],
  ];
}

function leadershipText({ leading, leader }: Status['leadership']): string {
  if (leading) return leader === undefined ? 'this process' : `this process, as ${leader}`;
  return leader === undefined ? 'another process, or none' : leader;
}
