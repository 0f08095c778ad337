import type { Secret } from '../../model/secret.ts';
import { type AuditEntry, mapUrls } from './audit-entry.ts';
import { openUrl, type StoredUrl, shownUrl } from './sealed-url.ts';

export interface OpenedEntry {
  readonly opened: AuditEntry;
  /** Masked URLs that another API key sealed; they stand in `opened` as they are, and must not be written. */
  readonly unopened: readonly string[];
}

export function openEntry(entry: AuditEntry<StoredUrl>, key: Secret): OpenedEntry {
  const unopened = new Set<string>();
  const opened = mapUrls(entry, (stored) => {
    const url = openUrl(stored, key);
    if (url === undefined) unopened.add(shownUrl(stored));
    return url ?? shownUrl(stored);
  });
  return { opened, unopened: [...unopened].sort() };
}
