import { describe, expect, it } from 'vitest';
import { renderPage } from '../../../../src/adapters/http/page/page.ts';
import type { ApprovalWays } from '../../../../src/adapters/http/page/page-facts.ts';
import { readPageQuery } from '../../../../src/adapters/http/page/page-query.ts';
import type { Status } from '../../../../src/ports/status.ts';
import {
  exampleAccount,
  exampleDomain,
  exampleStatus,
  hostileStatus,
  manyDomains,
  tenDomains,
} from '../../../support/example-status.ts';

const NO_APPROVALS: ApprovalWays = { file: undefined, posts: false };

interface Asked {
  readonly query?: string;
  readonly alive?: boolean;
  readonly approvals?: ApprovalWays;
}

function render(status: Status, { query = '', alive = true, approvals = NO_APPROVALS }: Asked = {}): string {
  return renderPage({
    status,
    liveness: { alive, message: 'the loop moved 75 s ago' },
    query: readPageQuery(new URLSearchParams(query)),
    approvals,
  });
}

/** What a person reads, without the tags. */
function textOf(page: string): string {
  const text = page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
  return text
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');
}

describe('the page', () => {
  it('begins with the verdict, in its title too', () => {
    const page = render(tenDomains());
    const verdict = '3 accounts: 1 in sync, 1 waits for approval, 1 needs attention';
    expect(page).toContain(`<title>${verdict} · mghooks</title>`);
    expect(page).toContain(`<h1 id="verdict">${verdict}</h1>`);
  });

  it('tells of each account its budget, its passes, and for how long it is in sync', () => {
    const text = textOf(render(tenDomains()));
    expect(text).toContain('212 of 300 requests a minute left');
    expect(text).toContain('Mailgun asked to wait; requests go on in 42 s');
    expect(text).toContain('In sync for 3 h');
    expect(text).toContain('Last pass 1 min ago , took 14 s');
    expect(text).toContain('This pass began 20 s ago');
    expect(text).toContain('the pattern *.customers.shop.example matches no domain');
  });

  it('says why a domain is not in sync', () => {
    expect(textOf(render(tenDomains()))).toContain('opened was changed back three times within an hour');
  });

  it('explains how to approve a plan that a guard stopped', () => {
    const text = textOf(render(tenDomains()));
    expect(text).toContain('main waits for approval');
    expect(text).toContain('14 deliveries would be removed, maxDeletes is 10');
    expect(text).toContain('This process takes no approvals');
    const byFile = textOf(render(tenDomains(), { approvals: { file: 'run/yes.txt', posts: false } }));
    expect(byFile).toContain('Add this line to run/yes.txt : 4be1f09c77aa 14');
    expect(byFile).not.toContain('POST');
    const byPost = textOf(render(tenDomains(), { approvals: { file: undefined, posts: true } }));
    expect(byPost).toContain('-d planId=4be1f09c77aa -d allowDeletes=14 ADDRESS/approve');
  });

  it('shows the problems of a newer configuration with their places', () => {
    const page = render(manyDomains(1));
    expect(textOf(page)).toContain('the last good one stays in force');
    expect(textOf(page)).toContain('config/domains.yaml:41:15: "permanent_fial" is not an event type');
    expect(page).toContain('in line 3 too\n  7 |   mg.shop.example:\n    |   ^^^');
  });

  it('says that the loop stands still, that nothing is configured, and that leadership is not certain', () => {
    const { configuration: _, ...unconfigured } = exampleStatus({
      leadership: { leading: false, leader: 'pod-b', problem: 'the API server does not answer' },
    });
    const text = textOf(render(unconfigured, { alive: false }));
    expect(text).toContain('The loop does not move the loop moved 75 s ago');
    expect(text).toContain('Waiting for a configuration');
    expect(text).toContain('the API server does not answer');
    expect(text).toContain('Follower, pod-b leads');
  });

  it('shows the last changes of all accounts, newest first, fifty at most', () => {
    const text = textOf(render(tenDomains()));
    const order = ['update clicked', 'create clicked', 'delete opened'].map((what) => text.indexOf(what));
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(order).not.toContain(-1);
    expect(text).toContain('added https://hooks.example.com/mailgun/clicked removed');
  });

  it('loads itself again only if it is asked to', () => {
    expect(render(tenDomains())).not.toContain('http-equiv');
    const page = render(tenDomains(), { query: 'refresh=30&q=news' });
    expect(page).toContain('<meta http-equiv="refresh" content="30">');
    expect(page).toContain('<input type="hidden" name="refresh" value="30">');
    expect(page).toContain('href="./?q=news"');
  });

  it('keeps the filters in the links to other pages', () => {
    const page = render(manyDomains(5000), { query: 'q=customers&state=in-sync&page=2' });
    expect(page).toContain('href="./?q=customers&amp;state=in-sync#domains">Previous');
    expect(page).toContain('href="./?q=customers&amp;state=in-sync&amp;page=3#domains">Next');
    expect(textOf(page)).toContain('101 to 200 of 4,948 domains that match, of 5,000');
  });

  it('says so when no domain matches, and when there is none', () => {
    expect(textOf(render(tenDomains(), { query: 'q=nowhere' }))).toContain('No domain matches. Show all 10');
    const none = exampleStatus({ accounts: [exampleAccount('main')] });
    expect(textOf(render(none))).toContain('There are no domains yet.');
  });

  it('has no script, no style in an attribute, no address of another host, and no event handler', () => {
    for (const status of [tenDomains(), manyDomains(300), hostileStatus()]) {
      const tags = render(status).match(/<[^>]*>/g) ?? [];
      expect(tags.length).toBeGreaterThan(100);
      const active = tags.filter((tag) =>
        /^<(script|iframe|object|embed|style|base)|\s(style|on\w+)=/i.test(tag),
      );
      expect(active).toEqual([]);
      const away = tags.filter((tag) => /\s(href|src|action)="(?!\.\/|#)/.test(tag));
      expect(away).toEqual([]);
    }
  });

  it('shows one failed domain among thousands as more than a hair of the bar', () => {
    const domains = Array.from({ length: 5000 }, (_, index) =>
      exampleDomain(`d${index}.example`, { condition: index === 0 ? 'failed' : 'in-sync' }),
    );
    const page = render(exampleStatus({ accounts: [exampleAccount('main', { domains })] }));
    const widths = [...page.matchAll(/class="fill-(failed|in-sync)" x="[^"]*" width="([^"]*)"/g)];
    expect(widths.map(([, , width]) => Number(width))).toEqual([1.48, 98.52]);
  });

  it('is made in well under 100 ms for 5,000 domains, and stays small', () => {
    const status = manyDomains(5000);
    for (let warm = 0; warm < 5; warm += 1) render(status);
    const started = performance.now();
    for (let run = 0; run < 10; run += 1) render(status, { query: `page=${run + 1}` });
    const eachMs = (performance.now() - started) / 10;
    const bytes = Buffer.byteLength(render(status));
    console.log(`a page of 5,000 domains: ${eachMs.toFixed(1)} ms, ${bytes} bytes`);
    expect(eachMs).toBeLessThan(100);
    expect(bytes).toBeLessThan(150_000);
  });
});
