import { describe, expect, it } from 'vitest';
import { accountName } from '../../src/model/account.ts';
import type { DesiredPattern } from '../../src/model/desired-state.ts';
import { expandPatterns } from '../../src/plan/expand-patterns.ts';
import { desiredDomain, domainName, MAIN } from '../support/domains.ts';

const pattern = (suffix: string, url: string): DesiredPattern => ({
  account: MAIN,
  suffix,
  policy: 'listed',
  ignore: [],
  webhooks: { clicked: [url] },
});

const domains = (...names: readonly string[]) => new Map([[MAIN, names.map(domainName)]]);
const named = (list: ReturnType<typeof expandPatterns>) =>
  Object.fromEntries(list.map((domain) => [domain.domain, domain.webhooks.clicked]));

describe('expandPatterns', () => {
  it('takes every domain below the suffix, at any depth, but not the suffix itself', () => {
    const desired = { domains: [], patterns: [pattern('example.com', 'https://h.example/')], doubts: [] };
    const list = expandPatterns(
      desired,
      domains('example.com', 'a.example.com', 'b.a.example.com', 'evil-example.com'),
    );
    expect(list.map((domain) => domain.domain)).toEqual(['a.example.com', 'b.a.example.com']);
  });

  it('fills the name of the domain into its URLs', () => {
    const desired = { domains: [], patterns: [pattern('', 'https://h.example/{domain}')], doubts: [] };
    expect(named(expandPatterns(desired, domains('a.example')))).toEqual({
      'a.example': ['https://h.example/a.example'],
    });
  });

  it('prefers the longest suffix, whatever the order', () => {
    const patterns = [
      pattern('', 'https://all/'),
      pattern('eu.example.com', 'https://eu/'),
      pattern('example.com', 'https://com/'),
    ];
    expect(
      named(
        expandPatterns(
          { domains: [], patterns, doubts: [] },
          domains('a.eu.example.com', 'a.example.com', 'a.example'),
        ),
      ),
    ).toEqual({
      'a.eu.example.com': ['https://eu/'],
      'a.example.com': ['https://com/'],
      'a.example': ['https://all/'],
    });
  });

  it('leaves a domain alone that the configuration names itself, even for another account', () => {
    const other = accountName('other');
    const desired = {
      domains: [desiredDomain({ account: other, domain: domainName('a.example.com') })],
      patterns: [pattern('example.com', 'https://h.example/')],
      doubts: [],
    };
    const list = expandPatterns(desired, domains('a.example.com'));
    expect(list.map((domain) => domain.account)).toEqual([other]);
  });

  it('merges URLs that become equal for a domain', () => {
    const both = {
      ...pattern('', ''),
      webhooks: { clicked: ['https://h.example/a.example', 'https://h.example/{domain}'] },
    };
    expect(
      named(expandPatterns({ domains: [], patterns: [both], doubts: [] }, domains('a.example'))),
    ).toEqual({
      'a.example': ['https://h.example/a.example'],
    });
  });
});
