import { randomBytes } from 'node:crypto';

/** A source of bytes that nobody can foresee: for keys, salts and names that must not meet. */
export function createRandomBytes(): (count: number) => Uint8Array {
  return (count) => randomBytes(count);
}
