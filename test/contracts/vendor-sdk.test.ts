import Mailgun from 'mailgun.js';
import { Enums } from 'mailgun.js/definitions';
import { describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/emulator.ts';
import { withEmulator } from '../support/emulator.ts';

const DOMAIN = 'mg.example.com';
const A = 'https://a.example/hook';
const B = 'https://b.example/hook?x=1&y=2';

async function startWithSdk() {
  const emulator = await withEmulator({
    seed: {
      domains: { [DOMAIN]: { delivered: [A, B] }, 'other.example.com': {} },
      tracking: { [DOMAIN]: { open: true } },
    },
    apiKey: 'key-sdk',
  });
  return { emulator, sdk: sdkFor(emulator, 'key-sdk') };
}

function sdkFor(emulator: Emulator, key: string) {
  return new Mailgun(FormData).client({ username: 'api', key, url: emulator.origin });
}

describe("The vendor's own Node SDK works against the emulator", () => {
  it('lists the webhooks of a domain', async () => {
    const { sdk } = await startWithSdk();
    expect(await sdk.webhooks.list(DOMAIN, {})).toEqual({ delivered: { urls: [A, B] } });
    expect(await sdk.webhooks.list('other.example.com', {})).toEqual({});
  });

  it('gets one webhook', async () => {
    const { sdk } = await startWithSdk();
    const hook = await sdk.webhooks.get(DOMAIN, Enums.WebhooksIds.DELIVERED);
    expect({ id: hook.id, urls: hook.urls }).toEqual({ id: 'delivered', urls: [A, B] });
  });

  it('creates a webhook, with a multipart form', async () => {
    const { emulator, sdk } = await startWithSdk();
    const hook = await sdk.webhooks.create(DOMAIN, 'clicked', B, false);
    expect(hook).toMatchObject({ id: 'clicked', urls: [B] });
    expect(emulator.webhooks(DOMAIN)).toEqual({ delivered: [A, B], clicked: [B] });
    expect(emulator.requests().at(-1)?.headers['content-type']).toMatch(/^multipart\/form-data/);
  });

  it('updates a webhook to several URLs', async () => {
    const { emulator, sdk } = await startWithSdk();
    const hook = await sdk.webhooks.update(DOMAIN, 'delivered', [B, 'https://c.example']);
    expect(hook).toMatchObject({ id: 'delivered', urls: [B, 'https://c.example'] });
    expect(emulator.webhooks(DOMAIN)).toEqual({ delivered: [B, 'https://c.example'] });
  });

  it('deletes a webhook and hears which URLs it had', async () => {
    const { emulator, sdk } = await startWithSdk();
    expect(await sdk.webhooks.destroy(DOMAIN, 'delivered')).toMatchObject({ id: 'delivered', urls: [A, B] });
    expect(emulator.webhooks(DOMAIN)).toEqual({});
  });

  it('lists domains', async () => {
    const { sdk } = await startWithSdk();
    const domains = await sdk.domains.list({ limit: 1000 });
    expect(domains.map(({ name, state, type }) => [name, state, type])).toEqual([
      ['other.example.com', 'active', 'custom'],
      [DOMAIN, 'active', 'custom'],
    ]);
  });

  it('reads the tracking of a domain', async () => {
    const { sdk } = await startWithSdk();
    expect((await sdk.domains.domainTracking.getTracking(DOMAIN)).open.active).toBe(true);
  });

  it('speaks for a subaccount', async () => {
    const { emulator, sdk } = await startWithSdk();
    sdk.setSubaccount('5f3c0a');
    await expect(sdk.webhooks.list(DOMAIN, {})).rejects.toMatchObject({ status: 404 });
    expect(emulator.requests()[0]?.headers['x-mailgun-on-behalf-of']).toBe('5f3c0a');
  });

  it.each([
    ['an event type that has a URL', DOMAIN, 'delivered', 400, 'Webhook already exists'],
    ['a domain that is not there', 'no.example.com', 'clicked', 404, 'Domain not found'],
  ] as const)('hears the refusal of %s', async (...[, domain, eventType, status, details]) => {
    const { emulator, sdk } = await startWithSdk();
    await expect(sdk.webhooks.create(domain, eventType, A, false)).rejects.toMatchObject({ status, details });
    expect(emulator.history()).toEqual([]);
  });

  it('offers a constant for unsubscribed that Mailgun retired in 2023, and hears its refusal', async () => {
    const { sdk } = await startWithSdk();
    const created = sdk.webhooks.create(DOMAIN, Enums.WebhooksIds.UNSUBSCRIBED, A, false);
    await expect(created).rejects.toMatchObject({
      status: 400,
      details: "event_type 'unsubscribe' is invalid",
    });
  });

  it('hears that its key is wrong', async () => {
    const { emulator } = await startWithSdk();
    await expect(sdkFor(emulator, 'key-wrong').webhooks.list(DOMAIN, {})).rejects.toMatchObject({
      status: 401,
    });
  });
});
