import type { AuditEntry } from '../adapters/journal/audit-entry.ts';
import { nearestWord } from '../model/nearest-word.ts';
import { UsageError } from './exit-code.ts';

const NAMED_MAX = 5;

/**
 * The one plan of an audit trail that an id, or the first four digits of it or more, names.
 *
 * @throws UsageError if there is none, or more than one, with those that may have been meant
 */
export function findPlanId(entries: readonly Pick<AuditEntry, 'planId' | 'atMs'>[], text: string): string {
  const wanted = text.toLowerCase();
  if (!/^[0-9a-f]{4,12}$/.test(wanted)) {
    throw new UsageError(
      `'${text}' is no plan id: expected its twelve digits, such as 1f0c9a2b7d3e, or the first four at least`,
    );
  }
  const known = newestFirst(entries);
  const [found, ...others] = known.filter((id) => id.startsWith(wanted));
  if (found !== undefined && others.length === 0) return found;
  if (found !== undefined) {
    throw new UsageError(`Several plans begin with '${text}': ${named([found, ...others])}`);
  }
  throw new UsageError(`The audit trail knows no plan '${text}': ${hintFor(wanted, known)}`);
}

function newestFirst(entries: readonly Pick<AuditEntry, 'planId' | 'atMs'>[]): readonly string[] {
  const sorted = [...entries].sort((a, b) => b.atMs - a.atMs);
  return [...new Set(sorted.map(({ planId }) => planId))];
}

function hintFor(wanted: string, known: readonly string[]): string {
  const near = nearestWord(wanted, known);
  if (near !== undefined) return `did you mean '${near}'?`;
  return known.length === 0 ? 'it is empty' : `the latest are ${named(known)}`;
}

function named(ids: readonly string[]): string {
  const more = ids.length - NAMED_MAX;
  const first = ids.slice(0, NAMED_MAX).join(', ');
  return more > 0 ? `${first} and ${more} more` : first;
}
