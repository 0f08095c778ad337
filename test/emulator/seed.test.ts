import { describe, expect, it } from 'vitest';
import { parseSeed } from '../../src/emulator/seed.ts';

function problems(value: unknown): readonly string[] {
  const parsed = parseSeed(value);
  return 'problem' in parsed ? parsed.problem.split('\n') : [];
}

const A = 'https://a.example/';

describe('A seed that is right', () => {
  it('comes back with every section, domain names in their one spelling', () => {
    const value = {
      domains: {
        'MG.example.com': { delivered: [A, 'http://b.example'], opened: [], bounce: 'http://old.example' },
        'bücher.example': null,
      },
      tracking: { 'mg.example.com': { open: true, click: 'htmlonly' } },
      disabled: ['BÜCHER.example'],
      unverified: null,
      subaccounts: { '5f3c0a': ['mg.example.com'] },
    };
    expect(parseSeed(value)).toEqual({
      value: {
        domains: {
          'mg.example.com': { delivered: [A, 'http://b.example'], opened: [], bounce: 'http://old.example' },
          'xn--bcher-kva.example': {},
        },
        tracking: { 'mg.example.com': { open: true, click: 'htmlonly' } },
        disabled: ['xn--bcher-kva.example'],
        unverified: [],
        subaccounts: { '5f3c0a': ['mg.example.com'] },
      },
    });
  });

  it('needs nothing but domains, and not even one of them', () => {
    expect(problems({ domains: {} })).toEqual([]);
    expect(problems({ domains: null })).toEqual([]);
  });
});

describe('A seed that is wrong', () => {
  it.each([
    { what: 'nothing', value: null, problem: "the seed: expected a mapping with 'domains', got null" },
    {
      what: 'no value at all',
      value: undefined,
      problem: "the seed: expected a mapping with 'domains', got nothing",
    },
    {
      what: 'a list',
      value: ['mg.example.com'],
      problem: `the seed: expected a mapping with 'domains', got ["mg.example.com"]`,
    },
    { what: 'no domains', value: {}, problem: "the seed: 'domains' is missing" },
    {
      what: 'an unknown section',
      value: { domains: {}, subacounts: {} },
      problem: "the seed: unknown name 'subacounts', did you mean 'subaccounts'?",
    },
    {
      what: 'domains as a list',
      value: { domains: ['a.example'] },
      problem: 'domains: expected a mapping, got ["a.example"]',
    },
    {
      what: 'a name that is no domain',
      value: { domains: { localhost: {} } },
      problem: "domains > localhost: the domain name 'localhost' has no dot",
    },
    {
      what: 'one domain twice',
      value: { domains: { 'a.example': {}, 'A.example': {} } },
      problem: "domains > A.example: the domain 'a.example' stands here twice",
    },
    {
      what: 'a misspelt event type',
      value: { domains: { 'a.example': { deliverd: [A] } } },
      problem: "domains > a.example > deliverd: unknown name 'deliverd', did you mean 'delivered'?",
    },
    {
      what: 'a URL instead of a list',
      value: { domains: { 'a.example': { delivered: A } } },
      problem: `domains > a.example > delivered: expected a list of URLs, such as [https://...], got "${A}"`,
    },
    {
      what: 'a list for a legacy webhook',
      value: { domains: { 'a.example': { bounce: [A] } } },
      problem: `domains > a.example > bounce: a legacy webhook has one URL, as text; got ["${A}"]`,
    },
    {
      what: 'a text that is no URL',
      value: { domains: { 'a.example': { delivered: [A, 'ftp://a.example'] } } },
      problem: `domains > a.example > delivered > URL 2: the URL does not start with https:// or http://, got "ftp://a.example"`,
    },
    {
      what: 'a number as a URL',
      value: { domains: { 'a.example': { delivered: [7] } } },
      problem: 'domains > a.example > delivered > URL 1: expected a URL as text, got 7',
    },
    {
      what: 'four URLs',
      value: { domains: { 'a.example': { delivered: [1, 2, 3, 4].map((n) => A + n) } } },
      problem: 'domains > a.example > delivered: 4 URLs; an event type has at most 3',
    },
    {
      what: 'one URL twice',
      value: { domains: { 'a.example': { delivered: [A, A] } } },
      problem: `domains > a.example > delivered: "${A}" stands here twice`,
    },
    {
      what: 'tracking of an unknown domain',
      value: { domains: { 'a.example': {} }, tracking: { 'a.exampel': {} } },
      problem: "tracking: unknown name 'a.exampel', did you mean 'a.example'?",
    },
    {
      what: 'an unknown tracking setting',
      value: { domains: { 'a.example': {} }, tracking: { 'a.example': { opens: true } } },
      problem: "tracking > a.example: unknown name 'opens', did you mean 'open'?",
    },
    {
      what: 'a tracking setting that is neither on nor off',
      value: { domains: { 'a.example': {} }, tracking: { 'a.example': { open: 'htmlonly' } } },
      problem: 'tracking > a.example > open: expected true or false, got "htmlonly"',
    },
    {
      what: 'disabled domains as a text',
      value: { domains: { 'a.example': {} }, disabled: 'a.example' },
      problem: 'disabled: expected a list of domains, got "a.example"',
    },
    {
      what: 'an unknown domain of a subaccount',
      value: { domains: {}, subaccounts: { '5f3c0a': ['a.example'] } },
      problem: "subaccounts > 5f3c0a: unknown name 'a.example', expected one of: none",
    },
  ])('$what: names the place, the value and what would be right', ({ value, problem }) => {
    expect(problems(value)).toEqual([problem]);
  });

  it('names everything that is wrong, a line each', () => {
    expect(
      problems({ domains: { 'a.example': { clicks: [A], opened: 'x' } }, disabled: ['b.example'] }),
    ).toHaveLength(3);
  });
});
