import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configurationText } from '../../../src/adapters/config/write-config.ts';
import { createTextParser } from '../../../src/adapters/config/write-config-check.ts';
import { accountName } from '../../../src/model/account.ts';
import type { ReadDomain } from '../../../src/model/domain-state.ts';
import { EVENT_TYPES } from '../../../src/model/event-type.ts';
import { POLICIES } from '../../../src/model/policy.ts';
import { maskUrl } from '../../../src/model/url-mask.ts';
import { harmlessTexts } from '../../../src/plan/fold/conceal.ts';
import { importableDomain } from '../../../src/plan/fold/importable.ts';
import { type ImportChoices, importDomains } from '../../../src/plan/fold/imported.ts';
import { findDifferences } from '../../../src/plan/fold/prove.ts';
import { planChanges } from '../../../src/plan/plan-changes.ts';
import { MAIN, readDomain } from '../../support/domains.ts';
import { arbitraryAccount } from '../../support/imported-accounts.ts';
import { accountOn } from '../../support/pass.ts';

const account = accountOn({ origin: 'http://127.0.0.1:8025' });
const show = (url: string) => maskUrl(url, () => 'masked');

function importOf(states: readonly ReadDomain[], choices: Partial<ImportChoices> = {}) {
  return importDomains(states.map(importableDomain), [], { account, policy: 'listed', ...choices });
}

function textOf(states: readonly ReadDomain[], choices: Partial<ImportChoices> = {}): string {
  return configurationText(importOf(states, choices), show);
}

const parser = createTextParser([]);
const parse = (text: string, variables: ReadonlyMap<string, string> = new Map()) =>
  parser({ name: 'imported.yaml', folder: '/', text }, variables);

const arbitraryChoices = fc.record({
  policy: fc.constantFrom(...POLICIES),
  conceal: fc.boolean(),
});

describe('an imported configuration', () => {
  it('is valid, and its plan is empty as written and under exact, whatever the account holds', () => {
    fc.assert(
      fc.property(arbitraryAccount, arbitraryChoices, (states, { policy, conceal }) => {
        const harmless = harmlessTexts(states.map(({ domain }) => domain));
        const imported = importOf(states, { policy, ...(conceal ? { conceal: harmless } : {}) });
        const { desired } = parse(configurationText(imported, show), imported.variables);
        const { kept } = imported;
        expect(findDifferences({ desired: desired.domains, states, kept })).toEqual([]);
        const named = [...desired.domains.map(({ domain }) => domain), ...imported.bare].sort();
        expect(named).toEqual(states.map(({ domain }) => domain).sort());
      }),
      { numRuns: 400 },
    );
  });

  it('stays without a change when URLs of it are ignored as well', () => {
    fc.assert(
      fc.property(
        arbitraryAccount,
        fc.constantFrom('**', 'https://*.example.com/**', 'http:**'),
        (states, glob) => {
          const { desired } = parse(textOf(states));
          const ignoring = desired.domains.map((domain) => ({ ...domain, ignore: [glob] }));
          const plan = planChanges({ desired: ignoring, states, unreadPatterns: [], unmatchedPatterns: [] });
          expect(plan.domains.flatMap(({ changes, conflicts }) => [...changes, ...conflicts])).toEqual([]);
        },
      ),
    );
  });

  it('does not depend on the order in which domains and URLs were read', () => {
    fc.assert(
      fc.property(arbitraryAccount, fc.array(fc.nat(), { minLength: 9 }), (states, keys) => {
        const shuffled = [...states]
          .map((state, index) => ({ state, key: keys[index] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ state }) => state);
        expect(textOf(shuffled)).toBe(textOf(states));
      }),
    );
  });

  it('holds nothing that is masked in output, when credentials are concealed', () => {
    fc.assert(
      fc.property(arbitraryAccount, (states) => {
        const isHarmless = harmlessTexts(states.map(({ domain }) => domain));
        const imported = importOf(states, { conceal: isHarmless });
        const written = imported.folded.endpoints.map(({ url }) => url);
        const spelt = [...imported.folded.templates, ...imported.folded.domains].flatMap(({ webhooks }) =>
          EVENT_TYPES.flatMap((eventType) => webhooks[eventType] ?? []),
        );
        for (const url of [...written, ...spelt.filter((text) => text.includes('://'))]) {
          const secrets: string[] = [];
          maskUrl(url, (secret) => String(secrets.push(secret)));
          const bare = secrets.filter(
            (secret) => !isHarmless(secret) && !/^\$\{MGHOOKS_VAR_[A-Z0-9_]+\}$/.test(secret),
          );
          expect(bare).toEqual([]);
        }
        const text = configurationText(imported, show);
        for (const secret of ['s3cret', 'user:pass', "o'neill", 'T024BE7LD', 'pa55word'])
          expect(text).not.toContain(secret);
      }),
    );
  });

  it('never puts a domain under exact whose webhooks it could not all write', () => {
    const odd = readDomain({ clicked: ['https://h.example/a b'], opened: ['https://h.example/a'] });
    const text = textOf([odd], { policy: 'exact' });
    const [desired] = parse(text).desired.domains;
    expect(desired).toMatchObject({ policy: 'listed', webhooks: { opened: ['https://h.example/a'] } });
    expect(desired?.webhooks.clicked).toBeUndefined();
    expect(text).toContain(`# Left alone: 'clicked', as the URL contains " "`);
  });

  it('keeps what it cannot say as a comment from which nothing can break out', () => {
    const hooks = [{ name: 'x\ny: z', urls: ['http://a\r\ndomains:\u0085\u2028  b.example.com: {}'] }];
    const text = textOf([readDomain({ opened: ['https://h.example/a'] }, { unknownHooks: hooks })]);
    expect(parse(text).desired.domains).toHaveLength(1);
    const lines = text.split(/[\n\r\u0085\u2028]/).filter((line) => line.includes('b.example.com'));
    expect(lines).toEqual([expect.stringMatching(/^ {2}# Left alone: /)]);
  });

  it('says everything about the account that is not as by default', () => {
    const special = {
      ...account,
      name: accountName('eu.prod'),
      baseUrl: 'https://api.eu.mailgun.net',
      apiKey: { file: '/run/secrets/a "key"' },
      requestsPerMinute: 240,
      guard: { maxDeletes: 3, maxDeletePercent: 12.5, requireEndMark: false },
      subaccount: '123',
      writeApi: 'v3',
    } as const;
    const text = textOf([readDomain({ opened: ['https://h.example/a'] })], { account: special });
    expect(parse(text).accounts).toEqual([special]);
    expect(parse(text).desired.doubts).toEqual([]);
    expect(text).toContain('    region: eu\n');
  });

  it('is a configuration too when no domain has a webhook', () => {
    const { desired } = parse(textOf([readDomain({})]));
    expect(desired.domains).toMatchObject([{ account: MAIN, webhooks: {} }]);
  });

  it('is refused when it is larger than a file may be', () => {
    expect(() => parse(`version: 1\n#${'x'.repeat(33 * 1024 * 1024)}\n`)).toThrow(
      'The configuration has an error',
    );
  });
});
