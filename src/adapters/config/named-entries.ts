import { type ConfigPart, entryKey } from './config-part.ts';
import { keyOrigin, type Origin, type Report } from './origin.ts';
import type { SourceFile } from './source-file.ts';

/** Something the configuration gives a name: an account, an endpoint, a template or a domain. */
export interface Entry<T> {
  /** As written. */
  readonly name: string;
  readonly value: T;
  readonly file: SourceFile;
  /** A part of the value had a wrong shape and was left out; what depends on the whole cannot be checked. */
  readonly damaged: boolean;
}

export type Section = 'accounts' | 'endpoints' | 'templates' | 'domains';

/** The entries of one section in all files. */
export interface NamedEntries<T> {
  readonly section: Section;
  readonly entries: ReadonlyMap<string, Entry<T>>;
  /** Whether a reference to the name is an error: certainly not if a file with more names could not be read. */
  isMissing(name: string): boolean;
}

const NOUNS = {
  accounts: 'account',
  endpoints: 'endpoint',
  templates: 'template',
  domains: 'domain',
} as const;

/** The place where an entry begins. */
export function entryOrigin(section: Section, { file, name }: Entry<unknown>): Origin {
  return keyOrigin(file, section, name);
}

/** Merges one section of all files; `keyOf` says which names are the same. */
export function collectEntries<T>(
  section: Section,
  parts: readonly ConfigPart[],
  context: { readonly report: Report; readonly keyOf?: (entry: Entry<T>) => string | undefined },
): NamedEntries<T> {
  const entries = new Map<string, Entry<T>>();
  for (const entry of entriesOf<T>(section, parts)) {
    const key = context.keyOf === undefined ? entry.name : context.keyOf(entry);
    if (key === undefined) continue;
    const first = entries.get(key);
    if (first === undefined) entries.set(key, entry);
    else reportTwice(section, { first, second: entry }, context.report);
  }
  return { section, entries, isMissing: (name) => !entries.has(name) && mustBeKnown(section, name, parts) };
}

function* entriesOf<T>(section: Section, parts: readonly ConfigPart[]): Generator<Entry<T>> {
  for (const { file, value, damaged } of parts) {
    for (const [name, entry] of Object.entries(value[section] ?? {})) {
      yield { name, value: entry as T, file, damaged: damaged.has(entryKey(section, name)) };
    }
  }
}

function reportTwice<T>(
  section: Section,
  { first, second }: { readonly first: Entry<T>; readonly second: Entry<T> },
  report: Report,
): void {
  const spelt = first.name === second.name ? '' : `, there spelt '${first.name}'`;
  report({
    at: entryOrigin(section, second),
    message: `the ${NOUNS[section]} '${second.name}' is defined twice${spelt}`,
    first: entryOrigin(section, first),
    hint: () => 'keep one of them: all files together are one desired state',
  });
}

function mustBeKnown(section: Section, name: string, parts: readonly ConfigPart[]): boolean {
  return parts.every(({ incomplete, damaged }) => !incomplete && !damaged.has(entryKey(section, name)));
}
