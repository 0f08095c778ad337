/** A set of small numbers, as the bits of one. */
export type BitMask = number;

export function maskOf<Item>(items: readonly Item[], isIn: (item: Item) => boolean): BitMask {
  return items.reduce((mask, item, index) => (isIn(item) ? mask | (1 << index) : mask), 0);
}

export function hasBit(mask: BitMask, index: number): boolean {
  return ((mask >>> index) & 1) === 1;
}

export function bitCount(mask: BitMask): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
