import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Status } from '../../../../src/ports/status.ts';
import { browserMissing, complaintsOf, openPage, sharedBrowser } from '../../../support/browser.ts';
import { HOSTILE_TEXTS, hostileStatus, manyDomains, tenDomains } from '../../../support/example-status.ts';
import { type StatusPage, withStatusPage } from '../../../support/status-page.ts';

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 900 };

const browser = sharedBrowser();

interface Opened {
  readonly page: Page;
  readonly server: StatusPage;
  readonly complaints: readonly string[];
}

/** Opens the page without scripts, as it has to work; what the test evaluates still runs. */
async function open(status: Status, viewport = DESK, path = '/'): Promise<Opened> {
  const server = await withStatusPage();
  server.show(status);
  const page = await openPage(await browser(), { viewport, javaScriptEnabled: false });
  const complaints = complaintsOf(page);
  await page.goto(server.origin + path);
  return { page, server, complaints };
}

describe.skipIf(browserMissing)('the page in a browser', () => {
  const statuses: readonly (readonly [string, Status])[] = [
    ['10 domains', tenDomains()],
    ['5,000 domains', manyDomains(5000)],
    ['hostile names', hostileStatus()],
  ];
  it.each(statuses)(
    'has nothing to complain about with %s, and scripts would run',
    async (_title, status) => {
      const server = await withStatusPage();
      server.show(status);
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await openPage(await browser(), { colorScheme, viewport: DESK });
        const complaints = complaintsOf(page);
        const requested: string[] = [];
        page.on('request', (request) => requested.push(new URL(request.url()).pathname));
        await page.goto(server.origin, { waitUntil: 'networkidle' });
        expect(complaints).toEqual([]);
        expect([...new Set(requested)].sort()).toEqual(['/', '/favicon.svg', '/status.css']);
        expect(await page.title()).toMatch(/ · mghooks$/);
      }
    },
  );

  it.each(statuses)('fits a phone and a desk without scrolling sideways, with %s', async (_title, status) => {
    for (const viewport of [PHONE, DESK]) {
      const { page } = await open(status, viewport);
      for (const summary of (await page.locator('summary').all()).slice(0, 3)) await summary.click();
      const widths = await page.locator('body').evaluate((body) => [body.scrollWidth, body.clientWidth]);
      expect(widths[0]).toBe(widths[1]);
    }
  });

  it('shows hostile names as text, and nothing of them as a tag', async () => {
    const { page, complaints } = await open(hostileStatus());
    const names = await page.locator('#domains .name').allTextContents();
    expect(names).toHaveLength(HOSTILE_TEXTS.length + 1);
    expect(names[0]).toBe(HOSTILE_TEXTS[0]);
    expect(names).toContain('bank\\u{202e}moc.elpmaxe');
    expect(await page.locator('script, iframe, style, main img, meta[http-equiv]').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('filters and searches without scripts, and keeps what was asked for in the form', async () => {
    const { page } = await open(manyDomains(5000));
    await page.getByLabel('Name contains').fill('C0000');
    await page.getByLabel('State').selectOption('out-of-sync');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(new URL(page.url()).search).toBe('?q=C0000&state=out-of-sync');
    expect(await page.locator('#domains .name').allTextContents()).toEqual(['c00005.customers.example.com']);
    expect(await page.getByLabel('Name contains').inputValue()).toBe('c0000');
    await page.getByRole('link', { name: 'Clear' }).click();
    await page.getByRole('link', { name: 'Next' }).click();
    expect(await page.locator('caption').first().textContent()).toBe('101 to 200 of 5,000 domains');
  });

  it('opens the webhooks of a domain, and leads from a state of an account to its domains', async () => {
    const { page } = await open(tenDomains());
    const row = page.getByRole('row', { name: /failed\.shop\.example/ }).first();
    await row.locator('summary').click();
    expect(await row.getByText('https://crm.example.com/bounces').isVisible()).toBe(true);
    await page.getByRole('link', { name: '1 held' }).click();
    expect(await page.locator('#domains .name').allTextContents()).toEqual(['held.shop.example']);
  });

  it('is built so that a screen reader finds its way', async () => {
    const { page } = await open(tenDomains(), PHONE);
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    const headings = await page.getByRole('heading', { level: 2 }).allTextContents();
    expect(headings.slice(-4)).toEqual(['Accounts', 'Domains', 'Last changes', 'Configuration and process']);
    // Also on a phone, where a row is drawn as a block.
    expect(await page.getByRole('table').count()).toBe(2);
    expect(await page.getByRole('columnheader').count()).toBe(9);
    expect(await page.getByRole('rowheader').count()).toBe(13);
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Skip to the domains');
  });

  it('shows the focus, and different colours in the dark', async () => {
    const { page } = await open(tenDomains());
    const ground = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const light = await ground();
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await ground()).not.toBe(light);
    await page.getByLabel('Name contains').focus();
    const outline = await page.evaluate<string>('getComputedStyle(document.activeElement).outlineWidth');
    expect(outline).toBe('2px');
  });

  it('works behind another path, as kubectl proxy and an ingress put it', async () => {
    const { page, server } = await open(tenDomains());
    const html = await page.content();
    const base = `${server.origin}/api/v1/namespaces/x/services/y/proxy/`;
    const links = [...html.matchAll(/(?:href|src|action)="(\.\/[^"]*)"/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(new URL(link, base).href.startsWith(base)).toBe(true);
  });
});
