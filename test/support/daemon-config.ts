import type { Emulator } from '../../src/emulator/emulator.ts';

export const HOOK = 'https://hooks.example.com/a';

export interface AccountText {
  readonly origin: string;
  /** A variable or a file; `{ env: MAILGUN_API_KEY }` by default. */
  readonly apiKey?: string;
  readonly perMinute?: number;
  /** With `clicked` at one URL, unless told. */
  readonly domains: readonly string[];
  readonly url?: string;
}

/** The text of a configuration; names are those of the accounts, `more` are domains. Any deletion is allowed. */
export function configText(accounts: Readonly<Record<string, AccountText>>, more = ''): string {
  const heads = Object.entries(accounts).map(
    ([name, { origin, apiKey = '{ env: MAILGUN_API_KEY }', perMinute = 300 }]) => `  ${name}:
    baseUrl: ${origin}
    apiKey: ${apiKey}
    requestsPerMinute: ${perMinute}
    guard: { maxDeletes: 100, maxDeletePercent: 100 }
`,
  );
  const domains = Object.entries(accounts).flatMap(([name, { domains: names, url = HOOK }]) =>
    names.map((domain) => `  ${domain}: { account: ${name}, webhooks: { clicked: "${url}" } }\n`),
  );
  return `version: 1\naccounts:\n${heads.join('')}domains:\n${domains.join('')}${more}...\n`;
}

/** So many names of domains. */
export function names(count: number, label = 'd'): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${label}${index}.example.com`);
}

/** A seed in which none of them has a webhook. */
export function bare(domains: readonly string[]) {
  return { domains: Object.fromEntries(domains.map((name) => [name, {}])) };
}

export function writesOf(emulator: Pick<Emulator, 'requests'>) {
  return emulator.requests().filter(({ method }) => method !== 'GET');
}
