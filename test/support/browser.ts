import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, onTestFinished } from 'vitest';
import { whyMissing } from './debian-package.ts';

const BINARY = 'chromium';

/** Why tests that need a browser cannot run, `undefined` if they can: `describe.skipIf(browserMissing)`. */
export const browserMissing: string | undefined = whyMissing({
  binary: BINARY,
  packageName: 'chromium',
  testsOf: 'the status page in a browser',
});

/** One headless Chromium for all tests of a file; to be called where the file's tests are described. */
export function sharedBrowser(): () => Promise<Browser> {
  let launched: Promise<Browser> | undefined;
  let folder: string | undefined;
  afterAll(async () => {
    await (await launched)?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    folder ??= mkdtempSync(join(tmpdir(), 'mghooks-browser-'));
    launched ??= chromium.launch({
      executablePath: `/usr/bin/${BINARY}`,
      // Root, as in a container, cannot use the sandbox.
      chromiumSandbox: process.getuid?.() !== 0,
      args: [
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        `--crash-dumps-dir=${folder}`,
      ],
    });
    return launched;
  };
}

/** A page in a context of its own, which ends when the test has finished. */
export async function openPage(browser: Browser, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext(options);
  onTestFinished(() => context.close());
  return context.newPage();
}

/** Everything a page complains about: console errors and warnings, exceptions, failed requests, dialogs. */
export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'log') complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return complaints;
}
