import type { FaultKind } from './fault-rule.ts';
import type { FieldType } from './field-checks.ts';

/** The fields of a mapping and the type of each. */
export interface Shape {
  readonly required: Readonly<Record<string, FieldType>>;
  readonly optional: Readonly<Record<string, FieldType>>;
}

/** What a fault rule may say, as `FaultRule` has it in types. */
export const MATCH_SHAPE: Shape = {
  required: {},
  optional: {
    method: 'text',
    path: 'regex',
    domain: 'text',
    event: 'text',
    nth: 'count',
    times: 'count',
    forMs: 'ms',
  },
};

const BROKEN: Shape = { required: {}, optional: { when: 'when' } };

const BARE: Shape = { required: {}, optional: {} };

export const FAULT_SHAPES: Readonly<Record<FaultKind, Shape>> = {
  answer: {
    required: { status: 'status' },
    optional: { json: 'json', body: 'text', bodyBase64: 'text', headers: 'headers', when: 'when' },
  },
  'add-headers': { required: { headers: 'headers' }, optional: {} },
  html: { required: {}, optional: { status: 'status', when: 'when' } },
  magnificent: BARE,
  redirect: { required: { location: 'text' }, optional: { status: 'status' } },
  throttle: {
    required: { dialect: 'dialect' },
    optional: { retryAfterMs: 'ms', status: 'throttleStatus' },
  },
  delay: { required: { ms: 'ms' }, optional: { when: 'when' } },
  hold: { required: { ms: 'ms' }, optional: {} },
  reset: BROKEN,
  end: BROKEN,
  hang: BROKEN,
  truncate: { required: { bytes: 'bytes' }, optional: { length: 'length' } },
  oversize: { required: { bytes: 'bytes' }, optional: {} },
  'slow-body': { required: { chunkBytes: 'count', everyMs: 'ms' }, optional: {} },
  stale: { required: { ms: 'ms' }, optional: {} },
  'temporary-404': { required: { ms: 'ms' }, optional: {} },
  'ignore-write': BARE,
  'partial-write': BARE,
  'other-domain': { required: { domain: 'text' }, optional: {} },
  change: { required: { domain: 'text', event: 'text', urls: 'urls' }, optional: { when: 'when' } },
};
