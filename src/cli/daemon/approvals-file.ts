import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Approval } from '../../plan/guard-approval.ts';
import type { Journal } from '../../ports/journal.ts';

/**
 * Approvals in a file: a line each, `PLAN-ID DELETIONS`, with `#` for comments. Read anew each time, so that a mounted
 * ConfigMap can carry them; a line that says nothing is told once, and approves nothing.
 */
export function approvalsIn(path: string | undefined, workingDirectory: string, journal: Journal) {
  let told = '';
  return (): readonly Approval[] => {
    if (path === undefined) return [];
    const text = readText(resolve(workingDirectory, path));
    const lines = text
      .split('\n')
      .map((line) => line.replace(/#.*/, '').trim())
      .filter((line) => line !== '');
    const parsed = lines.map(parseApproval);
    const bad = lines.filter((_, index) => parsed[index] === undefined).join('; ');
    if (bad !== told && bad !== '') {
      const message = `${path}: '${bad}' approves nothing; a line is PLAN-ID and the number of deletions, such as '1f0c9a2b7d3e 12'`;
      journal.record({ kind: 'notice', level: 'warn', event: 'approval-unreadable', message });
    }
    told = bad;
    return parsed.filter((approval) => approval !== undefined);
  };
}

/** A file that is not there yet approves nothing. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').slice(0, 65_536);
  } catch {
    return '';
  }
}

function parseApproval(line: string): Approval | undefined {
  const [, planId, digits] = /^([0-9a-f]{12})\s+(\d{1,7})$/.exec(line) ?? [];
  return planId === undefined || digits === undefined ? undefined : { planId, allowDeletes: Number(digits) };
}
