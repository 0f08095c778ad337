import { isMapping } from '../mapping.ts';
import { THROTTLE_DIALECTS } from '../throttled-answer.ts';

export interface FieldCheck {
  /** What would be right, for an error message. */
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
}

const DIALECTS: readonly unknown[] = THROTTLE_DIALECTS;

/** The kinds of values that the fields of a fault rule have. */
export const FIELD_TYPES = {
  text: { expected: 'a text', accepts: (value) => typeof value === 'string' },
  regex: { expected: 'a regular expression as text', accepts: isRegularExpression },
  ms: { expected: 'milliseconds, 0 or more', accepts: (value) => typeof value === 'number' && value >= 0 },
  bytes: {
    expected: 'a number of bytes, 0 or more',
    accepts: (value) => isWhole(value) && Number(value) >= 0,
  },
  count: { expected: 'a whole number, 1 or more', accepts: (value) => isWhole(value) && Number(value) >= 1 },
  status: { expected: 'a status, 200 to 599', accepts: (value) => isWhole(value) && isStatus(Number(value)) },
  throttleStatus: { expected: '429 or 420', accepts: (value) => value === 429 || value === 420 },
  when: { expected: "'before' or 'after'", accepts: (value) => value === 'before' || value === 'after' },
  length: { expected: "'whole' or 'cut'", accepts: (value) => value === 'whole' || value === 'cut' },
  dialect: {
    expected: `one of ${THROTTLE_DIALECTS.join(', ')}`,
    accepts: (value) => DIALECTS.includes(value),
  },
  headers: {
    expected: 'a mapping of header names to texts',
    accepts: (value) => isMapping(value) && Object.values(value).every((text) => typeof text === 'string'),
  },
  urls: {
    expected: 'a list of URLs',
    accepts: (value) => Array.isArray(value) && value.every((url) => typeof url === 'string'),
  },
  json: { expected: 'any JSON', accepts: () => true },
} as const satisfies Readonly<Record<string, FieldCheck>>;

export type FieldType = keyof typeof FIELD_TYPES;

function isWhole(value: unknown): boolean {
  return Number.isSafeInteger(value);
}

function isStatus(value: number): boolean {
  return value >= 200 && value <= 599;
}

function isRegularExpression(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    new RegExp(value);
    return true;
  } catch {
    return false;
  }
}
