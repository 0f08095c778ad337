import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileSource } from '../../src/adapters/config/file-source.ts';
import { POLICIES } from '../../src/model/policy.ts';

const source = createFileSource({
  paths: ['config/'],
  variables: new Map(),
  workingDirectory: join(import.meta.dirname, '../..'),
});

describe('the example in config/', () => {
  it('is a valid configuration of one account, without any variable set', async () => {
    const { accounts, files } = await source.load();
    expect(accounts.map(({ name, baseUrl, apiKey }) => ({ name, baseUrl, apiKey }))).toEqual([
      { name: 'main', baseUrl: 'https://api.mailgun.net', apiKey: { env: 'MAILGUN_API_KEY' } },
    ]);
    expect(files).toEqual(['config/accounts.yaml', 'config/domains.yaml', 'config/templates.yaml']);
  });

  it('shows every policy, an ignore list, a pattern, an empty list and exceptions from a template', async () => {
    const { desired } = await source.load();
    const all = [...desired.domains, ...desired.patterns];
    expect(desired.domains.length).toBeGreaterThanOrEqual(20);
    expect(new Set(all.map(({ policy }) => policy))).toEqual(new Set(POLICIES));
    expect(desired.domains.some(({ ignore }) => ignore.length > 0)).toBe(true);
    expect(desired.patterns.map(({ suffix }) => suffix)).toEqual(['customers.example.com']);
    expect(
      desired.domains.some(({ webhooks }) => Object.values(webhooks).some((urls) => urls.length === 0)),
    ).toBe(true);
    const invoices = desired.domains.find(({ domain }) => domain === 'invoices.example.com');
    expect(invoices?.webhooks.delivered).toEqual([
      'https://billing.example.com/hooks/delivered',
      'https://hooks.example.com/mailgun/invoices.example.com/delivered',
    ]);
  });

  it('names no host outside the names that are reserved for examples', async () => {
    const { desired } = await source.load();
    const urls = [...desired.domains, ...desired.patterns].flatMap(({ webhooks }) =>
      Object.values(webhooks).flat(),
    );
    const hosts = new Set(urls.map((url) => new URL(url).hostname));
    const names = [...hosts, ...desired.domains.map(({ domain }) => domain)];
    expect(names.filter((name) => !/\.example(\.com)?$/.test(name))).toEqual([]);
  });
});
