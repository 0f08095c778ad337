import { createHash } from 'node:crypto';
import type { SavedPlan } from '../../plan/saved-plan.ts';
import { decodePlan } from './decode-plan.ts';

/** Raised when a field changes its meaning, comes or goes: a saved plan is read whole or not at all. */
const FORMAT_VERSION = 1;

const KIND = 'mghooks saved plan';

/** Every saved plan, of whatever version, begins like this. */
export const FIRST_LINES = `{\n  "kind": ${JSON.stringify(KIND)},\n`;

export type ReadPlan =
  | { readonly kind: 'plan'; readonly plan: SavedPlan }
  /** Why it is not taken: a part of a sentence about the file, without a full stop. */
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * A saved plan as described by `schemas/saved-plan.schema.json`. The last field is a SHA-256 over all that stands
 * before it. It tells a file that was cut off or edited, and needs no key: whoever can compute it anew still cannot
 * have anything sent, as the plan is made again before it is carried out.
 */
export function planText(plan: SavedPlan): string {
  const { createdMs, expiresMs, toolVersion, ...rest } = plan;
  const dates = { createdAt: isoTime(createdMs), expiresAt: isoTime(expiresMs) };
  return sealed({ kind: KIND, formatVersion: FORMAT_VERSION, toolVersion, ...dates, ...rest });
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

function sealed(content: Readonly<Record<string, unknown>>): string {
  const checksum = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return `${JSON.stringify({ ...content, checksum }, null, 2)}\n`;
}

/** Takes exactly the texts that `planText` makes: every other one, and be it one space, is refused. */
export function readPlanText(text: string): ReadPlan {
  const document = parseObject(text);
  if (document === undefined) {
    return text.startsWith(FIRST_LINES)
      ? refused('it is cut off, or it was edited')
      : refused("it is not a plan that 'mghooks plan --out' wrote");
  }
  if (document['kind'] !== KIND) return refused("it is not a plan that 'mghooks plan --out' wrote");
  if (document['formatVersion'] !== FORMAT_VERSION) return refused(otherFormat(document));
  const { checksum: _, ...content } = document;
  if (sealed(content) !== text) return refused('it is cut off, or it was edited');
  const decoded = decodePlan(content);
  return 'problem' in decoded ? refused(decoded.problem) : { kind: 'plan', plan: decoded.value };
}

function otherFormat({ formatVersion, toolVersion }: Readonly<Record<string, unknown>>): string {
  const maker = typeof toolVersion === 'string' ? `mghooks ${toolVersion}` : 'another mghooks';
  return `${maker} wrote it in format ${JSON.stringify(formatVersion)}, and this mghooks reads format ${FORMAT_VERSION}`;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.fromEntries(Object.entries(value));
  } catch {
    return undefined;
  }
}

function refused(reason: string): ReadPlan {
  return { kind: 'refused', reason };
}
