import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Approval, judgeApproval } from '../../src/plan/guard-approval.ts';

const ID = '1f0c9a2b7d3e';
const WITHIN = { removed: 3, exceeded: [], doubts: [] };
const DOUBTFUL = { ...WITHIN, doubts: [{ kind: 'no-end-mark', file: 'a.yaml' }] } as const;
const EXCEEDED = { removed: 12, exceeded: ['12 deliveries would be removed, maxDeletes is 10'], doubts: [] };

describe('judgeApproval', () => {
  it.each([
    ['clear', WITHIN, undefined],
    ['unseen', DOUBTFUL, undefined],
    ['wanted', EXCEEDED, undefined],
    ['wanted', { ...DOUBTFUL, exceeded: EXCEEDED.exceeded }, undefined],
    ['approved', DOUBTFUL, { planId: ID }],
    ['approved', DOUBTFUL, { planId: ID, allowDeletes: 3 }],
    ['approved', WITHIN, { planId: ID }],
    ['approved', WITHIN, { planId: ID, allowDeletes: 3 }],
    ['approved', EXCEEDED, { planId: ID, allowDeletes: 12 }],
    ['approved', EXCEEDED, { planId: ID, allowDeletes: 13 }],
  ] as const)('says %s of %j with the approval %j', (kind, verdict, approval) => {
    expect(judgeApproval(verdict, approval, ID)).toEqual({ kind });
  });

  it.each([
    [WITHIN, { planId: 'other' }, `plan other was approved, but this is plan ${ID}`],
    [DOUBTFUL, { planId: 'other' }, `plan other was approved, but this is plan ${ID}`],
    [DOUBTFUL, { planId: ID, allowDeletes: 2 }, '2 deliveries may go, but this plan removes 3 deliveries'],
    [EXCEEDED, { planId: 'other', allowDeletes: 99 }, `plan other was approved, but this is plan ${ID}`],
    [WITHIN, { planId: ID, allowDeletes: 2 }, '2 deliveries may go, but this plan removes 3 deliveries'],
    [EXCEEDED, { planId: ID, allowDeletes: 11 }, '11 deliveries may go, but this plan removes 12 deliveries'],
    [
      EXCEEDED,
      { planId: ID },
      'the approval does not say how many deliveries may go, and this plan removes 12 deliveries',
    ],
  ] as const)('refuses %j with the approval %j, and says why', (verdict, approval, reason) => {
    expect(judgeApproval(verdict, approval, ID)).toEqual({ kind: 'refused', reason });
  });

  it('approves what exceeds a limit only for its own id and at least its number', () => {
    const approvals: fc.Arbitrary<Approval> = fc.oneof(
      fc.record({ planId: fc.constantFrom(ID, 'other') }),
      fc.record({ planId: fc.constantFrom(ID, 'other'), allowDeletes: fc.nat(20) }),
    );
    fc.assert(
      fc.property(approvals, fc.integer({ min: 1, max: 20 }), (approval, removed) => {
        const { kind } = judgeApproval({ removed, exceeded: ['too many'], doubts: [] }, approval, ID);
        const fits = approval.planId === ID && (approval.allowDeletes ?? -1) >= removed;
        expect(kind).toBe(fits ? 'approved' : 'refused');
      }),
    );
  });
});
