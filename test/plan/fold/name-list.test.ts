import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slug, uniqueNames } from '../../../src/plan/fold/name-list.ts';

const names = (wishes: readonly (readonly string[])[], taken: readonly string[] = []) => [
  ...uniqueNames(
    wishes.map((candidates, item) => ({ item, candidates })),
    taken,
  ).values(),
];

describe('names', () => {
  it('are as short as they can be while they differ', () => {
    expect(
      names([
        ['crm', 'crm-bounces'],
        ['crm', 'crm-orders'],
        ['audit', 'audit-all'],
      ]),
    ).toEqual(['crm-bounces', 'crm-orders', 'audit']);
  });

  it('get numbers where nothing else tells them apart', () => {
    expect(names([['crm'], ['crm'], ['crm-2']])).toEqual(['crm', 'crm-2', 'crm-2-2']);
  });

  it('leave the taken ones alone', () => {
    expect(names([['standard', 'standard-crm']], ['standard'])).toEqual(['standard-crm']);
  });

  it('are always different, and what the schema takes', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string(), { minLength: 1, maxLength: 3 })), (wishes) => {
        const found = names(wishes);
        expect(new Set(found).size).toBe(wishes.length);
        for (const name of found) expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/);
      }),
    );
  });

  it('are made of lower-case letters and digits', () => {
    expect(slug('CRM.example__com/ü')).toBe('crm-example-com');
  });
});
