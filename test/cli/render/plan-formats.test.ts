import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderPlan } from '../../../src/cli/render/plan.ts';
import { createPaint } from '../../../src/cli/terminal.ts';
import { arbitraryActual, arbitraryDesired } from '../../support/arbitraries.ts';
import { runCommandLine } from '../../support/command-line.ts';
import { desiredDomain, domainName, MAIN, readDomain } from '../../support/domains.ts';
import { withEmulator } from '../../support/emulator.ts';
import { planFacts } from '../../support/plan-facts.ts';
import { accountsFile, workspace } from '../../support/workspace.ts';

const plain = createPaint(false);
const SCHEMA = new URL('../../../schemas/plan.schema.json', import.meta.url);
const isPlan = new Ajv({ strict: true, allErrors: true }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));

/** Text that tries to leave the place it is shown in. */
const HOSTILE = [
  '\u001b[31mred',
  'a\nb',
  '\r',
  '```',
  '</details><img src=x onerror=alert(1)>',
  '::error::x',
  '\u202e',
  '](http://x)',
];

const hostileFacts = () =>
  planFacts({
    desired: [desiredDomain({ webhooks: { clicked: ['https://hooks.example.com/'] } })],
    states: [
      readDomain(
        { clicked: HOSTILE.slice(0, 3) },
        { unknownHooks: HOSTILE.map((name) => ({ name, urls: [name] })) },
      ),
    ],
    unreadPatterns: HOSTILE.map((text) => ({
      account: MAIN,
      pattern: '*',
      reason: { code: 'refused', message: text },
    })),
  });

describe('a plan as JSON', () => {
  it('fits its schema, whatever the configuration and the actual state are', () => {
    fc.assert(
      fc.property(arbitraryDesired, arbitraryActual, (desired, actual) => {
        const text = renderPlan(planFacts({ desired: [desired], states: [actual] }), 'json', plain);
        expect(isPlan(JSON.parse(text)), JSON.stringify(isPlan.errors)).toBe(true);
      }),
    );
  });

  it('fits its schema with the results of an apply, and when it is refused', async () => {
    const emulator = await withEmulator({
      seed: { domains: { 'mg.example.com': { clicked: ['https://old.example.com/'] } } },
    });
    const folder = workspace({
      'config/a.yaml': `${accountsFile(emulator.origin)}domains:\n  mg.example.com: { webhooks: { clicked: https://h.example/ } }\n  gone.example.com: { webhooks: {} }\n`,
    });
    const run = (...argv: readonly string[]) => runCommandLine(argv, { workingDirectory: folder });
    const refused = JSON.parse((await run('apply', '-o', 'json', '--log-level', 'silent')).stdout);
    expect(isPlan(refused), JSON.stringify(isPlan.errors)).toBe(true);
    expect(refused).toMatchObject({ refused: expect.stringContaining('guard'), results: [] });
    const approved = refused.approvalCommand.split(' ').slice(1);
    const applied = JSON.parse((await run(...approved, '-o', 'json', '--log-level', 'silent')).stdout);
    expect(isPlan(applied), JSON.stringify(isPlan.errors)).toBe(true);
    expect(applied).toMatchObject({
      results: [{ status: 'applied', kind: 'update' }],
      unread: [{ code: 'unknown-domain' }],
    });
  });
});

describe('a plan in every format', () => {
  it.each([
    ['text', /^Note: domains\.yaml does not end with the line '\.\.\.', so .*\.$/m],
    ['markdown', /^> \*\*Note\*\*: domains/m],
    ['github', /^::warning title=The configuration may be incomplete::domains\.yaml does not end/m],
    ['json', /"doubts": \[\n {4}\{\n {6}"kind": "no-end-mark",\n {6}"file": "domains\.yaml"/],
  ] as const)('notes as %s which files lack the end mark, and what approves a deletion', (format, note) => {
    const facts = {
      ...planFacts({
        desired: [desiredDomain({ webhooks: { clicked: ['https://a.example/'] } })],
        states: [readDomain({ clicked: ['https://a.example/', 'https://b.example/'] })],
      }),
      doubts: [{ kind: 'no-end-mark', file: 'domains.yaml' }],
    } as const;
    const [one] = facts.accounts;
    if (one === undefined) throw new Error('There is one account');
    const verdict = { ...one.verdict, exceeded: [], doubts: facts.doubts };
    const unseen = { ...facts, accounts: [{ ...one, verdict }], judgement: { kind: 'unseen' } } as const;
    const text = renderPlan(unseen, format, plain);
    expect(text).toMatch(note);
    expect(text).toContain('mghooks apply --approve 0123456789ab --allow-deletes 1');
    const added = renderPlan(facts, format, plain);
    expect(added).toMatch(note);
    expect(added).not.toContain('--approve');
  });

  it.each(['text', 'json', 'markdown', 'github'] as const)(
    'lets no text from outside act, as %s',
    (format) => {
      const text = renderPlan(hostileFacts(), format, plain);
      expect(text).not.toContain('\u001b');
      expect(text).not.toContain('\u202e');
      expect(text).not.toContain('\r');
      expect(text.split('\n').filter((line) => line.startsWith('::error::'))).toEqual([]);
    },
  );

  it('says as Markdown what is only observed, and no price where nothing is sent', () => {
    const webhooks = { clicked: ['https://hooks.example.com/'] };
    const facts = planFacts({
      desired: [desiredDomain({ policy: 'observe', webhooks })],
      states: [readDomain({})],
    });
    const line = renderPlan(facts, 'markdown', plain)
      .split('\n')
      .find((each) => each.includes('Plan id'));
    expect(line).toMatch(/^Nothing to send\. 1 domain drifted but only observed\. Plan id `[0-9a-f]{12}`\.$/);
  });

  it('shows Markdown in which no text can end its block', () => {
    const text = renderPlan(hostileFacts(), 'markdown', plain);
    expect(text.match(/<\/details>/g)).toHaveLength(2);
    expect(text).toContain('````diff');
    expect(text).not.toContain('](http://x)\n');
  });

  it('cuts Markdown at a length that fits a comment, and says how much is left out', () => {
    const names = Array.from({ length: 2000 }, (_, index) => domainName(`d${index}.example.com`));
    const facts = planFacts({
      desired: names.map((domain) =>
        desiredDomain({ domain, webhooks: { clicked: ['https://hooks.example.com/'] } }),
      ),
      states: names.map((domain) => readDomain({}, { domain })),
    });
    const text = renderPlan(facts, 'markdown', plain);
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/\d+ more domains left out/);
    expect(text).toContain('| 2000 | 0 | 0 |');
  });

  it('annotates for GitHub what needs a look', () => {
    const facts = planFacts({
      desired: [desiredDomain({ policy: 'exact', webhooks: {} })],
      states: [readDomain({ clicked: ['https://old.example.com/'] })],
      unreadPatterns: [
        { account: MAIN, pattern: '*.a.example', reason: { code: 'server-error', message: '502' } },
      ],
    });
    const lines = renderPlan(facts, 'github', plain).split('\n');
    expect(lines).toContain('::error title=*.a.example was not read::502');
    expect(lines).toContain(
      '::error title=Guard of account main::mg.example.com had webhooks and would have none',
    );
  });
});
