import { ConfigurationError, type Diagnostic } from '../../ports/configuration-source.ts';
import { diagnosticAt } from './diagnostic.ts';
import { type Located, locate, placeOf } from './locate.ts';
import type { Origin, Problem } from './origin.ts';

const SHOWN_MAX = 100;

/** What is wrong: what already has its place, and problems whose place is still to be looked up. */
export interface Wrong {
  readonly diagnostics: readonly Diagnostic[];
  readonly problems: readonly Problem[];
}

/** All that is wrong, sorted by file and place; a hundred of it in full, and a count of the rest. */
export function configurationError(wrong: Wrong): ConfigurationError {
  const shown: Candidate[] = [];
  let total = 0;
  for (const { diagnostics, problems } of byFile(wrong)) {
    const room = SHOWN_MAX - shown.length;
    const candidates = room > 0 ? candidatesOf(diagnostics, problems) : [];
    total += room > 0 ? candidates.length : diagnostics.length + problems.length;
    shown.push(...candidates.slice(0, room));
  }
  const rest = total - shown.length;
  const more =
    rest === 0 ? [] : [{ message: `${rest} more ${rest === 1 ? 'error is' : 'errors are'} not shown` }];
  return new ConfigurationError([...complete(shown), ...more], total);
}

/** A diagnostic, or a problem with its place: enough to sort, and to see whether both are the same. */
interface Candidate {
  readonly diagnostic: Diagnostic;
  readonly problem?: Problem;
  readonly located?: Located;
}

/** The groups of all files, sorted by name; what belongs to no file comes first. */
function byFile({ diagnostics, problems }: Wrong): readonly Wrong[] {
  const groups = new Map<string, { diagnostics: Diagnostic[]; problems: Problem[] }>();
  const groupOf = (name: string) => {
    const group = groups.get(name) ?? { diagnostics: [], problems: [] };
    groups.set(name, group);
    return group;
  };
  for (const diagnostic of diagnostics) groupOf(diagnostic.place?.file ?? '').diagnostics.push(diagnostic);
  for (const problem of problems) groupOf(problem.at.file.name).problems.push(problem);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

/** Sorted, and one for each place: what is wrong by itself first, what it means together with the rest last. */
function candidatesOf(
  diagnostics: readonly Diagnostic[],
  problems: readonly Problem[],
): readonly Candidate[] {
  const places = locate(problems.map(({ at }) => at));
  const unique = new Map<string, Candidate>();
  for (const diagnostic of diagnostics) addOnce(unique, { diagnostic });
  for (const problem of problems) {
    const located = places.get(problem.at);
    if (located === undefined) continue;
    const diagnostic = diagnosticAt(located.source, { ...located, message: problem.message });
    addOnce(unique, { diagnostic, problem, located });
  }
  return [...unique.values()].sort((a, b) => comparePlaces(a.diagnostic, b.diagnostic));
}

function addOnce(unique: Map<string, Candidate>, candidate: Candidate): void {
  const { place, message } = candidate.diagnostic;
  const key = place === undefined ? message : `${place.line}:${place.column}`;
  if (!unique.has(key)) unique.set(key, candidate);
}

function comparePlaces(a: Diagnostic, b: Diagnostic): number {
  if (a.place === undefined || b.place === undefined) return 0;
  return a.place.line - b.place.line || a.place.column - b.place.column;
}

/** Hints and second places cost time, so only what is shown gets them. */
function complete(shown: readonly Candidate[]): readonly Diagnostic[] {
  const firsts = locate(shown.flatMap(({ problem }) => problem?.first ?? []));
  return shown.map(({ diagnostic, problem, located }) => {
    if (problem === undefined || located === undefined) return diagnostic;
    const hint = problem.hint?.();
    const message = problem.message + firstPlace(problem.first, firsts);
    return diagnosticAt(located.source, { ...located, message, ...(hint === undefined ? {} : { hint }) });
  });
}

function firstPlace(first: Origin | undefined, places: ReadonlyMap<Origin, Located>): string {
  const located = first === undefined ? undefined : places.get(first);
  if (located === undefined) return '';
  const { file, line, column } = placeOf(located);
  return `, first at ${file}:${line}:${column}`;
}
