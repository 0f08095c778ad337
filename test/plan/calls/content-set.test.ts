import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CELLS_MAX,
  type ContentSet,
  contains,
  contentsIn,
  intersection,
  isNone,
  madeRight,
  madeWrong,
  NO_CONTENT,
  only,
  rightIn,
  union,
  wrongIn,
} from '../../../src/plan/calls/content-set.ts';

const contents = fc.uniqueArray(fc.integer({ min: 0, max: 63 }));
const cells = fc.integer({ min: 0, max: CELLS_MAX - 1 });

const setOf = (of: readonly number[]): ContentSet => of.map(only).reduce(union, NO_CONTENT);
const sorted = (of: Iterable<number>) => [...new Set(of)].sort((a, b) => a - b);

/** The same as the bit tricks, on plain lists. */
describe('a set of contents', () => {
  it('holds what was put in', () => {
    fc.assert(
      fc.property(contents, fc.integer({ min: 0, max: 63 }), (list, content) => {
        expect(contentsIn(setOf(list))).toEqual(sorted(list));
        expect(contains(setOf(list), content)).toBe(list.includes(content));
        expect(isNone(setOf(list))).toBe(list.length === 0);
      }),
    );
  });

  it('meets and joins others', () => {
    fc.assert(
      fc.property(contents, contents, (a, b) => {
        expect(contentsIn(union(setOf(a), setOf(b)))).toEqual(sorted([...a, ...b]));
        expect(contentsIn(intersection(setOf(a), setOf(b)))).toEqual(
          sorted(a.filter((each) => b.includes(each))),
        );
      }),
    );
  });

  it('tells contents by one cell, and changes that cell in all of them', () => {
    fc.assert(
      fc.property(contents, cells, (list, cell) => {
        const isRight = (content: number) => ((content >> cell) & 1) === 1;
        expect(contentsIn(rightIn(setOf(list), cell))).toEqual(sorted(list.filter(isRight)));
        expect(contentsIn(wrongIn(setOf(list), cell))).toEqual(sorted(list.filter((each) => !isRight(each))));
        expect(contentsIn(madeRight(setOf(list), cell))).toEqual(
          sorted(list.map((each) => each | (1 << cell))),
        );
        expect(contentsIn(madeWrong(setOf(list), cell))).toEqual(
          sorted(list.map((each) => each & ~(1 << cell))),
        );
      }),
    );
  });
});
