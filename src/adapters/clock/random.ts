/** A source of numbers from 0 up to, but not including, 1: for jitter, never for secrets. */
export function createRandom(): () => number {
  return () => Math.random();
}
