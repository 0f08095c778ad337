import { nearestWord } from '../model/nearest-word.ts';

export type Mapping = Readonly<Record<string, unknown>>;

/** An object with names and values, as YAML and JSON have them. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is wrong with a name that is none of `words`, and which one may have been meant. */
export function unknownName(place: string, name: string, words: Iterable<string>): string {
  const known = [...words];
  const near = nearestWord(name, known);
  const hint =
    near === undefined ? `expected one of: ${known.join(', ') || 'none'}` : `did you mean '${near}'?`;
  return `${place}: unknown name '${name}', ${hint}`;
}

/** A value as an error message shows it. */
export function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
