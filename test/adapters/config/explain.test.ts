import { describe, expect, it } from 'vitest';
import type { ExplainStep } from '../../../src/adapters/config/domain-explanation.ts';
import { accountName } from '../../../src/model/account.ts';
import { type DomainName, parseDomainName } from '../../../src/model/domain-name.ts';
import { load } from './config-folder.ts';

const VARIABLE = '$' + '{MGHOOKS_VAR_TOKEN}';
const FILES = {
  'accounts.yaml': `version: 1
accounts:
  main: { apiKey: { env: KEY } }
  other: { apiKey: { env: OTHER } }
defaults: { account: main, template: standard }
`,
  'shared.yaml': `version: 1
endpoints:
  audit: https://hooks.example.com/{domain}/{event}?token=${VARIABLE}
templates:
  standard:
    delivered: audit
    opened: [https://a.example/, audit]
`,
  'domains.yaml': `version: 1
domains:
  mg.example.com:
    policy: exact
    ignore:
      - https://*.vendor.example/**
    webhooks:
      opened: []
      clicked:
        - audit
        - https://b.example/{event}
  "*.example.com": { policy: merge }
  "*.deep.example.com": { account: other, webhooks: { opened: [] } }
`,
};
const variables = { MGHOOKS_VAR_TOKEN: 'canary' };

function domain(name: string): DomainName {
  const parsed = parseDomainName(name);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed.value;
}

function show({ text, place }: ExplainStep): string {
  return place === undefined ? text : `${text} at ${place.file}:${place.line}:${place.column}`;
}

describe('an explanation of a domain', () => {
  it('says where its account, policy, template and ignore list come from', async () => {
    const explanation = (await load(FILES, { variables })).explain(domain('mg.example.com'));
    expect(explanation && show(explanation.entry)).toBe("the domain 'mg.example.com' at domains.yaml:3:3");
    expect(explanation?.account.value).toBe('main');
    expect(explanation?.account.steps.map(show)).toEqual([
      "the default 'account' at accounts.yaml:5:22",
      "the account 'main' at accounts.yaml:3:3",
    ]);
    expect(explanation?.policy.value).toBe('exact');
    expect(explanation?.policy.steps.map(show)).toEqual(["'policy' of the domain at domains.yaml:4:13"]);
    expect(explanation?.template?.value).toBe('standard');
    expect(explanation?.template?.steps.map(show)).toEqual([
      "the default 'template' at accounts.yaml:5:38",
      "the template 'standard' at shared.yaml:5:3",
    ]);
    expect(explanation?.ignore.map(({ value, steps }) => [value, ...steps.map(show)])).toEqual([
      ['https://*.vendor.example/**', "'ignore' of the domain at domains.yaml:6:9"],
    ]);
  });

  it('follows each URL through template, endpoint and variable, and shows no value of a variable', async () => {
    const explanation = (await load(FILES, { variables })).explain(domain('mg.example.com'));
    const urls = explanation?.webhooks.map(({ eventType, steps, urls }) => [
      eventType,
      steps.map(show),
      urls.map(({ value, steps }) => [value, ...steps.map(show)]),
    ]);
    expect(urls).toEqual([
      [
        'delivered',
        ["'delivered' of the template 'standard' at shared.yaml:6:5"],
        [
          [
            `https://hooks.example.com/mg.example.com/delivered?token=${VARIABLE}`,
            "'delivered' of the template 'standard' at shared.yaml:6:16",
            "the endpoint 'audit' at shared.yaml:3:10",
            'the environment variable MGHOOKS_VAR_TOKEN',
          ],
        ],
      ],
      ['opened', ["'opened' of the domain at domains.yaml:8:7"], []],
      [
        'clicked',
        ["'clicked' of the domain at domains.yaml:9:7"],
        [
          [
            `https://hooks.example.com/mg.example.com/clicked?token=${VARIABLE}`,
            "'clicked' of the domain at domains.yaml:10:11",
            "the endpoint 'audit' at shared.yaml:3:10",
            'the environment variable MGHOOKS_VAR_TOKEN',
          ],
          ['https://b.example/clicked', "'clicked' of the domain at domains.yaml:11:11"],
        ],
      ],
    ]);
    expect(JSON.stringify(explanation)).not.toContain('canary');
  });

  it('holds for a domain that only a pattern matches: the most specific one', async () => {
    const { explain } = await load(FILES, { variables });
    const entry = (name: string, account?: string) =>
      explain(domain(name), account === undefined ? undefined : accountName(account))?.entry.text;
    expect(entry('new.example.com')).toBe("the pattern '*.example.com'");
    expect(entry('new.deep.example.com')).toBe("the pattern '*.deep.example.com'");
    expect(entry('new.deep.example.com', 'main')).toBe("the pattern '*.example.com'");
    expect(entry('new.deep.example.com', 'other')).toBe("the pattern '*.deep.example.com'");
    expect(entry('new.example.com', 'other')).toBeUndefined();
    expect(entry('example.com')).toBeUndefined();
    expect(entry('elsewhere.example')).toBeUndefined();
  });

  it('says what no file says', async () => {
    const { explain } = await load('version: 1\ndomains: { a.example: { webhooks: {} } }\n');
    const explanation = explain(domain('a.example'));
    expect(explanation?.policy).toEqual({
      value: 'listed',
      steps: [{ text: 'the policy of mghooks itself' }],
    });
    expect(explanation?.account.value).toBe('default');
    expect(explanation?.account.steps.map(show)).toEqual([
      'the only account',
      'no file has accounts, so one in region us with its key in MAILGUN_API_KEY is meant',
    ]);
    expect(explanation).not.toHaveProperty('template');
  });

  it('gives the same URLs as the configuration itself', async () => {
    const { explain, desired } = await load(FILES, { variables });
    const explanation = explain(domain('mg.example.com'));
    const explained = explanation?.webhooks.map(({ eventType, urls }) => [
      eventType,
      urls.map(({ value }) => value.replace(VARIABLE, 'canary')).sort(),
    ]);
    expect(explained).toEqual(Object.entries(desired.domains[0]?.webhooks ?? {}));
  });
});
