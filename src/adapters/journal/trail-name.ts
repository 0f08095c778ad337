import { createHash } from 'node:crypto';
import type { Account } from '../../model/account.ts';

/**
 * The files of one trail:
 *
 *     audit-main-1a2b3c4d.jsonl                    is appended to
 *     audit-main-1a2b3c4d.jsonl.000002-9f8e7d6c    was full before it, and
 *     audit-main-1a2b3c4d.jsonl.000001-00c0ffee    before that
 *     audit-main-1a2b3c4d.pending-0f1e2d3c4b5a6978 is one call that was begun, and is not settled
 *
 * A full file gets a number, and random letters, so that two processes that rename at the same time never meet.
 */
const NAME = /^(audit-[A-Za-z0-9_.-]+-[0-9a-f]{8})\.jsonl(?:\.(\d{6,9})-[0-9a-f]{8})?$/;

const PENDING = /^(audit-[A-Za-z0-9_.-]+-[0-9a-f]{8})\.pending-[0-9a-f]{16}$/;

export interface TrailFileName {
  readonly name: string;
  readonly trail: string;
  /** Absent for the file that is appended to. */
  readonly number?: number;
}

/** An account is its name and where its requests go; a rotated API key begins no new trail. */
export function trailName({ name, baseUrl }: Pick<Account, 'name' | 'baseUrl'>): string {
  const hash = createHash('sha256').update(`mghooks audit ${name} ${baseUrl}`).digest('hex');
  return `audit-${name}-${hash.slice(0, 8)}`;
}

export function currentFileName(trail: string): string {
  return `${trail}.jsonl`;
}

export function fullFileName(trail: string, number: number, letters: string): string {
  return `${trail}.jsonl.${String(number).padStart(6, '0')}-${letters}`;
}

/** The files among the names of a folder that belong to trails, newest first within each trail. */
export function trailFiles(names: readonly string[]): readonly TrailFileName[] {
  const files = names.flatMap((name): readonly TrailFileName[] => {
    const [, trail, number] = NAME.exec(name) ?? [];
    if (trail === undefined) return [];
    return [number === undefined ? { name, trail } : { name, trail, number: Number(number) }];
  });
  const age = ({ number = Number.POSITIVE_INFINITY }: TrailFileName) => number;
  return files.sort((a, b) => (age(a) === age(b) ? 0 : age(b) - age(a)));
}

export function pendingFileName(trail: string, id: string): string {
  return `${trail}.pending-${id}`;
}

/** The files among the names of a folder that hold one call that was begun; sorted. */
export function pendingFiles(names: readonly string[]): readonly Omit<TrailFileName, 'number'>[] {
  return [...names].sort().flatMap((name) => {
    const [, trail] = PENDING.exec(name) ?? [];
    return trail === undefined ? [] : [{ name, trail }];
  });
}
