import type { Parsed } from '../../model/parsed.ts';
import { isMapping, shown, unknownName } from '../mapping.ts';
import type { FaultKind, FaultRule } from './fault-rule.ts';
import { FAULT_SHAPES, MATCH_SHAPE, type Shape } from './fault-shapes.ts';
import { FIELD_TYPES } from './field-checks.ts';

/** Reads a fault rule, or a list of them, from JSON. The problem names the place, the value and what would be right. */
export function parseFaultRules(text: string): Parsed<readonly FaultRule[]> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `the body is not JSON: ${error instanceof Error ? error.message : 'unreadable'}` };
  }
  const list = Array.isArray(value) ? value : [value];
  const problem = list
    .map((rule, index) => ruleProblem(rule, `rule ${index + 1}`))
    .find((found) => found !== undefined);
  return problem === undefined ? { value: list } : { problem };
}

function ruleProblem(rule: unknown, place: string): string | undefined {
  if (!isMapping(rule)) return `${place}: expected {"match":{...},"fault":{...}}, got ${shown(rule)}`;
  const { fault, match = {}, ...others } = rule;
  const [stray] = Object.keys(others);
  if (stray !== undefined) return unknownName(`${place}.${stray}`, stray, ['match', 'fault']);
  if (!isMapping(match)) return `${place}.match: expected a mapping, got ${shown(match)}`;
  return shapeProblem(match, MATCH_SHAPE, `${place}.match`) ?? faultProblem(fault, `${place}.fault`);
}

function faultProblem(fault: unknown, place: string): string | undefined {
  if (!isMapping(fault)) return `${place}: expected {"kind":...}, got ${shown(fault)}`;
  const { kind, ...fields } = fault;
  if (!isFaultKind(kind)) return unknownName(`${place}.kind`, String(kind), Object.keys(FAULT_SHAPES));
  return shapeProblem(fields, FAULT_SHAPES[kind], place);
}

function shapeProblem(
  value: Readonly<Record<string, unknown>>,
  { required, optional }: Shape,
  place: string,
): string | undefined {
  const fields = new Map(Object.entries({ ...required, ...optional }));
  const missing = Object.keys(required).find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return `${place}.${missing}: missing`;
  for (const [name, given] of Object.entries(value)) {
    const type = fields.get(name);
    if (type === undefined) return unknownName(`${place}.${name}`, name, fields.keys());
    const { accepts, expected } = FIELD_TYPES[type];
    if (!accepts(given)) return `${place}.${name}: expected ${expected}, got ${shown(given)}`;
  }
  return undefined;
}

function isFaultKind(kind: unknown): kind is FaultKind {
  return typeof kind === 'string' && Object.hasOwn(FAULT_SHAPES, kind);
}
