import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RollingCount } from '../../src/emulator/rolling-count.ts';

it('Two events a whole window apart are not in one window', () => {
  const count = new RollingCount(1000);
  count.add(0);
  count.add(999);
  expect(count.countAt(999)).toBe(2);
  expect(count.countAt(1000)).toBe(1);
  count.add(1000);
  expect(count.worst()).toBe(2);
});

it('The time until fewer than the limit are left is the time until the oldest of the last ones leaves', () => {
  const count = new RollingCount(1000);
  for (const at of [0, 100, 200, 300]) count.add(at);
  expect(count.msUntilBelow(2, 300)).toBe(900);
  expect(count.msUntilBelow(4, 300)).toBe(700);
  expect(count.msUntilBelow(5, 300)).toBe(0);
});

it('The worst window is what counting every window by hand gives', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(500), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 2000 }),
      (gaps, windowMs) => {
        const count = new RollingCount(windowMs);
        let at = 0;
        const times = gaps.map((gap) => {
          at += gap;
          count.add(at);
          return at;
        });
        const byHand = times.map(
          (end) => times.filter((time) => time <= end && end - time < windowMs).length,
        );
        // Events of one moment are added one after the other, so the last of them sees all.
        expect(count.worst()).toBe(Math.max(...byHand));
      },
    ),
  );
});
