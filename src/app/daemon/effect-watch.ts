import type { AccountName } from '../../model/account.ts';
import type { AppliedCall, AuditTrail, IntendedCall } from '../../ports/audit-trail.ts';

/** Sees on its way to the audit trail whether any call had an effect, or may have had one, as its answer was lost. */
export class EffectWatch implements AuditTrail {
  readonly #trail: AuditTrail;
  readonly #open = new Set<string>();
  #recorded = false;

  constructor(trail: AuditTrail) {
    this.#trail = trail;
  }

  get mayHaveHadOne(): boolean {
    return this.#recorded || this.#open.size > 0;
  }

  begin(intended: IntendedCall): Promise<void> {
    this.#open.add(intended.id);
    return this.#trail.begin(intended);
  }

  record(applied: AppliedCall): Promise<void> {
    this.#recorded = true;
    return this.#trail.record(applied);
  }

  drop(intended: IntendedCall): Promise<void> {
    this.#open.delete(intended.id);
    return this.#trail.drop(intended);
  }

  since(account: AccountName, fromMs: number): Promise<readonly AppliedCall[]> {
    return this.#trail.since(account, fromMs);
  }
}
