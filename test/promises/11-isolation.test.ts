import { describe, expect, it } from 'vitest';
import { accountName } from '../../src/model/account.ts';
import { desiredDomain, domainName } from '../support/domains.ts';
import { withEmulator } from '../support/emulator.ts';
import { accountOn, passOn } from '../support/pass.ts';

const A = 'https://hooks.example.com/a';
const NAMES = ['a', 'b', 'c', 'd', 'e'].map((label) => `${label}.example.com`);

const wanting = (names: readonly string[]) =>
  names.map((name) => desiredDomain({ domain: domainName(name), webhooks: { clicked: [A] } }));

describe('promise 11: isolation', () => {
  it('lets one bad domain stop no other, neither while reading nor while writing', async () => {
    const emulator = await withEmulator({
      seed: { domains: Object.fromEntries(NAMES.map((name) => [name, {}])) },
      faults: [
        { match: { method: 'GET', domain: 'b.example.com' }, fault: { kind: 'html' } },
        { match: { method: 'POST', domain: 'd.example.com' }, fault: { kind: 'answer', status: 400 } },
      ],
    });
    const pass = passOn(emulator);
    const preview = await pass.preview({ domains: [...wanting(NAMES), ...wanting(['gone.example.com'])] });
    const results = await pass.apply(preview);
    expect(NAMES.filter((name) => emulator.webhooks(name)['clicked'] !== undefined)).toEqual([
      'a.example.com',
      'c.example.com',
      'e.example.com',
    ]);
    expect(preview.plan.unread.map(({ domain }) => domain)).toEqual(['b.example.com', 'gone.example.com']);
    expect(
      results.filter(({ status }) => status === 'failed').map(({ change }) => change.key.domain),
    ).toEqual(['d.example.com']);
  });

  it('lets one bad account stop no other', async () => {
    const good = await withEmulator({ seed: { domains: { 'a.example.com': {} } } });
    const bad = await withEmulator({ faults: [{ fault: { kind: 'reset' } }] });
    const other = accountName('other');
    const pass = passOn(good, [accountOn(good), accountOn(bad, { name: other })]);
    await pass.converge({
      domains: [...wanting(['a.example.com']), { ...desiredDomain(), account: other }],
    });
    expect(good.webhooks('a.example.com')).toEqual({ clicked: [A] });
  });
});
