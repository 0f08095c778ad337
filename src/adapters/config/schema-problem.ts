import type { ErrorObject } from 'ajv';
import { EVENT_TYPES, isEventType, LEGACY_EVENT_NAMES } from '../../model/event-type.ts';
import { nearestWord } from '../../model/nearest-word.ts';
import type { Problem, ValuePath } from './origin.ts';
import type { SourceFile } from './source-file.ts';
import { didYouMeanOneOf } from './suggestion.ts';

/** A problem with the shape of a file, and what to leave out so that the rest can be checked all the same. */
export interface SchemaProblem extends Problem {
  readonly pruned: ValuePath;
}

/** What ajv found, as one problem a place. */
export function schemaProblems(file: SourceFile, errors: readonly ErrorObject[]): readonly SchemaProblem[] {
  const problems = new Map<string, SchemaProblem>();
  for (const error of errors) {
    // Found again in the meaning of the file, where it can be said which two URLs are the same.
    if (error.keyword === 'uniqueItems') continue;
    // The error about the name itself follows.
    if (error.propertyName !== undefined) continue;
    const problem = describe(file, error);
    const place = JSON.stringify([problem.at.part, problem.at.path]);
    if (!problems.has(place)) problems.set(place, problem);
  }
  return [...problems.values()];
}

function describe(file: SourceFile, error: ErrorObject): SchemaProblem {
  const path = parsePointer(error.instancePath);
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(file, path, error);
    case 'propertyNames':
      return badName(file, path, error);
    case 'required':
      return missingKey(file, path, error);
    case 'enum':
      return unknownWord(file, path, error);
    default:
      return wrongValue(file, path, error);
  }
}

function unknownKey(file: SourceFile, path: ValuePath, { params, parentSchema }: ErrorObject): SchemaProblem {
  const key = String(params['additionalProperty']);
  const keys = Object.keys(parentSchema?.['properties'] ?? {});
  const pruned = [...path, key];
  const at = { file, path: pruned, part: 'key' } as const;
  if (keys.includes(EVENT_TYPES[0])) return { at, pruned, ...unknownEventType(key) };
  const hint = isEventType(key) && keys.includes('webhooks') ? UNDER_WEBHOOKS : undefined;
  return { at, pruned, message: `unknown key '${key}'`, hint: () => hint ?? didYouMeanOneOf(key, keys) };
}

const UNDER_WEBHOOKS = "event types stand under 'webhooks'";

function unknownEventType(name: string): Pick<Problem, 'message' | 'hint'> {
  const today = LEGACY_EVENT_NAMES.get(name.toLowerCase());
  if (today !== undefined) {
    return {
      message: `unknown event type '${name}': Mailgun calls it '${today}' today`,
      hint: () => `write '${today}'`,
    };
  }
  return {
    message: `unknown event type '${name}'`,
    hint: () => {
      const legacy = LEGACY_EVENT_NAMES.get(nearestWord(name, LEGACY_EVENT_NAMES.keys()) ?? '');
      return didYouMeanOneOf(legacy ?? name, EVENT_TYPES);
    },
  };
}

function badName(file: SourceFile, path: ValuePath, error: ErrorObject): SchemaProblem {
  const name = String(error.params['propertyName']);
  const pruned = [...path, name];
  const rule = 'a name starts with a letter or digit and goes on with at most 63 letters, digits, _ . or -';
  const message = `'${name}' cannot be the name of ${SECTION_NOUNS.get(String(path.at(-1))) ?? 'an entry'}`;
  return { at: { file, path: pruned, part: 'key' }, pruned, message, hint: () => rule };
}

const SECTION_NOUNS: ReadonlyMap<string, string> = new Map([
  ['accounts', 'an account'],
  ['endpoints', 'an endpoint'],
  ['templates', 'a template'],
]);

function missingKey(file: SourceFile, path: ValuePath, { params }: ErrorObject): SchemaProblem {
  const key = String(params['missingProperty']);
  const at = { file, path, part: 'key' } as const;
  const example = EXAMPLES.get(key);
  const message = `${path.length === 0 ? 'the file' : `'${path.at(-1)}'`} has no '${key}'`;
  return { at, pruned: [], message, hint: () => (example === undefined ? undefined : `add '${example}'`) };
}

const EXAMPLES: ReadonlyMap<string, string> = new Map([
  ['version', 'version: 1'],
  ['apiKey', 'apiKey: { env: MAILGUN_API_KEY }'],
]);

function unknownWord(file: SourceFile, path: ValuePath, { data, schema }: ErrorObject): SchemaProblem {
  const words = Array.isArray(schema) ? schema.map(String) : [];
  const message = `unknown ${path.at(-1)} ${show(data)}`;
  return {
    at: { file, path, part: 'value' },
    pruned: path,
    message,
    hint: () => (typeof data === 'string' ? didYouMeanOneOf(data, words) : `there are ${words.join(', ')}`),
  };
}

function wrongValue(file: SourceFile, path: ValuePath, { data, parentSchema }: ErrorObject): SchemaProblem {
  const at = { file, path, part: 'value' } as const;
  const secret = path.includes('apiKey');
  if (secret) return { at, pruned: path, message: apiKeyMessage(path), hint: () => API_KEY_HINT };
  const rule = String(parentSchema?.['errorMessage'] ?? kindRule(parentSchema?.['type']));
  const hint = valueHint(data, parentSchema);
  return {
    at,
    pruned: path,
    message: `${describePath(path)} ${rule}, but is ${show(data)}`,
    hint: () => hint,
  };
}

const API_KEY_HINT =
  'write { env: MAILGUN_API_KEY } or { file: /run/secrets/mailgun/api-key }; the key itself never stands in a file';

/** The value is never repeated: it may be the key. */
function apiKeyMessage(path: ValuePath): string {
  const last = path.at(-1);
  if (last === 'env') return "'env' must be the name of an environment variable in capital letters";
  if (last === 'file') return "'file' must be the path of a file";
  return "'apiKey' must say where the key is found: exactly one of 'env' and 'file'";
}

function kindRule(type: unknown): string {
  if (type === 'string') return 'must be text';
  return 'must be a map of keys and values';
}

/** `requestsPerMinute`, or `item 2 of ignore`. */
function describePath(path: ValuePath): string {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  return typeof last === 'number' ? `item ${last + 1} of '${path.at(-2)}'` : `'${last}'`;
}

function valueHint(data: unknown, parentSchema: ErrorObject['parentSchema']): string | undefined {
  const wanted = parentSchema?.['type'];
  const wantsNumber = wanted === 'integer' || wanted === 'number';
  if (wantsNumber && typeof data === 'string' && /^\d+$/.test(data)) return `write ${data} without quotes`;
  if (wanted === 'object' && data === null) return 'remove the key, or write {} if it has nothing to say';
  return undefined;
}

const SHOWN_LENGTH_MAX = 60;

/** A value as the user wrote it, if it is short. */
function show(data: unknown): string {
  if (data === null) return 'empty';
  if (Array.isArray(data)) return data.length === 1 ? 'a list of 1' : `a list of ${data.length}`;
  if (typeof data === 'object') return 'a map';
  if (typeof data !== 'string') return String(data);
  return data.length > SHOWN_LENGTH_MAX ? `a text of ${data.length} characters` : `'${data}'`;
}

/** The path an ajv error names. Positions in a list become numbers; no key of a map is ever looked up as one. */
function parsePointer(pointer: string): ValuePath {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step, index, steps) => (isListPosition(step, steps[index - 1]) ? Number(step) : step));
}

/** Lists stand below event types and `ignore` alone, and no map does. */
function isListPosition(step: string, parent: string | undefined): boolean {
  return /^\d+$/.test(step) && parent !== undefined && (parent === 'ignore' || isEventType(parent));
}
