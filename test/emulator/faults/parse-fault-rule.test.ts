import { describe, expect, it } from 'vitest';
import type { Fault, FaultKind, FaultRule } from '../../../src/emulator/faults/fault-rule.ts';
import { FAULT_SHAPES } from '../../../src/emulator/faults/fault-shapes.ts';
import { parseFaultRules } from '../../../src/emulator/faults/parse-fault-rule.ts';

/** One of each kind, with every field it can have. */
const COMPLETE: { readonly [K in FaultKind]: Fault & { readonly kind: K } } = {
  answer: {
    kind: 'answer',
    status: 500,
    json: {},
    body: 'x',
    bodyBase64: 'eA==',
    headers: { a: 'b' },
    when: 'after',
  },
  'add-headers': { kind: 'add-headers', headers: { a: 'b' } },
  html: { kind: 'html', status: 404, when: 'before' },
  magnificent: { kind: 'magnificent' },
  redirect: { kind: 'redirect', location: 'https://x', status: 301 },
  throttle: { kind: 'throttle', dialect: 'html', retryAfterMs: 0, status: 420 },
  delay: { kind: 'delay', ms: 0.5, when: 'after' },
  hold: { kind: 'hold', ms: 1 },
  reset: { kind: 'reset', when: 'after' },
  end: { kind: 'end', when: 'after' },
  hang: { kind: 'hang', when: 'after' },
  truncate: { kind: 'truncate', bytes: 0, length: 'cut' },
  oversize: { kind: 'oversize', bytes: 1 },
  'slow-body': { kind: 'slow-body', chunkBytes: 1, everyMs: 1 },
  stale: { kind: 'stale', ms: 1 },
  'temporary-404': { kind: 'temporary-404', ms: 1 },
  'ignore-write': { kind: 'ignore-write' },
  'partial-write': { kind: 'partial-write' },
  'other-domain': { kind: 'other-domain', domain: 'a.example' },
  change: { kind: 'change', domain: 'a.example', event: 'opened', urls: [], when: 'before' },
};

const MATCH = {
  method: 'GET',
  path: '^/v3',
  domain: 'a.example',
  event: 'opened',
  nth: 1,
  times: 2,
  forMs: 3,
};

describe('A fault rule as JSON', () => {
  it.each(Object.entries(COMPLETE))('may say all that a fault %s can say', (kind, fault) => {
    const rule: FaultRule = { match: MATCH, fault };
    expect(parseFaultRules(JSON.stringify(rule))).toEqual({ value: [rule] });
    const { required, optional } = FAULT_SHAPES[kind as FaultKind];
    expect(Object.keys(fault).toSorted()).toEqual(
      ['kind', ...Object.keys(required), ...Object.keys(optional)].toSorted(),
    );
  });

  it('may be a list of rules, and say nothing of whom it strikes', () => {
    expect(parseFaultRules('[{"fault":{"kind":"reset"}},{"fault":{"kind":"hang"}}]')).toMatchObject({
      value: [{ fault: { kind: 'reset' } }, { fault: { kind: 'hang' } }],
    });
  });

  it.each([
    ['7', 'rule 1: expected {"match":{...},"fault":{...}}, got 7'],
    ['{"match":{}}', 'rule 1.fault: expected {"kind":...}, got nothing'],
    ['{"faults":{}}', "rule 1.faults: unknown name 'faults', did you mean 'fault'?"],
    ['{"match":[],"fault":{"kind":"hang"}}', 'rule 1.match: expected a mapping, got []'],
    [
      '{"match":{"verb":"GET"},"fault":{"kind":"hang"}}',
      "rule 1.match.verb: unknown name 'verb', expected one of: method, path, domain, event, nth, times, forMs",
    ],
    [
      '{"match":{"nth":0},"fault":{"kind":"hang"}}',
      'rule 1.match.nth: expected a whole number, 1 or more, got 0',
    ],
    [
      '{"match":{"path":"("},"fault":{"kind":"hang"}}',
      'rule 1.match.path: expected a regular expression as text, got "("',
    ],
    ['{"fault":{"kind":"hangs"}}', "rule 1.fault.kind: unknown name 'hangs', did you mean 'hang'?"],
    [
      '{"fault":{"kind":"toString"}}',
      /^rule 1\.fault\.kind: unknown name 'toString', expected one of: answer, /,
    ],
    ['[{"fault":{"kind":"hang"}},{"fault":{"kind":"delay"}}]', 'rule 2.fault.ms: missing'],
    ['{"fault":{"kind":"delay","ms":"5"}}', 'rule 1.fault.ms: expected milliseconds, 0 or more, got "5"'],
    ['{"fault":{"kind":"delay","ms":-5}}', 'rule 1.fault.ms: expected milliseconds, 0 or more, got -5'],
    ['{"fault":{"kind":"answer","status":99}}', 'rule 1.fault.status: expected a status, 200 to 599, got 99'],
    [
      '{"fault":{"kind":"reset","when":"later"}}',
      `rule 1.fault.when: expected 'before' or 'after', got "later"`,
    ],
    [
      '{"fault":{"kind":"truncate","bytes":1.5}}',
      'rule 1.fault.bytes: expected a number of bytes, 0 or more, got 1.5',
    ],
    [
      '{"fault":{"kind":"throttle","dialect":"rude"}}',
      /^rule 1\.fault\.dialect: expected one of retry-seconds, .*, got "rude"$/,
    ],
    [
      '{"fault":{"kind":"throttle","dialect":"html","status":430}}',
      'rule 1.fault.status: expected 429 or 420, got 430',
    ],
    [
      '{"fault":{"kind":"add-headers","headers":{"a":1}}}',
      'rule 1.fault.headers: expected a mapping of header names to texts, got {"a":1}',
    ],
    [
      '{"fault":{"kind":"change","domain":"a","event":"b","urls":"c"}}',
      'rule 1.fault.urls: expected a list of URLs, got "c"',
    ],
    ['{"fault":{"kind":"hang","ms":1}}', "rule 1.fault.ms: unknown name 'ms', expected one of: when"],
    ['{"fault":', /^the body is not JSON: /],
  ])('is refused with place, value and what would be right: %s', (text, problem) => {
    const parsed = parseFaultRules(text);
    expect(parsed).toEqual({
      problem: typeof problem === 'string' ? problem : expect.stringMatching(problem),
    });
  });
});
