import type { AccountName } from '../../../model/account.ts';
import type { ChangeStatus, Status } from '../../../ports/status.ts';
import { type Html, html } from './html.ts';
import { badge, type Tone } from './tone.ts';
import { counted, moment } from './wording.ts';

/** Changes that are shown; `/status.json` has more. */
const SHOWN_MAX = 50;

const RESULTS: Readonly<Record<ChangeStatus['result'], { readonly tone: Tone; readonly label: string }>> = {
  applied: { tone: 'ok', label: 'applied' },
  failed: { tone: 'bad', label: 'failed' },
  'not-attempted': { tone: 'quiet', label: 'not attempted' },
};

interface ListedChange {
  readonly account: AccountName;
  readonly change: ChangeStatus;
}

/** What was written lately, and what was tried, over all accounts, newest first. */
export function changeSection({ accounts, nowMs }: Status): Html {
  const changes = accounts
    .flatMap(({ account, lastChanges }) => lastChanges.map((change) => ({ account, change })))
    .sort((one, other) => other.change.atMs - one.change.atMs)
    .slice(0, SHOWN_MAX);
  return html`<section aria-labelledby="changes-title">
<h2 id="changes-title">Last changes</h2>
${changes.length === 0 ? html`<p class="none">Nothing was changed since this process started.</p>` : table(changes, { several: accounts.length > 1, nowMs })}
</section>`;
}

interface View {
  readonly several: boolean;
  readonly nowMs: number;
}

function table(changes: readonly ListedChange[], view: View): Html {
  return html`<div class="sheet"><table role="table" class="changes">
<caption>The last ${counted(changes.length, 'change')}, newest first</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Webhook</th><th role="columnheader" scope="col">URLs</th><th role="columnheader" scope="col">Result</th><th role="columnheader" scope="col">When</th></tr></thead>
<tbody role="rowgroup">
${changes.map((listed) => row(listed, view))}</tbody>
</table></div>`;
}

function row({ account, change }: ListedChange, { several, nowMs }: View): Html {
  const { domain, eventType, kind, added, removed, result, reason, atMs, passId } = change;
  return html`<tr role="row"><th role="rowheader" scope="row"><span class="name">${domain}</span>${several && html` <span class="of">${account}</span>`}<p class="what">${kind} <b>${eventType}</b></p></th><td role="cell"><ul class="urls">${added.map((url) => html`<li class="added"><span>added</span> ${url}</li>`)}${removed.map((url) => html`<li class="removed"><span>removed</span> ${url}</li>`)}</ul></td><td role="cell">${badge(RESULTS[result])}${reason !== undefined && html`<p class="why">${reason}</p>`}</td><td role="cell">${moment(atMs, nowMs)}<p class="pass">pass ${passId}</p></td></tr>
`;
}
