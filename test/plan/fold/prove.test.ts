import { describe, expect, it } from 'vitest';
import { findDifferences } from '../../../src/plan/fold/prove.ts';
import { desiredDomain, MG, readDomain } from '../../support/domains.ts';

const A = 'https://hooks.example.com/a';
const B = 'https://hooks.example.com/b';
const none = new Map();

describe('the proof of an import', () => {
  it('finds nothing where the configuration says what was read', () => {
    const webhooks = { clicked: [A, B] };
    expect(
      findDifferences({ desired: [desiredDomain({ webhooks })], states: [readDomain(webhooks)], kept: none }),
    ).toEqual([]);
  });

  it.each([
    ['a missing URL', { clicked: [A] }, 'mg.example.com, as written: clicked differs'],
    ['an event type that is not named', {}, 'mg.example.com, under exact: clicked differs'],
    [
      'an event type too many',
      { clicked: [A, B], opened: [A] },
      'mg.example.com, as written: opened differs',
    ],
  ])('finds %s', (_name, webhooks, difference) => {
    const states = [readDomain({ clicked: [A, B] })];
    expect(findDifferences({ desired: [desiredDomain({ webhooks })], states, kept: none })).toContain(
      difference,
    );
  });

  it('finds drift that observe would only report', () => {
    const desired = [desiredDomain({ policy: 'observe', webhooks: { clicked: [A] } })];
    expect(findDifferences({ desired, states: [readDomain({ clicked: [B] })], kept: none })).toHaveLength(2);
  });

  it('finds a domain that was never read', () => {
    expect(findDifferences({ desired: [desiredDomain()], states: [], kept: none })).toContain(
      'mg.example.com, as written: it was not read',
    );
  });

  it('leaves out under exact what the configuration cannot say', () => {
    const leftOut = [{ eventType: 'clicked' as const, urls: ['https://h/a b'], problem: 'a space' }];
    const kept = new Map([[MG, { leftOut, unknownHooks: [] }]]);
    const states = [readDomain({ clicked: ['https://h/a b'] })];
    expect(findDifferences({ desired: [desiredDomain()], states, kept })).toEqual([]);
  });
});
