import type { EntryKind, FolderEntry } from './folder-entry.ts';

/** What an entry of a searched folder is for; a refusal is the end of a sentence that starts with the name. */
export type EntryUse = 'read' | 'search' | 'pass-over' | { readonly refusal: string };

/**
 * Nothing that may have been meant as configuration is passed over silently.
 *
 * | name              | file   | folder | `special` | `outside-file` | `outside-folder` | `dangling`, `closed` |
 * |-------------------|--------|--------|-----------|----------------|------------------|----------------------|
 * | `a.yaml`, `a.yml` | read   | search | refuse    | refuse         | refuse           | refuse               |
 * | `A.YAML`, `a.Yml` | refuse | search | refuse    | refuse         | refuse           | refuse               |
 * | any other         | pass   | search | pass      | pass           | refuse           | refuse               |
 *
 * The last row holds READMEs and what editors and people leave behind: `a.yaml~`, `#a.yaml#`, `a.yaml.bak`, `4913`. A
 * link that cannot be followed is refused whatever its name: it may have led to a folder of files.
 */
export function useOf({ name, kind }: Pick<FolderEntry, 'name' | 'kind'>): EntryUse {
  if (kind === 'folder') return 'search';
  if (mayLeadToFolder(kind)) return { refusal: REFUSALS[kind] };
  if (!/\.ya?ml$/i.test(name)) return 'pass-over';
  if (kind !== 'file') return { refusal: REFUSALS[kind] };
  return /\.ya?ml$/.test(name) ? 'read' : { refusal: wrongCase(name) };
}

/** Whether the entry cannot be a folder, so that a search that only descends has nothing to do with it. */
export function isSurelyFile({ name, kind }: Pick<FolderEntry, 'name' | 'kind'>): boolean {
  if (kind === 'dangling' || kind === 'closed') return /\.ya?ml$/i.test(name);
  return kind !== 'folder' && kind !== 'outside-folder';
}

function mayLeadToFolder(kind: EntryKind): kind is 'dangling' | 'closed' | 'outside-folder' {
  return kind === 'dangling' || kind === 'closed' || kind === 'outside-folder';
}

const REFUSALS: Readonly<Record<Exclude<EntryKind, 'file' | 'folder'>, string>> = {
  special: 'is neither a file nor a folder: it was not opened',
  'outside-file': outside('file'),
  'outside-folder': outside('folder'),
  dangling: 'is a symbolic link that leads nowhere: mend it or remove it',
  closed: 'is a symbolic link that cannot be followed: permission denied',
};

function outside(what: string): string {
  return `is a symbolic link that leaves the folder: put the ${what} itself there, or name it with --config instead`;
}

function wrongCase(name: string): string {
  const right = name.replace(/\.ya?ml$/i, (ending) => ending.toLowerCase());
  return `would not be read, as its ending is not in lower case: name it '${right}'`;
}
