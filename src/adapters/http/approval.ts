import type { Parsed } from '../../model/parsed.ts';
import type { Approval } from '../../plan/guard-approval.ts';

const FIELDS = ['planId', 'allowDeletes'] as const;
const PLAN_ID_LENGTH_MAX = 200;

/** Reads an approval from a JSON object or a form: both fields, and no other. */
export function readApproval(mediaType: string, text: string): Parsed<Required<Approval>> {
  const fields = mediaType === 'application/json' ? jsonFields(text) : formFields(text);
  if ('problem' in fields) return fields;
  const unknown = [...fields.value.keys()].find((name) => !FIELDS.some((field) => field === name));
  if (unknown !== undefined) return { problem: `"${unknown}" is not a field; ${FIELDS.join(' and ')} are` };
  const planId = fields.value.get('planId');
  if (typeof planId !== 'string' || planId === '' || planId.length > PLAN_ID_LENGTH_MAX) {
    return { problem: 'planId has to be the id of a plan, as the status page shows it' };
  }
  const allowDeletes = fields.value.get('allowDeletes');
  if (typeof allowDeletes !== 'number' || !Number.isSafeInteger(allowDeletes) || allowDeletes < 0) {
    return { problem: 'allowDeletes has to be the number of deliveries that the plan removes' };
  }
  return { value: { planId, allowDeletes } };
}

type Fields = Parsed<ReadonlyMap<string, unknown>>;

function jsonFields(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { value: new Map(Object.entries(value)) };
    }
  } catch {
    // Told below.
  }
  return { problem: 'the body has to be a JSON object' };
}

/** A form is the type that `curl -d` sends of itself, JSON or not. */
function formFields(text: string): Fields {
  if (text.trimStart().startsWith('{')) {
    return { problem: 'the body looks like JSON: send it with Content-Type: application/json' };
  }
  const pairs = [...new URLSearchParams(text)];
  const fields = new Map<string, unknown>(pairs);
  if (fields.size < pairs.length) return { problem: 'a field stands twice' };
  const number = fields.get('allowDeletes');
  // Digits only: Number() would take '' and '1e3' as well.
  if (typeof number === 'string' && /^\d{1,9}$/.test(number)) fields.set('allowDeletes', Number(number));
  return { value: fields };
}
