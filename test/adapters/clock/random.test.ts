import { expect, it } from 'vitest';
import { createRandom } from '../../../src/adapters/clock/random.ts';

it('Random numbers are spread over the range from 0 to 1 and never reach 1', () => {
  const numbers = Array.from({ length: 10_000 }, createRandom());
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  expect(numbers.filter((number) => number < 0.5).length).toBeGreaterThan(4500);
  expect(numbers.filter((number) => number >= 0.5).length).toBeGreaterThan(4500);
});
