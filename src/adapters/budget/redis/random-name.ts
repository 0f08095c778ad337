/** A name that no other process has: 104 random bits. The numbers are from 0 up to, but not including, 1. */
export function randomName(random: () => number): string {
  const part = (): string => Math.floor(random() * 2 ** 52).toString(36);
  return `${part()}${part()}`;
}
