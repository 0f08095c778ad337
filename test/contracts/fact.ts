import type { Emulator } from '../../src/emulator/emulator.ts';
import type { SeededHooks } from '../../src/emulator/seed.ts';
import { type Asked, withEmulator } from '../support/emulator.ts';

/**
 * What is documented about Mailgun's API or was recorded from it, byte by byte. Each row is one request to a freshly
 * seeded account. Sources: `VCR` a recording of real traffic (vendor's Ruby SDK), `OAS` the vendor's OpenAPI document,
 * `doc` a documentation page, `test` a vendor test against the real API, `report` a report of real traffic.
 */
export interface Fact {
  readonly fact: string;
  readonly hooks?: SeededHooks;
  readonly call: string;
  readonly asked?: Asked;
  readonly status: number;
  readonly body: string;
  /** The webhooks of the domain afterwards; default: as seeded. */
  readonly after?: SeededHooks;
}

export const HOOKS = '/v3/domains/mg.example.com/webhooks';
export const HOOKS_V4 = '/v4/domains/mg.example.com/webhooks';
export const A = 'https://a.example/hook';
export const B = 'https://b.example/hook';
export const C = 'https://c.example/hook';
export const D = 'https://d.example/hook';
export const RECORDED_URL = 'http://example.com/mailgun/events/v4';

export const DOMAIN_NOT_FOUND = '{"message":"Domain not found"}\n';
export const WEBHOOK_NOT_FOUND = '{"message":"Webhook not found"}\n';

export function urls(...list: readonly string[]): readonly (readonly [string, string])[] {
  return list.map((url) => ['url', url] as const);
}

export function wish(url: string, ...eventTypes: readonly string[]): Asked {
  return { form: [['url', url], ...eventTypes.map((name) => ['event_types', name] as const)] };
}

export function multipart(pairs: readonly (readonly [string, string])[]): Asked {
  const body = new FormData();
  for (const [name, value] of pairs) body.append(name, value);
  return { body };
}

/** An account with one domain. */
export async function startSeeded(hooks: SeededHooks = {}): Promise<Emulator> {
  return withEmulator({
    seed: {
      domains: { 'mg.example.com': hooks },
      tracking: { 'mg.example.com': { click: 'htmlonly' } },
    },
    behaviour: { unresolvableHosts: ['gone.example'] },
  });
}
