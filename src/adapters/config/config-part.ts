import { type Document, isMap } from 'yaml';
import type { Diagnostic } from '../../ports/configuration-source.ts';
import type { ConfigFile } from './config-file.gen.ts';
import { findMissingNewline } from './decode.ts';
import { diagnosticAt, type Finding } from './diagnostic.ts';
import type { Origin, Problem, ValuePath } from './origin.ts';
import type { SchemaCheck } from './schema-check.ts';
import { schemaProblems } from './schema-problem.ts';
import type { SourceFile } from './source-file.ts';
import { parseYaml } from './yaml-file.ts';

/** One file of the configuration, checked by itself. */
export interface ConfigPart {
  readonly file: SourceFile;
  /** What is valid of it; values of a wrong shape are left out, and are `undefined` in a list. */
  readonly value: ConfigFile;
  /** Entries with a value of a wrong shape, as `entryKey` spells them. */
  readonly damaged: ReadonlySet<string>;
  /** Names that other files refer to may be missing, so that a reference to nothing is no error. */
  readonly incomplete: boolean;
  /** Its end tells that nothing was cut off. */
  readonly isWhole: boolean;
  readonly diagnostics: readonly Diagnostic[];
  readonly problems: readonly Problem[];
}

/** A section and the name of one of its entries. */
export function entryKey(section: string, name: string): string {
  return `${section} ${name}`;
}

export function readPart(file: SourceFile, check: SchemaCheck): ConfigPart {
  const { source, content, findings } = parseYaml(file);
  const isEmpty = content?.value === null;
  const extra = isEmpty ? FILE_SAYS_NOTHING : findMissingNewline(source.text);
  const all = extra === undefined ? findings : [...findings, extra];
  const diagnostics = all.map((finding) => diagnosticAt(source, finding));
  if (content === undefined || isEmpty) return { ...unreadPart(file), diagnostics };
  const part = checkShape(file, content.value, check);
  const incomplete = part.incomplete || content.incomplete;
  return { ...part, incomplete, isWhole: isWhole(content.document), diagnostics };
}

/** Nothing, comments alone, or `null`: most likely somebody's mistake, and never an empty desired state. */
const FILE_SAYS_NOTHING: Finding = {
  range: { start: 0, end: 1 },
  message: 'the file says nothing',
  hint: "write at least 'version: 1', or remove the file",
};

/**
 * The end mark of YAML, the line `...`, after which only comments may follow; or a root in braces, as in JSON, which does
 * not parse without the closing one. Whatever else a file ends with, it could also have been cut off there.
 */
function isWhole({ directives, contents }: Document.Parsed): boolean {
  return directives.docEnd || (isMap(contents) && contents.flow === true);
}

function unreadPart(file: SourceFile): Omit<ConfigPart, 'diagnostics'> {
  return { file, value: { version: 1 }, damaged: new Set(), incomplete: true, isWhole: false, problems: [] };
}

function checkShape(
  file: SourceFile,
  value: unknown,
  check: SchemaCheck,
): Omit<ConfigPart, 'isWhole' | 'diagnostics'> {
  const problems = schemaProblems(file, check(value));
  const damaged = new Set<string>();
  for (const { at, pruned } of problems) {
    const [section, name] = at.path;
    if (name !== undefined) damaged.add(entryKey(String(section), String(name)));
    prune(value, pruned);
  }
  const incomplete = problems.some(({ at }) => hidesNames(at));
  // What the schema refuses has been left out, so the rest has the type that is generated from it.
  const valid = problems.some(({ at }) => at.path.length === 0 && at.part === 'value')
    ? { version: 1 }
    : value;
  return { file, value: valid as ConfigFile, damaged, incomplete, problems };
}

/** Whether a whole section, or the file, was left out; with 'version' or without it, all names are there. */
function hidesNames({ path, part }: Origin): boolean {
  return path.length === 0 ? part === 'value' : path.length === 1 && path[0] !== 'version';
}

/** The value was made for this check, so it may be changed; where aliases share a part of it, that part is wrong twice. */
function prune(value: unknown, path: ValuePath): void {
  const last = path.at(-1);
  if (last === undefined) return;
  let holder = value;
  for (const step of path.slice(0, -1)) {
    if (!isHolder(holder)) return;
    holder = holder[step];
  }
  if (!isHolder(holder)) return;
  if (Array.isArray(holder)) holder[Number(last)] = undefined;
  else delete holder[last];
}

function isHolder(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}
