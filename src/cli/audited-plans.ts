import { nearestWord } from '../model/nearest-word.ts';
import { UsageError } from './exit-code.ts';
import type { PlanRun } from './plan-runs.ts';

const NAMED_MAX = 5;

/**
 * The runs of the one plan of an audit trail that an id, or the first four digits of it or more, names; of those the
 * one that begins with the digits after an `@`, if there is one.
 *
 * @param runs the latest first
 * @throws UsageError if there is none, or more than one plan, with those that may have been meant
 */
export function findRuns<R extends Pick<PlanRun, 'planId' | 'runId'>>(
  runs: readonly R[],
  text: string,
): readonly R[] {
  const [, wanted, run = ''] = /^([0-9a-f]{4,12})(?:@([0-9a-f]{4,16}))?$/.exec(text.toLowerCase()) ?? [];
  if (wanted === undefined) {
    throw new UsageError(
      `'${text}' is no plan id: expected its twelve digits, such as 1f0c9a2b7d3e, or the first four at least; with @ and four digits of a run, such as 1f0c9a2b7d3e@5d1c, where it ran more than once`,
    );
  }
  const known = [...new Set(runs.map(({ planId }) => planId))];
  const [found, ...others] = known.filter((id) => id.startsWith(wanted));
  if (found === undefined)
    throw new UsageError(`The audit trail knows no plan '${text}': ${hintFor(wanted, known)}`);
  if (others.length > 0)
    throw new UsageError(`Several plans begin with '${text}': ${named([found, ...others])}`);
  const own = runs.filter(({ planId }) => planId === found);
  const chosen = own.filter(({ runId }) => runId.startsWith(run));
  if (chosen.length > 0) return chosen;
  const ids = own.map(({ runId }) => runId.slice(0, 8));
  throw new UsageError(`Plan ${found} has no run '${run}': its latest are ${named(ids)}`);
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
