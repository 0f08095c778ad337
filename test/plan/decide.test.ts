import { describe, expect, it } from 'vitest';
import { type Decision, decide } from '../../src/plan/decide.ts';

const conflict = (...kept: readonly string[]): Decision => ({ kind: 'conflict', kept });
const set = (goal: string, strict = goal): Decision => ({
  kind: 'set',
  goal: [...goal],
  strict: [...strict],
});
const unmanaged: Decision = { kind: 'unmanaged' };

/**
 * One letter a URL: `a` to `c` are desired or foreign, `x` to `z` are ignored.
 * `undefined` desired: the configuration does not name the event type.
 */
const TABLE = [
  // policy, desired, actual, ignored, decision
  ['listed', undefined, '', '', unmanaged],
  ['listed', undefined, 'a', '', unmanaged],
  ['listed', undefined, 'ax', 'x', unmanaged],
  ['listed', '', '', '', set('')],
  ['listed', '', 'a', '', set('')],
  ['listed', '', 'ax', 'x', set('x')],
  ['listed', 'a', '', '', set('a')],
  ['listed', 'a', 'a', '', set('a')],
  ['listed', 'a', 'b', '', set('a')],
  ['listed', 'a', 'ab', '', set('a')],
  ['listed', 'a', 'bx', 'x', set('ax')],
  ['listed', 'abc', 'x', 'x', conflict('x')],
  ['listed', 'ab', 'xy', 'xy', conflict('x', 'y')],
  ['exact', undefined, '', '', set('')],
  ['exact', undefined, 'a', '', set('')],
  ['exact', undefined, 'ax', 'x', set('x')],
  ['exact', '', 'a', '', set('')],
  ['exact', 'a', 'b', '', set('a')],
  ['exact', 'a', 'bx', 'x', set('ax')],
  ['exact', 'abc', 'abx', 'x', conflict('x')],
  ['merge', undefined, 'a', '', unmanaged],
  ['merge', '', 'a', '', set('a', '')],
  ['merge', '', 'ax', 'x', set('ax', 'x')],
  ['merge', 'a', '', '', set('a')],
  ['merge', 'a', 'a', '', set('a')],
  ['merge', 'a', 'b', '', set('ab', 'a')],
  ['merge', 'a', 'bx', 'x', set('abx', 'ax')],
  ['merge', 'a', 'abc', '', set('abc', 'a')],
  ['merge', 'ab', 'cd', '', conflict('c', 'd')],
  ['merge', 'ab', 'cx', 'x', conflict('c', 'x')],
  ['observe', undefined, 'a', '', unmanaged],
  ['observe', '', 'a', '', set('a', '')],
  ['observe', 'a', '', '', set('', 'a')],
  ['observe', 'a', 'a', '', set('a')],
  ['observe', 'a', 'b', '', set('b', 'a')],
  ['observe', 'a', 'bx', 'x', set('bx', 'ax')],
  ['observe', 'abc', 'x', 'x', conflict('x')],
] as const;

describe('decide', () => {
  it.each(TABLE)('under %s, desired %j, actual %j and ignored %j', (...row) => {
    const [policy, desired, actual, ignored, decision] = row;
    const facts = { policy, actual: [...actual], ignored: [...ignored] };
    expect(decide(desired === undefined ? facts : { ...facts, desired: [...desired] })).toEqual(decision);
  });
});
