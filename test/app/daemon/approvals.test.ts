import { describe, expect, it } from 'vitest';
import { Approvals } from '../../../src/app/daemon/approvals.ts';

const PLAN = '1f0c9a2b7d3e';

describe('approvals', () => {
  it('are for one time: the same deletions tomorrow need another yes', () => {
    const approvals = new Approvals();
    expect(approvals.add({ planId: PLAN, allowDeletes: 12 }, 'standing')).toBe(true);
    approvals.spend(PLAN);
    expect(approvals.of(PLAN)).toBeUndefined();
    expect(approvals.add({ planId: PLAN, allowDeletes: 12 }, 'standing')).toBe(false);
    expect(approvals.of(PLAN)).toBeUndefined();
  });

  it('hold with the larger number, whichever comes first, and say nothing new again and again', () => {
    const approvals = new Approvals();
    expect(approvals.add({ planId: PLAN, allowDeletes: 12 }, 'standing')).toBe(true);
    expect(approvals.add({ planId: PLAN, allowDeletes: 5 }, 'standing')).toBe(false);
    expect(approvals.add({ planId: PLAN, allowDeletes: 12 }, 'standing')).toBe(false);
    expect(approvals.of(PLAN)).toEqual({ planId: PLAN, allowDeletes: 12 });
    expect(approvals.add({ planId: PLAN, allowDeletes: 13 }, 'standing')).toBe(true);
  });

  it('can be given anew after they are spent, but a line that stays in a file is none', () => {
    const approvals = new Approvals();
    approvals.add({ planId: PLAN, allowDeletes: 12 }, 'anew');
    approvals.spend(PLAN);
    expect(approvals.add({ planId: PLAN, allowDeletes: 12 }, 'standing')).toBe(false);
    expect(approvals.add({ planId: PLAN, allowDeletes: 12 }, 'anew')).toBe(true);
  });

  it('can be given again with another number after they are spent', () => {
    const approvals = new Approvals();
    approvals.add({ planId: PLAN, allowDeletes: 12 }, 'standing');
    approvals.spend(PLAN);
    expect(approvals.add({ planId: PLAN, allowDeletes: 13 }, 'standing')).toBe(true);
  });
});
