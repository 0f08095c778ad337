import type { AccountStatus } from '../../../ports/status.ts';
import { budgetBar, type ConditionCount, conditionBar, countConditions } from './bars.ts';
import { type Html, html } from './html.ts';
import { hrefOf } from './page-query.ts';
import { badge, conditionGlyph } from './tone.ts';
import { accountVerdict } from './verdict.ts';
import { count, duration, lasting, moment } from './wording.ts';

/** One account: is it in sync, since when, what is left of its budget, and what stops it. */
export function accountCard(account: AccountStatus, nowMs: number): Html {
  const verdict = accountVerdict(account);
  return html`<article class="card ${verdict.tone}">
<header><h3>${account.account}</h3>${badge(verdict)}</header>
<p class="origin">${account.baseUrl}</p>
${account.halted !== undefined && html`<p class="why">${account.halted}</p>`}
${account.notes.length > 0 && notes(account.notes)}
<div class="parts">
${domainSummary(account, countConditions(account.domains))}
${budget(account, nowMs)}
<dl class="facts">
${times(account, nowMs).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>
</div>
</article>
`;
}

/** Notes that are shown; `/status.json` has them all. */
const NOTES_MAX = 5;

function notes(all: readonly string[]): Html {
  const more = all.length - NOTES_MAX;
  return html`<ul class="notes">${all.slice(0, NOTES_MAX).map((note) => html`<li>${note}</li>`)}${more > 0 && html`<li>and ${more} more</li>`}</ul>`;
}

function domainSummary({ account, domains }: AccountStatus, counts: readonly ConditionCount[]): Html {
  if (domains.length === 0) return html`<p class="none">No domains</p>`;
  const states = counts.map(({ condition, label, domains: number }) => {
    const href = hrefOf({ account, state: condition }, '#domains');
    return html`<li><a href="${href}">${conditionGlyph(condition)}<b>${count(number)}</b> ${label}</a></li>`;
  });
  return html`<div class="gauge"><p><span>Domains</span><span>${count(domains.length)}</span></p>
${conditionBar(counts)}
<ul class="legend">${states}</ul></div>`;
}

function budget({ budget: state }: AccountStatus, nowMs: number): Html {
  const paused =
    state.pausedForMs > 0 &&
    html`<p class="why">Mailgun asked to wait; requests go on ${moment(nowMs + state.pausedForMs, nowMs)}.</p>`;
  return html`<div class="gauge"><p><span>Budget</span><span><b>${count(state.remaining)}</b> of ${count(state.perMinute)} requests a minute left</span></p>
${budgetBar(state)}
${paused}</div>`;
}

type Fact = readonly [name: string, value: Html | string];

function times({ domains, pass, nextPassMs, lastSuccessMs }: AccountStatus, nowMs: number): readonly Fact[] {
  const inSync = domains.length > 0 && domains.every(({ condition }) => condition === 'in-sync');
  const since = domains.reduce((latest, { sinceMs }) => Math.max(latest, sinceMs), 0);
  const read = domains.flatMap(({ readAtMs }) => (readAtMs === undefined ? [] : [readAtMs]));
  const oldest = read.reduce<number | undefined>((least, ms) => Math.min(least ?? ms, ms), undefined);
  return [
    inSync
      ? ['In sync for', lasting(since, nowMs)]
      : ['Last in sync', lastSuccessMs === undefined ? 'never yet' : moment(lastSuccessMs, nowMs)],
    ['Oldest read', oldest === undefined ? 'nothing read yet' : moment(oldest, nowMs)],
    passFact(pass, nowMs),
    ['Next pass', nextPassMs === undefined ? 'not planned' : moment(nextPassMs, nowMs)],
  ];
}

function passFact(pass: AccountStatus['pass'], nowMs: number): Fact {
  if (pass === undefined) return ['Last pass', 'none yet'];
  if (pass.endedMs === undefined) return ['This pass', html`began ${moment(pass.startedMs, nowMs)}`];
  return ['Last pass', html`${moment(pass.endedMs, nowMs)}, took ${duration(pass.endedMs - pass.startedMs)}`];
}
