import { describe, expect, it } from 'vitest';
import { accountName } from '../../src/model/account.ts';
import { desiredDomain, domainName, MAIN } from '../support/domains.ts';
import { withEmulator } from '../support/emulator.ts';
import { accountOn, passOn } from '../support/pass.ts';

const A = 'https://hooks.example.com/a';

const names = (count: number) => Array.from({ length: count }, (_, index) => `d${index}.example.com`);
const seedOf = (domains: readonly string[]) => ({
  domains: Object.fromEntries(domains.map((name) => [name, {}])),
});
const wanting = (domains: readonly string[]) => ({
  domains: domains.map((name) => desiredDomain({ domain: domainName(name), webhooks: { clicked: [A] } })),
});

describe('observe', () => {
  it('reads each domain once and nothing else', async () => {
    const domains = names(30);
    const emulator = await withEmulator({ seed: seedOf(domains) });
    const { plan } = await passOn(emulator).preview(wanting(domains));
    expect(plan.domains).toHaveLength(30);
    expect(emulator.requests().map((request) => request.method)).toEqual(Array(30).fill('GET'));
    expect(new Set(emulator.requests().map((request) => request.domain)).size).toBe(30);
  });

  it('goes on with the others when one domain cannot be read', async () => {
    const domains = names(5);
    const emulator = await withEmulator({
      seed: seedOf(domains),
      faults: [{ match: { domain: 'd2.example.com' }, fault: { kind: 'answer', status: 500 } }],
    });
    const { plan } = await passOn(emulator).preview(wanting([...domains, 'gone.example.com']));
    expect(plan.domains).toHaveLength(4);
    expect(plan.unread.map(({ domain, reason }) => [domain, reason.code])).toEqual([
      ['d2.example.com', 'server-error'],
      ['gone.example.com', 'unknown-domain'],
    ]);
  });

  it('stops an account at the first refused key, and says why for every domain', async () => {
    const domains = names(200);
    const emulator = await withEmulator({ seed: seedOf(domains), apiKey: 'another-key' });
    const pass = passOn(emulator);
    const { plan } = await pass.preview(wanting(domains));
    expect(plan.unread).toHaveLength(200);
    expect(plan.unread.every(({ reason }) => reason.message.includes('401'))).toBe(true);
    expect(emulator.requests().length).toBeLessThanOrEqual(10);
    expect(pass.entries.filter((entry) => entry.kind === 'account-halted')).toHaveLength(1);
  });

  it('keeps an account going while another is refused', async () => {
    const good = await withEmulator({ seed: seedOf(['a.example.com']) });
    const bad = await withEmulator({ apiKey: 'another-key' });
    const other = accountName('other');
    const pass = passOn(good, [accountOn(good), accountOn(bad, { name: other })]);
    const { plan } = await pass.preview({
      domains: [
        desiredDomain({ domain: domainName('a.example.com') }),
        desiredDomain({ account: other, domain: domainName('b.example.com') }),
      ],
    });
    expect(plan.domains.map(({ account }) => account)).toEqual([MAIN]);
    expect(plan.unread.map(({ account, reason }) => [account, reason.code])).toEqual([[other, 'denied']]);
  });

  it('lists the domains of the account only for a pattern', async () => {
    const emulator = await withEmulator({
      seed: seedOf(['a.c.example.com', 'b.c.example.com', 'x.example.com']),
    });
    const pattern = {
      ...desiredDomain({ webhooks: { clicked: [`${A}/{domain}`] } }),
      suffix: 'c.example.com',
    };
    const { plan } = await passOn(emulator).preview({ patterns: [pattern] });
    expect(plan.domains.map(({ domain, changes }) => [domain, changes])).toMatchObject([
      ['a.c.example.com', [{ kind: 'create', to: [`${A}/a.c.example.com`] }]],
      ['b.c.example.com', [{ kind: 'create', to: [`${A}/b.c.example.com`] }]],
    ]);
    expect(emulator.requests().filter(({ path }) => path.startsWith('/v4/domains'))).toHaveLength(1);
  });

  it('reports a pattern as unread when the domains cannot be listed, and still reads the named ones', async () => {
    const emulator = await withEmulator({
      seed: seedOf(['a.example.com']),
      faults: [{ match: { path: '^/v4/domains' }, fault: { kind: 'html' } }],
    });
    const { plan } = await passOn(emulator).preview({
      domains: [desiredDomain({ domain: domainName('a.example.com') })],
      patterns: [{ ...desiredDomain(), suffix: 'example.com' }],
    });
    expect(plan.domains.map(({ domain }) => domain)).toEqual(['a.example.com']);
    expect(plan.unreadPatterns).toMatchObject([
      { pattern: '*.example.com', reason: { code: 'unexpected-answer' } },
    ]);
  });

  it('gives an account up whose host does not answer, long before it has asked for every domain', async () => {
    const domains = names(500);
    const emulator = await withEmulator({ seed: seedOf(domains), faults: [{ fault: { kind: 'reset' } }] });
    const { plan } = await passOn(emulator).preview(wanting(domains));
    expect(plan.unread).toHaveLength(500);
    expect(emulator.requests().length).toBeLessThan(200);
    expect(
      plan.unread.filter(({ reason }) => reason.message.includes('domains in a row got no answer')).length,
    ).toBeGreaterThan(400);
  });

  it('names a pattern that matches nothing, which may be misspelt', async () => {
    const emulator = await withEmulator({ seed: seedOf(['a.customers.example.com']) });
    const pattern = { ...desiredDomain(), suffix: 'custmers.example.com' };
    const { plan } = await passOn(emulator).preview({ patterns: [pattern] });
    expect(plan.unmatchedPatterns).toEqual(['*.custmers.example.com']);
  });

  it('sends nothing more once it is told to stop', async () => {
    const domains = names(100);
    const emulator = await withEmulator({ seed: seedOf(domains) });
    const pass = passOn(emulator);
    pass.stop();
    const { plan } = await pass.preview(wanting(domains));
    expect(emulator.requests()).toEqual([]);
    expect(plan.unread.every(({ reason }) => reason.code === 'stopped')).toBe(true);
  });

  it('takes one domain that is forbidden for a matter of that domain, and three in a row for one of the key', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'].map((label) => `${label}.example.com`);
    const emulator = await withEmulator({
      seed: { domains: Object.fromEntries(names.map((name) => [name, {}])) },
      faults: [{ match: { path: '/b.example.com/' }, fault: { kind: 'answer', status: 403 } }],
    });
    const wanted = { domains: names.map((name) => desiredDomain({ domain: domainName(name) })) };
    const { plan } = await passOn(emulator).preview(wanted);
    expect(plan.unread.map(({ domain, reason }) => [domain, reason.code])).toEqual([
      ['b.example.com', 'forbidden'],
    ]);
    emulator.addFault({ fault: { kind: 'answer', status: 403 } });
    const pass = passOn(emulator);
    await pass.preview(wanted);
    expect(pass.entries.filter(({ kind }) => kind === 'account-halted')).toMatchObject([
      { reason: expect.stringContaining('3 domains in a row were refused') },
    ]);
  });
});
