import type { Clock } from '../../ports/clock.ts';
import type { Leadership, LeadershipState } from '../../ports/leadership.ts';
import { Claim } from './claim.ts';
import { within } from './deadline.ts';
import type { Lease } from './lease.ts';
import type { LeaseAnswer, LeaseClient } from './lease-client.ts';
import { checkTiming, LEASE_TIMING, type LeaseTiming } from './lease-timing.ts';
import { Observation } from './observation.ts';
import { Term } from './term.ts';

/** Told when the election begins to fail, or fails for another reason, or goes well again; never for each try. */
export type LeaseNotice =
  | { readonly kind: 'lease-problem'; readonly problem: string }
  | { readonly kind: 'lease-well' };

export interface LeaseLeadershipOptions {
  readonly client: LeaseClient;
  /** Unlike that of any other process, now or before: see `createIdentity`. */
  readonly identity: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly notify: (notice: LeaseNotice) => void;
  /** `LEASE_TIMING` by default. */
  readonly timing?: LeaseTiming;
}

/** How a try ended: with a problem, or well, or so that it is best to look again at once. */
type Outcome = { readonly problem?: string } | typeof TOO_LATE;

const TOO_LATE = 'too late';

/** Conflicts in a row after which the next try waits its turn. */
const STEPS_MAX = 3;

/**
 * Leadership by a Lease: who has written its name into it last leads, as long as it writes again and again. The API
 * server refuses a write that does not rest on the last state, so of two that reach for it one comes too late.
 */
export class LeaseLeadership implements Leadership {
  readonly #options: LeaseLeadershipOptions;
  readonly #timing: LeaseTiming;
  readonly #claim: Claim;
  readonly #term: Term;
  readonly #observation = new Observation();
  readonly #stop = new AbortController();
  #campaign: Promise<void> = Promise.resolve();
  /** The lease as our last write left it; absent while we do not know how it stands. */
  #held: Lease | undefined;
  /** Since when holding the lease means to lead; absent while it is being made. */
  #leadsFromMs: number | undefined;
  #problem: string | undefined;

  constructor(options: LeaseLeadershipOptions) {
    const { clock, identity, timing = LEASE_TIMING } = options;
    checkTiming(timing);
    this.#options = options;
    this.#timing = timing;
    this.#term = new Term(clock, timing);
    this.#claim = new Claim({
      identity,
      leaseDurationMs: timing.leaseDurationMs,
      wallMs: () => clock.wallMs(),
    });
  }

  state(): LeadershipState {
    const leading = this.#term.isLeading();
    const leader = leading ? this.#options.identity : this.#observation.holder();
    return {
      leading,
      ...(leader === undefined ? {} : { leader }),
      ...(this.#problem === undefined ? {} : { problem: this.#problem }),
    };
  }

  writeUntilMs(): number {
    return this.#term.writeUntilMs();
  }

  onChange(listener: () => void): () => void {
    return this.#term.onChange(listener);
  }

  /**
   * Wins the lease and keeps it, or waits for it, until the signal is aborted or `release` is called; then it resolves,
   * and nothing may be written from that very moment. The lease itself is ours until `release`, so that what is still
   * under way can end. To be called once.
   */
  campaign(signal: AbortSignal): Promise<void> {
    const stop = (): void => {
      this.#stop.abort(signal.reason);
      this.#term.end();
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    this.#campaign = this.#keepTrying().finally(() => signal.removeEventListener('abort', stop));
    return this.#campaign;
  }

  async release(): Promise<void> {
    this.#stop.abort();
    this.#term.end();
    await this.#campaign.catch(() => undefined);
    const { clock } = this.#options;
    const deadline = { clock, limitMs: this.#timing.releaseLimitMs, signal: new AbortController().signal };
    await within(deadline, (signal) => this.#giveBack(signal));
  }

  async #keepTrying(): Promise<void> {
    const { clock, random } = this.#options;
    const { retryMs } = this.#timing;
    const { signal } = this.#stop;
    try {
      while (!signal.aborted) {
        const beganMs = clock.nowMs();
        await this.#try(signal);
        // Counted from the beginning: an API server that is slow to answer must not make the renewals rare as well.
        const tookMs = clock.nowMs() - beganMs;
        const waitMs = Math.max(retryMs / 4, retryMs * (0.8 + 0.4 * random()) - tookMs);
        await clock.sleep(waitMs, signal).catch(() => undefined);
      }
    } finally {
      this.#term.end();
    }
  }

  /** One try: to renew, or to look, and to take what is free. Who came too late looks again at once. */
  async #try(signal: AbortSignal): Promise<void> {
    for (let step = 0; step < STEPS_MAX; step += 1) {
      const held = this.#held;
      const outcome = await (held === undefined ? this.#look(signal) : this.#renew(held, signal));
      if (signal.aborted) return;
      if (outcome === TOO_LATE) continue;
      this.#note(outcome.problem);
      return;
    }
  }

  async #look(signal: AbortSignal): Promise<Outcome> {
    const { client, clock } = this.#options;
    const found = await client.read(signal);
    if (found.kind === 'failed') return { problem: found.problem };
    const lease = found.kind === 'lease' ? found.lease : undefined;
    this.#observation.see(lease, clock.nowMs());
    if (lease !== undefined && this.#claim.isIn(lease)) return await this.#renew(lease, signal);
    if (lease === undefined) return await this.#create(signal);
    this.#term.end();
    return this.#observation.isFree(clock.nowMs(), this.#timing) ? await this.#take(lease, signal) : {};
  }

  /**
   * Makes the lease. That there is none proves nothing about who leads: somebody may have deleted it under a leader
   * that does not know it yet. So who makes it waits for a whole duration before it leads, unless it is that leader.
   */
  async #create(signal: AbortSignal): Promise<Outcome> {
    const spec = this.#claim.taking(undefined);
    this.#leadsFromMs = undefined;
    return await this.#write(() => this.#options.client.create(spec, signal));
  }

  async #take(lease: Lease, signal: AbortSignal): Promise<Outcome> {
    const spec = this.#claim.taking(lease);
    this.#leadsFromMs = Number.NEGATIVE_INFINITY;
    return await this.#write(() => this.#options.client.update(lease, spec, signal));
  }

  async #renew(lease: Lease, signal: AbortSignal): Promise<Outcome> {
    const { client } = this.#options;
    return await this.#write(() => client.update(lease, this.#claim.renewing(), signal));
  }

  async #write(send: () => Promise<LeaseAnswer>): Promise<Outcome> {
    const { clock } = this.#options;
    const sentMs = clock.nowMs();
    // Whatever comes of it, the state it rests on is no longer sure to be the last.
    this.#held = undefined;
    const answer = await send();
    if (answer.kind === 'failed') return { problem: answer.problem };
    if (answer.kind !== 'lease') return TOO_LATE;
    this.#observation.see(answer.lease, clock.nowMs());
    if (!this.#claim.isIn(answer.lease))
      return { problem: 'the API server stored another lease than it was sent' };
    this.#held = answer.lease;
    const nowMs = clock.nowMs();
    this.#leadsFromMs ??= this.#term.isLeading() ? nowMs : nowMs + this.#timing.leaseDurationMs;
    if (nowMs >= this.#leadsFromMs && !this.#stop.signal.aborted) this.#term.renewed(sentMs);
    return {};
  }

  async #giveBack(signal: AbortSignal): Promise<void> {
    let problem: string | undefined;
    for (let step = 0; step < STEPS_MAX && !signal.aborted; step += 1) {
      const lease = this.#held ?? (await this.#readOurs(signal));
      if (lease === undefined) return;
      this.#held = undefined;
      const { client, clock } = this.#options;
      const hasLed = clock.nowMs() >= (this.#leadsFromMs ?? Number.POSITIVE_INFINITY);
      const answer = await client.update(lease, this.#claim.releasing(hasLed), signal);
      if (answer.kind === 'lease') this.#observation.see(answer.lease, clock.nowMs());
      if (answer.kind === 'lease') return;
      problem = answer.kind === 'failed' ? answer.problem : undefined;
    }
    this.#note(problem);
  }

  async #readOurs(signal: AbortSignal): Promise<Lease | undefined> {
    if (!this.#claim.isMade()) return undefined;
    const found = await this.#options.client.read(signal);
    return found.kind === 'lease' && this.#claim.isIn(found.lease) ? found.lease : undefined;
  }

  #note(problem: string | undefined): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.#options.notify(problem === undefined ? { kind: 'lease-well' } : { kind: 'lease-problem', problem });
  }
}
