import { type Lease, type LeaseSpec, microTime } from './lease.ts';
import { RELEASED_DURATION_SECONDS } from './observation.ts';

export interface ClaimOptions {
  readonly identity: string;
  readonly leaseDurationMs: number;
  readonly wallMs: () => number;
}

/** What this process writes into the lease, and how it knows its own writing again. */
export class Claim {
  readonly #options: ClaimOptions;
  #count = 0;
  #acquireTime: string | undefined;

  constructor(options: ClaimOptions) {
    this.#options = options;
  }

  /** To take it: a new term begins. */
  taking(before: Lease | undefined): LeaseSpec {
    const now = this.#now();
    this.#acquireTime = now;
    const leaseTransitions = before === undefined ? 0 : (before.spec.leaseTransitions ?? 0) + 1;
    return { ...this.#held(now), acquireTime: now, leaseTransitions };
  }

  /** To keep it: only the time moves on. */
  renewing(): LeaseSpec {
    return this.#held(this.#now());
  }

  /** To give it back. Who has led says so, and another one need not wait until the lease has run out. */
  releasing(hasLed: boolean): LeaseSpec {
    const held = this.#held(this.#now());
    const mark = hasLed ? { leaseDurationSeconds: RELEASED_DURATION_SECONDS } : {};
    return { ...held, ...mark, holderIdentity: '' };
  }

  /** Whether we ever reached for it. */
  isMade(): boolean {
    return this.#acquireTime !== undefined;
  }

  /**
   * Whether we wrote it, in our last term. Our name alone does not prove that: a person can write it there while
   * another one leads. It also holds for a write whose answer was lost.
   */
  isIn({ spec }: Lease): boolean {
    const mine = spec.holderIdentity === this.#options.identity;
    return mine && this.isMade() && spec.acquireTime === this.#acquireTime;
  }

  #held(renewTime: string): LeaseSpec {
    const { identity, leaseDurationMs } = this.#options;
    return { holderIdentity: identity, leaseDurationSeconds: Math.ceil(leaseDurationMs / 1000), renewTime };
  }

  #now(): string {
    this.#count += 1;
    return microTime(this.#options.wallMs(), this.#count);
  }
}
