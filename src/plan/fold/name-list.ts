/** Longest name that is made here; a configuration takes 64 characters, and a number may follow. */
const LENGTH_MAX = 48;

/** A text in the letters of a name: lower case, digits and single hyphens. May be empty. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LENGTH_MAX)
    .replace(/^-|-$/g, '');
}

/** Something that needs a name, and what it may be called, the shortest first. */
export interface Nameable<T> {
  readonly item: T;
  readonly candidates: readonly string[];
}

/**
 * Gives every item a name of its own: its first candidate that no other item wants as well, so that of two `crm` one
 * becomes `crm-bounces` and the other `crm-orders`. Where all candidates meet, numbers tell them apart, in the order
 * given. Names in `taken` are given to nobody.
 */
export function uniqueNames<T>(
  items: readonly Nameable<T>[],
  taken: readonly string[] = [],
): ReadonlyMap<T, string> {
  const open = items.map(({ item, candidates }) => ({ item, names: candidates.map(nameOf), level: 0 }));
  for (;;) {
    const clashing = clashes(open, taken).filter(({ level, names }) => level + 1 < names.length);
    if (clashing.length === 0) break;
    for (const one of clashing) one.level += 1;
  }
  const used = new Map(taken.map((name) => [name, 1]));
  return new Map(open.map((one) => [one.item, numbered(nameAt(one), used)]));
}

interface Naming {
  readonly names: readonly string[];
  level: number;
}

function nameOf(candidate: string): string {
  return slug(candidate) || 'url';
}

function nameAt({ names, level }: Naming): string {
  return names[level] ?? 'url';
}

function clashes<N extends Naming>(namings: readonly N[], taken: readonly string[]): readonly N[] {
  const wanted = new Map<string, number>(taken.map((name) => [name, 1]));
  for (const one of namings) wanted.set(nameAt(one), (wanted.get(nameAt(one)) ?? 0) + 1);
  return namings.filter((one) => (wanted.get(nameAt(one)) ?? 0) > 1);
}

/** `used` holds the names that are given away, each with the last number that was put after it. */
function numbered(name: string, used: Map<string, number>): string {
  let last = used.get(name);
  if (last === undefined) {
    used.set(name, 1);
    return name;
  }
  let free: string;
  do {
    last += 1;
    free = `${name}-${last}`;
  } while (used.has(free));
  used.set(name, last);
  used.set(free, 1);
  return free;
}
