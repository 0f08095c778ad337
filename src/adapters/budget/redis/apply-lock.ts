import type { Clock } from '../../../ports/clock.ts';
import type { Leadership, LeadershipState } from '../../../ports/leadership.ts';
import type { ProcessIdentity, ProcessTable } from '../../../ports/process-table.ts';
import { LockTimeoutError } from '../journal/account-lock.ts';
import { ApplyLockLine, type Claim, type ClaimTerms, type OtherClaim } from './apply-lock-line.ts';
import { APPLY_LOCK_TIMING, type ApplyLockTiming, writeWindowMs } from './apply-lock-timing.ts';
import { randomName } from './random-name.ts';
import { parseRedisAddress } from './redis-address.ts';
import { SharedWindowError } from './shared-window-error.ts';

export interface ApplyLockOptions {
  readonly redisUrl: string;
  /** An opaque id of the account, as in `SharedWindowOptions`. */
  readonly account: string;
  readonly processes: ProcessTable;
  /** See `Claim`. */
  readonly machine: string;
  readonly clock: Clock;
  /** Numbers from 0 up to, but not including, 1; not the same ones in two processes. */
  readonly random: () => number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Called once, if another process has the lock and waiting begins. */
  readonly onWait: (holder: ProcessIdentity) => void;
  /** `APPLY_LOCK_TIMING` by default. */
  readonly timing?: ApplyLockTiming;
}

/** A lock that is ours. It says until when a write may leave, as leadership does. */
export type ApplyLock = Pick<Leadership, 'state' | 'writeUntilMs' | 'release'>;

/**
 * One command at a time that writes to an account, of all that share its budget through one Redis.
 *
 * | the lock is held by                                  | then                                               |
 * |------------------------------------------------------|----------------------------------------------------|
 * | nobody                                               | it is ours                                         |
 * | a process that renews it                             | wait, up to the time limit                         |
 * | a process of this machine that ended, killed included | taken over at once                                 |
 * | any other that is silent                             | wait until its lease is over: 20 s after its renewal |
 *
 * A lock in Redis is no fence: nothing stops a holder whose lease is over but the holder itself. So it renews the lease
 * every 3 s, and lets no write leave that could end after it.
 *
 * A Redis that was restarted may have forgotten the lock. Two may then believe for a moment that they have it, but
 * nothing leaves by then: the shared window of the same Redis grants no request for a minute.
 *
 * @throws LockTimeoutError that names the holder; `SharedWindowError` if Redis cannot be used; or the signal's reason
 */
export async function takeApplyLock(options: ApplyLockOptions): Promise<ApplyLock> {
  const address = parseRedisAddress(options.redisUrl);
  if ('problem' in address) throw new SharedWindowError(address.problem, 'final');
  const lock = new RenewedLock(options, new ApplyLockLine(address.value, options.account));
  try {
    await lock.take();
    return lock;
  } catch (error) {
    // An answer that was lost may have made it ours.
    await lock.release();
    throw error;
  }
}

class RenewedLock implements ApplyLock {
  readonly #options: ApplyLockOptions;
  readonly #timing: ApplyLockTiming;
  readonly #line: ApplyLockLine;
  readonly #claim: Claim;
  /** When the last renewal that succeeded was sent: its lease cannot have begun before. */
  #renewedAtMs = Number.NEGATIVE_INFINITY;
  #problem: string | undefined;
  #cancelNext: () => void = () => undefined;
  #renewing: Promise<void> = Promise.resolve();
  #released = false;

  constructor(options: ApplyLockOptions, line: ApplyLockLine) {
    const { timing = APPLY_LOCK_TIMING, processes, machine, random } = options;
    this.#options = options;
    this.#timing = timing;
    this.#line = line;
    this.#claim = { token: randomName(random), holder: processes.self, machine, leaseMs: timing.leaseMs };
  }

  state(): LeadershipState {
    const leading = this.#options.clock.nowMs() < this.#renewedAtMs + this.#timing.leaseMs;
    return { leading, ...(this.#problem === undefined ? {} : { problem: this.#problem }) };
  }

  writeUntilMs(): number {
    return this.#renewedAtMs + writeWindowMs(this.#timing);
  }

  /** Waits until the lock is ours, and keeps it from then on. To be called once, first. */
  async take(): Promise<void> {
    const { clock, timeoutMs, signal, onWait } = this.#options;
    const giveUpAtMs = clock.nowMs() + timeoutMs;
    let waiting = false;
    for (;;) {
      const seen = await this.#look();
      if (seen === 'ours') break;
      if ('holder' in seen && !waiting) {
        onWait(seen.holder);
        waiting = true;
      }
      if (clock.nowMs() >= giveUpAtMs) {
        throw 'holder' in seen
          ? new LockTimeoutError(seen.holder, timeoutMs, 'through the same Redis')
          : seen;
      }
      await clock.sleep(this.#timing.lookEveryMs, signal);
    }
    this.#renewAfter(this.#timing.renewEveryMs);
  }

  /** Gives the lock back; if Redis is away, its lease ends by itself. */
  async release(): Promise<void> {
    this.#released = true;
    this.#cancelNext();
    const cancel = this.#options.clock.after(this.#timing.releaseLimitMs, () => this.#line.close());
    // A renewal that came after the release would make the lock again.
    await this.#renewing;
    await this.#line.release(this.#claim).catch(() => undefined);
    cancel();
    this.#line.close();
    this.#renewedAtMs = Number.NEGATIVE_INFINITY;
  }

  /** One try to get it: ours, or who has it, or why Redis cannot be asked now. */
  async #look(): Promise<'ours' | OtherClaim | SharedWindowError> {
    try {
      const seen = await this.#ask(() => ({ over: 'ended', make: true }));
      if (seen === 'ours' || !this.#isDead(seen)) return seen;
      const deadToken = seen.token;
      return await this.#ask(() => ({ over: { deadToken }, make: true }));
    } catch (error) {
      if (error instanceof SharedWindowError && error.outlook === 'passing') return error;
      throw error;
    }
  }

  /** Names of hosts are no proof, many machines have the same one; so it is not asked about others than this one. */
  #isDead({ holder, machine }: OtherClaim): boolean {
    const { processes, machine: here } = this.#options;
    return here !== '' && machine === here && processes.isRunning(holder) === false;
  }

  async #ask(terms: () => ClaimTerms): Promise<'ours' | OtherClaim> {
    await this.#line.open();
    const sentMs = this.#options.clock.nowMs();
    const answer = await this.#line.claim(this.#claim, terms());
    if (answer === 'ours') this.#renewedAtMs = sentMs;
    return answer;
  }

  #renewAfter(ms: number): void {
    if (this.#released) return;
    this.#cancelNext = this.#options.clock.after(ms, () => {
      this.#renewing = this.#renew();
    });
  }

  /** Where the lock is gone it is made again, but only while it must have been ours all the time. */
  async #renew(): Promise<void> {
    try {
      const answer = await this.#ask(() => ({ over: 'none', make: this.state().leading }));
      if (answer !== 'ours') return this.#lose(answer);
      this.#problem = undefined;
      this.#renewAfter(this.#timing.renewEveryMs);
    } catch (error) {
      if (!(error instanceof SharedWindowError)) throw error;
      this.#problem = `the lock of the account cannot be renewed: ${error.message}`;
      this.#renewAfter(this.#timing.retryMs);
    }
  }

  #lose({ token, holder: { command, pid, host } }: OtherClaim): void {
    this.#renewedAtMs = Number.NEGATIVE_INFINITY;
    this.#problem =
      token === ''
        ? 'Redis has forgotten who has the lock of the account'
        : `'${command}' (process ${pid} on ${host}) has the lock of the account now`;
  }
}
