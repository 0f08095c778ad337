import type { AccountName } from '../../../model/account.ts';
import type { GuardStatus } from '../../../ports/status.ts';
import { type Html, html } from './html.ts';
import type { Notice } from './notice.ts';
import type { ApprovalWays, PageFacts } from './page-facts.ts';
import { counted, moment } from './wording.ts';

/** Reasons that are shown; a plan that empties thousands of domains has one for each. */
const REASONS_MAX = 8;

interface Blocked {
  readonly account: AccountName;
  readonly guard: GuardStatus;
}

/** Why a guard holds the plan of an account back, and how to say yes to it. */
export function guardNotice({ account, guard }: Blocked, { status, approvals }: PageFacts): Notice {
  const { planId, exceeded, removed, removals, sinceMs } = guard;
  const more = exceeded.length - REASONS_MAX;
  return {
    tone: 'warn',
    title: `${account} waits for approval`,
    body: html`<p>A guard stopped its plan ${moment(sinceMs, status.nowMs)}: it removes ${counted(removed, 'delivery', 'deliveries')}. Nothing is written on this account meanwhile.</p>
<ul class="reasons">${exceeded.slice(0, REASONS_MAX).map((reason) => html`<li>${reason}</li>`)}${more > 0 && html`<li>and ${more} more</li>`}</ul>
<details><summary>What it removes</summary><ul class="reasons">${removals.map((removal) => html`<li>${removal}</li>`)}${removed > removals.length && html`<li>and ${removed - removals.length} more</li>`}</ul></details>
<p>If that is meant, approve plan <code>${planId}</code>; if not, correct the configuration, and the plan is made anew.</p>
${waysToApprove(guard, approvals)}`,
  };
}

/** Not by a command of its own: it would wait for this process, which holds the account. */
function waysToApprove({ planId, removed }: GuardStatus, { file, posts }: ApprovalWays): Html {
  if (file === undefined && !posts) {
    return html`<p>This process takes no approvals: it was started without <code>--approvals FILE</code> and without <code>--token-file FILE</code>.</p>`;
  }
  return html`${
    file !== undefined &&
    html`<p>Add this line to <code>${file}</code>:</p>
<pre class="command">${planId} ${removed}</pre>`
  }${
    posts &&
    html`<p>${file === undefined ? '' : 'Or send'} <code>POST /approve</code> to this address:</p>
<pre class="command">curl -H "Authorization: Bearer $TOKEN" -d planId=${planId} -d allowDeletes=${removed} ADDRESS/approve</pre>`
  }`;
}
