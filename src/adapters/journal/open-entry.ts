import type { Secret } from '../../model/secret.ts';
import { type AuditEntry, mapUrls } from './audit-entry.ts';
import type { SealKeys } from './seal-keys.ts';
import { openUrl, type StoredUrl, shownUrl } from './sealed-url.ts';

export interface OpenedEntry {
  readonly opened: AuditEntry;
  /** Masked URLs that another API key sealed; they stand in `opened` as they are, and must not be written. */
  readonly unopened: readonly string[];
}

export function openEntry(entry: AuditEntry<StoredUrl>, key: Secret, keys: SealKeys): OpenedEntry {
  const unopened = new Set<string>();
  /** Most URLs of an entry stand in it more than once, sealed alike. */
  const known = new Map<string, string | undefined>();
  const open = (stored: StoredUrl): string | undefined => {
    if (typeof stored === 'string') return stored;
    const name = `${stored.sealed} ${stored.masked}`;
    if (!known.has(name)) known.set(name, openUrl(stored, key, keys));
    return known.get(name);
  };
  const opened = mapUrls(entry, (stored) => {
    const url = open(stored);
    if (url === undefined) unopened.add(shownUrl(stored));
    return url ?? shownUrl(stored);
  });
  return { opened, unopened: [...unopened].sort() };
}
