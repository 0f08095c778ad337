import type { RejectedConfiguration, Status } from '../../../ports/status.ts';
import { guardNotice } from './guard-notice.ts';
import { type Html, html } from './html.ts';
import { type Notice, printNotice } from './notice.ts';
import type { PageFacts } from './page-facts.ts';
import { counted, moment } from './wording.ts';

/** Problems that are shown; the log has them all. */
const PROBLEMS_MAX = 50;

/** Boxes for what a person should know or do. */
export function notices(facts: PageFacts): readonly Html[] {
  const { status, liveness } = facts;
  const { configuration, leadership, nowMs } = status;
  const found: Notice[] = [];
  if (!liveness.alive) {
    found.push({ tone: 'bad', title: 'The loop does not move', body: html`<p>${liveness.message}</p>` });
  }
  if (configuration === undefined) found.push(unconfigured(status));
  if (configuration?.stale) found.push(stale(configuration.stale, nowMs));
  if (leadership.problem !== undefined) found.push(leadershipProblem(leadership.problem));
  for (const { account, guard } of status.accounts) {
    if (guard) found.push(guardNotice({ account, guard }, facts));
  }
  return found.map(printNotice);
}

function unconfigured({ rejected, nowMs }: Status): Notice {
  const body = html`<p>Nothing is read and nothing is written until a valid configuration has been loaded.</p>
${
  rejected !== undefined &&
  html`<p>${counted(rejected.problems.length, 'problem')}, seen ${moment(rejected.sinceMs, nowMs)}.</p>
${problemList(rejected)}`
}`;
  return { tone: 'bad', title: 'Waiting for a configuration', body };
}

function stale(newer: RejectedConfiguration, nowMs: number): Notice {
  const { sinceMs, problems } = newer;
  return {
    tone: 'warn',
    title: html`The newer configuration is not valid, so the last good one stays in force`,
    body: html`<p>${counted(problems.length, 'problem')}, seen ${moment(sinceMs, nowMs)}. Nothing is lost: as soon as the files are valid they are used.</p>
${problemList(newer)}`,
  };
}

function problemList({ problems }: RejectedConfiguration): Html {
  const more = problems.length - PROBLEMS_MAX;
  return html`<ol class="problems" tabindex="0" aria-label="Problems">${problems.slice(0, PROBLEMS_MAX).map((problem) => html`<li><pre>${lines(problem)}</pre></li>`)}${more > 0 && html`<li>and ${more} more</li>`}</ol>`;
}

/** Line breaks stay; everything else that cannot be seen is made visible. */
function lines(text: string): readonly (Html | string)[] {
  return text.split('\n').flatMap((line, index) => (index === 0 ? [line] : [html`\n`, line]));
}

function leadershipProblem(problem: NonNullable<Status['leadership']['problem']>): Notice {
  return {
    tone: 'warn',
    title: 'Leadership is not certain',
    body: html`<p>${problem}. A process that does not lead writes nothing.</p>`,
  };
}
