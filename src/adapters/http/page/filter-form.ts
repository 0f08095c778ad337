import type { Status } from '../../../ports/status.ts';
import { countConditions } from './bars.ts';
import { type Html, html } from './html.ts';
import { hrefOf, type PageQuery, type StateFilter } from './page-query.ts';
import { CONDITION_LOOKS } from './tone.ts';
import { count } from './wording.ts';

/** Search and filters, as a form that asks for the page again. */
export function filterForm(status: Status, query: PageQuery): Html {
  const { text, account, state, refreshSeconds } = query;
  const filtered = text !== '' || account !== undefined || state !== undefined;
  return html`<form class="filters" role="search" method="get" action="./#domains">
<label class="wide"><span>Name contains</span><input type="search" name="q" value="${text}" maxlength="253" autocomplete="off" autocapitalize="none" spellcheck="false"></label>
<label><span>State</span><select name="state"><option value="">any state</option>${states(status, state)}</select></label>
${status.accounts.length > 1 && html`<label><span>Account</span><select name="account"><option value="">all accounts</option>${accounts(status, account)}</select></label>`}
${refreshSeconds !== undefined && html`<input type="hidden" name="refresh" value="${refreshSeconds}">`}
<button type="submit">Show</button>
${filtered && html`<a href="${hrefOf(refreshSeconds === undefined ? {} : { refreshSeconds }, '#domains')}">Clear</a>`}
</form>`;
}

function states(status: Status, chosen: StateFilter | undefined): readonly Html[] {
  const domains = status.accounts.flatMap((account) => account.domains);
  const counts = new Map(countConditions(domains).map(({ condition, domains: found }) => [condition, found]));
  const outOfSync = domains.length - (counts.get('in-sync') ?? 0);
  const offered: readonly (readonly [StateFilter, string, number])[] = [
    ['out-of-sync', 'all but in sync', outOfSync],
    ...[...CONDITION_LOOKS].map(([state, { label }]) => [state, label, counts.get(state) ?? 0] as const),
  ];
  return offered
    .filter(([state, , found]) => found > 0 || state === chosen)
    .map(([state, label, found]) => option(state, `${label} (${count(found)})`, state === chosen));
}

function accounts(status: Status, chosen: string | undefined): readonly Html[] {
  return status.accounts.map(({ account }) => option(account, account, account === chosen));
}

function option(value: string, text: string, selected: boolean): Html {
  return html`<option value="${value}"${selected && html` selected`}>${text}</option>`;
}
