import { accountCard } from './account-card.ts';
import { changeSection } from './change-section.ts';
import { domainSection } from './domain-section.ts';
import { type Html, html } from './html.ts';
import { notices } from './notices.ts';
import type { PageFacts } from './page-facts.ts';
import { masthead, verdictBanner } from './page-top.ts';
import { processSection } from './process-section.ts';
import { SHAPES } from './shapes.ts';
import { overallVerdict } from './verdict.ts';

/** The whole page. It needs no script, and works behind any path. */
export function renderPage(facts: PageFacts): string {
  const { status, query } = facts;
  const verdict = overallVerdict(facts);
  const refresh = query.refreshSeconds;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
${refresh !== undefined && html`<meta http-equiv="refresh" content="${refresh}">\n`}<title>${verdict.label} · mghooks</title>
<link rel="icon" href="./favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="./status.css">
</head>
<body>
<a class="skip" href="#domains">Skip to the domains</a>
${SHAPES}
${masthead(facts)}
<main>
${verdictBanner(facts, verdict)}
${notices(facts)}
${status.accounts.length > 0 && accountsSection(facts)}
${status.accounts.length > 0 && domainSection(facts)}
${status.accounts.length > 0 && changeSection(status)}
${processSection(status)}
</main>
</body>
</html>
`.html;
}

function accountsSection(facts: PageFacts): Html {
  return html`<section aria-labelledby="accounts">
<h2 id="accounts">Accounts</h2>
<div class="cards">
${facts.status.accounts.map((account) => accountCard(account, facts.status.nowMs))}</div>
</section>`;
}
