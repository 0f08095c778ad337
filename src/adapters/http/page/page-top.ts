import type { AccountStatus } from '../../../ports/status.ts';
import { type Html, html } from './html.ts';
import type { PageFacts } from './page-facts.ts';
import { hrefOf } from './page-query.ts';
import { toneGlyph } from './tone.ts';
import type { Verdict } from './verdict.ts';
import { counted, duration, moment } from './wording.ts';

/** What "Refresh" offers, in seconds. */
const REFRESH_SECONDS = 30;

export function masthead({ status, query }: PageFacts): Html {
  const { refreshSeconds, ...rest } = query;
  const refresh =
    refreshSeconds === undefined
      ? html`<a href="${hrefOf({ ...rest, refreshSeconds: REFRESH_SECONDS })}">Refresh every ${REFRESH_SECONDS} s</a>`
      : html`<a href="${hrefOf(rest)}">Stop refreshing (${refreshSeconds} s)</a>`;
  return html`<header class="masthead">
<a class="brand" href="./"><img src="./favicon.svg" alt="" width="24" height="24"> mghooks</a>
<span class="version">${status.version}</span>
${role(status.leadership)}
<nav aria-label="Views">${refresh}<a href="./status.json">JSON</a><a href="./metrics">Metrics</a></nav>
</header>`;
}

function role({ leading, leader }: PageFacts['status']['leadership']): Html {
  if (leading) return html`<span class="role">Leader</span>`;
  return html`<span class="role">Follower${leader !== undefined && html`, <b>${leader}</b> leads`}</span>`;
}

export function verdictBanner({ status }: PageFacts, { tone, label }: Verdict): Html {
  return html`<section class="verdict ${tone}" aria-labelledby="verdict">
${toneGlyph(tone)}
<div>
<h1 id="verdict">${label}</h1>
<p>${facts(status)}</p>
</div>
</section>`;
}

function facts({ accounts, nowMs, configuration, startedMs }: PageFacts['status']): Html {
  if (configuration === undefined) return html`started ${moment(startedMs, nowMs)}`;
  const domains = accounts.flatMap((account) => account.domains);
  const read = domains.flatMap(({ readAtMs }) => (readAtMs === undefined ? [] : [readAtMs]));
  const oldest = read.reduce((least, ms) => Math.min(least, ms), nowMs);
  const next = nextPass(accounts, nowMs);
  const sayings = [
    counted(domains.length, 'domain'),
    ...(read.length === 0 ? [] : [html`oldest read ${moment(oldest, nowMs)}`]),
    ...(next === undefined ? [] : [next]),
  ];
  return html`${sayings.map((saying, index) => [index > 0 && ' · ', saying])}`;
}

function nextPass(accounts: readonly AccountStatus[], nowMs: number): string | undefined {
  const underWay = accounts.filter(({ pass }) => pass !== undefined && pass.endedMs === undefined).length;
  if (underWay > 0) return underWay === 1 ? 'a pass is under way' : `${underWay} passes are under way`;
  const starts = accounts.flatMap(({ nextPassMs }) => (nextPassMs === undefined ? [] : [nextPassMs]));
  const first = starts.reduce<number | undefined>((least, ms) => Math.min(least ?? ms, ms), undefined);
  return first === undefined ? undefined : `next pass in ${duration(Math.max(0, first - nowMs))}`;
}
