import type { DomainStatus, Status } from '../../../ports/status.ts';
import { type DomainList, type ListedDomain, listDomains } from './domain-list.ts';
import { filterForm } from './filter-form.ts';
import { type Html, html } from './html.ts';
import type { PageFacts } from './page-facts.ts';
import { hrefOf, type PageQuery } from './page-query.ts';
import { conditionBadge } from './tone.ts';
import { count, counted, lasting, moment } from './wording.ts';

/** The domains that match the filters, a hundred a page. */
export function domainSection({ status, query }: PageFacts): Html {
  const list = listDomains(status, query);
  return html`<section id="domains" aria-labelledby="domains-title">
<h2 id="domains-title">Domains</h2>
${filterForm(status, query)}
${list.shown.length === 0 ? nothing(list, query) : table(list, status)}
${list.pages > 1 && pager(list, query)}
</section>`;
}

function nothing({ total }: DomainList, { refreshSeconds }: PageQuery): Html {
  if (total === 0) return html`<p class="none">There are no domains yet.</p>`;
  const href = hrefOf(refreshSeconds === undefined ? {} : { refreshSeconds }, '#domains');
  return html`<p class="none">No domain matches. <a href="${href}">Show all ${count(total)}</a></p>`;
}

function table(list: DomainList, status: Status): Html {
  const several = status.accounts.length > 1;
  return html`<div class="sheet"><table role="table">
<caption>${caption(list)}</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Domain</th><th role="columnheader" scope="col">State</th><th role="columnheader" scope="col">For</th><th role="columnheader" scope="col">Read</th><th role="columnheader" scope="col">Webhooks</th></tr></thead>
<tbody role="rowgroup">
${list.shown.map((listed) => row(listed, { several, nowMs: status.nowMs }))}</tbody>
</table></div>`;
}

function caption({ shown, skipped, matching, total }: DomainList): string {
  const range =
    matching > shown.length ? `${count(skipped + 1)} to ${count(skipped + shown.length)} of ` : '';
  const found = `${range}${counted(matching, 'domain')}`;
  return matching === total ? found : `${found} that match, of ${count(total)}`;
}

interface View {
  readonly several: boolean;
  readonly nowMs: number;
}

function row({ account, status }: ListedDomain, { several, nowMs }: View): Html {
  const { domain, condition, reason, readAtMs, sinceMs } = status;
  return html`<tr role="row"><th role="rowheader" scope="row"><span class="name">${domain}</span>${several && html` <span class="of">${account}</span>`}${reason !== undefined && html`<p class="why">${reason}</p>`}</th><td role="cell">${conditionBadge(condition)}</td><td role="cell" data-label="for">${lasting(sinceMs, nowMs)}</td><td role="cell" data-label="read">${readAtMs === undefined ? 'never' : moment(readAtMs, nowMs)}</td><td role="cell">${webhooks(status)}</td></tr>
`;
}

function webhooks({ webhooks: found, condition }: DomainStatus): Html {
  const urls = found.reduce((sum, webhook) => sum + webhook.urls.length, 0);
  if (urls === 0)
    return html`<span class="of">${condition === 'pending' || condition === 'unread' ? 'not known' : 'none'}</span>`;
  return html`<details><summary>${counted(urls, 'URL')} on ${counted(found.length, 'event type')}</summary>
<dl class="webhooks">${found.map(({ eventType, urls: each }) => html`<div><dt>${eventType}</dt>${each.map((url) => html`<dd>${url}</dd>`)}</div>`)}</dl></details>`;
}

function pager({ page, pages }: DomainList, query: PageQuery): Html {
  const link = (to: number, text: string, rel: string): Html =>
    to < 1 || to > pages
      ? html`<span class="of">${text}</span>`
      : html`<a rel="${rel}" href="${hrefOf({ ...query, page: to }, '#domains')}">${text}</a>`;
  return html`<nav class="pager" aria-label="Pages of domains">${link(page - 1, 'Previous', 'prev')}<span>Page ${page} of ${pages}</span>${link(page + 1, 'Next', 'next')}</nav>`;
}
