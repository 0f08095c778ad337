import { fingerprintOf, type Lease } from './lease.ts';
import type { LeaseTiming } from './lease-timing.ts';

/**
 * What was last seen of the lease, and since when it has looked like that on our own clock.
 *
 * The times inside a lease are those of another machine, and may be an hour off, so they are only compared as texts: a
 * leader that lives changes them every two seconds. Whatever has not changed for a whole duration before our own eyes
 * was renewed by nobody in that time, whoever's clock is right. (Kubernetes' own client-go judges in the same way.)
 */
export class Observation {
  #fingerprint: string | undefined;
  #sinceMs = 0;
  #lease: Lease | undefined;

  /** Call it with what an answer held, as soon as it is there; absent: there is no lease. */
  see(lease: Lease | undefined, nowMs: number): void {
    const fingerprint = lease === undefined ? 'no lease' : fingerprintOf(lease);
    if (fingerprint !== this.#fingerprint) this.#sinceMs = nowMs;
    this.#fingerprint = fingerprint;
    this.#lease = lease;
  }

  /** Who holds it; absent: nobody, or nobody knows. */
  holder(): string | undefined {
    return this.#lease?.spec.holderIdentity || undefined;
  }

  /**
   * Whether it may be taken.
   *
   * | what is there               | it may be taken                                                             |
   * |-----------------------------|-----------------------------------------------------------------------------|
   * | released by its holder      | at once: the holder's last request had ended                                |
   * | held by another             | when it has not changed for its duration, and for ours                      |
   * | emptied by hand             | the same: whoever led until then need not know it yet, and may still write  |
   */
  isFree(nowMs: number, { leaseDurationMs }: LeaseTiming): boolean {
    if (this.#lease === undefined) return false;
    const { holderIdentity, leaseDurationSeconds = 0 } = this.#lease.spec;
    if (holderIdentity === '' && leaseDurationSeconds === RELEASED_DURATION_SECONDS) return true;
    return nowMs - this.#sinceMs >= Math.max(leaseDurationMs, leaseDurationSeconds * 1000);
  }
}

/** With an empty holder the mark of a release; the API server wants a duration above 0. */
export const RELEASED_DURATION_SECONDS = 1;
