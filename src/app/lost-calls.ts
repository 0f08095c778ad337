import type { Call } from '../model/call.ts';
import { showsEffect } from '../model/call-effect.ts';
import type { Webhooks } from '../model/webhooks.ts';
import type { AuditTrail, IntendedCall } from '../ports/audit-trail.ts';

interface Lost {
  readonly intended: IntendedCall;
  /** A read after the call did not show its effect. */
  isUnseen: boolean;
}

/**
 * The calls of one domain whose answers were lost, until a read tells what became of them.
 *
 * | after the call                                        | the audit trail says                        |
 * |-------------------------------------------------------|---------------------------------------------|
 * | a read shows its effect                                | carried out                                 |
 * | reads do not show it, up to the end or the next answer | nothing: it was not carried out              |
 * | no read came through                                   | unknown                                     |
 *
 * More than one read is looked at: a list may be late, and what it shows in the end is what counts.
 */
export class LostCalls {
  readonly #audit: Pick<AuditTrail, 'record' | 'drop'>;
  #calls: readonly Lost[] = [];

  constructor(audit: Pick<AuditTrail, 'record' | 'drop'>) {
    this.#audit = audit;
  }

  add(intended: IntendedCall): void {
    this.#calls = [...this.#calls, { intended, isUnseen: false }];
  }

  has(call: Call): boolean {
    return this.#calls.some(({ intended }) => intended.call === call);
  }

  /** The domain was read. */
  async look(now: Webhooks): Promise<void> {
    const calls = this.#calls;
    const shown = calls.filter(({ intended: { call, before } }) => showsEffect(call, before, now));
    this.#calls = calls.filter((lost) => !shown.includes(lost));
    for (const lost of this.#calls) lost.isUnseen = true;
    for (const { intended } of shown) await this.#audit.record({ ...intended, after: now });
  }

  /** Another call was carried out, so reads after it tell nothing about those before it. */
  async dropUnseen(): Promise<void> {
    const unseen = this.#calls.filter(({ isUnseen }) => isUnseen);
    this.#calls = this.#calls.filter(({ isUnseen }) => !isUnseen);
    for (const { intended } of unseen) await this.#audit.drop(intended);
  }

  /** Nothing is read any more. */
  async settle(): Promise<void> {
    await this.dropUnseen();
    const lost = this.#calls;
    this.#calls = [];
    for (const { intended } of lost) await this.#audit.record({ ...intended, outcome: 'unknown' });
  }
}
