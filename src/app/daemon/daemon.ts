import type { Approval } from '../../plan/guard-approval.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Configuration } from '../../ports/configuration-source.ts';
import type { ConfigurationWatch } from '../../ports/configuration-watch.ts';
import type { Entry, Journal } from '../../ports/journal.ts';
import type { Leadership } from '../../ports/leadership.ts';
import type { ConfigurationStatus, Liveness, Status } from '../../ports/status.ts';
import type { AccountGroup } from './account-group.ts';
import { Bell } from './bell.ts';
import { accountOf } from './entry-account.ts';
import { Fleet } from './fleet.ts';
import { livenessOf } from './liveness.ts';
import { endsWithin } from './time-limit.ts';

/** The loop looks around at least so often. */
const BEAT_MS = 1000;

/**
 * When what is still under way is left behind, after the signal to stop: requests, which end within 8 s by themselves,
 * and then the release of leadership. A lease that is not given back ends by itself.
 */
const REQUESTS_END_MS = 8700;
const RELEASE_END_MS = 9500;

export interface DaemonParts {
  readonly clock: Clock;
  readonly watch: ConfigurationWatch;
  readonly leadership: Leadership;
  readonly journal: Journal;
  readonly version: string;
  /** The accounts that a configuration uses, those together that spend one budget. Asked about once a second. */
  groupsOf(configuration: Configuration): readonly AccountGroup[];
  /** Approvals that are new since the last time, such as those in a file. */
  newApprovals(): readonly Approval[];
  /** Takes an approval for all accounts; answers whether it says something new. */
  takeApproval(approval: Approval, manner: 'anew' | 'standing'): boolean;
}

/**
 * Runs until it is told to stop: follows the configuration, and keeps a loop for each account. What happens outside,
 * from a changed file to a broken network, never ends it.
 */
export class Daemon {
  readonly #parts: DaemonParts;
  readonly #bell: Bell;
  readonly #startedMs: number;
  readonly #fleet: Fleet;
  #tickMs: number;
  #beatMs: number;
  #inForce: Configuration | undefined;

  constructor(parts: DaemonParts) {
    this.#parts = parts;
    this.#bell = new Bell(parts.clock);
    this.#fleet = new Fleet(parts);
    this.#startedMs = parts.clock.wallMs();
    this.#tickMs = this.#startedMs;
    this.#beatMs = parts.clock.nowMs();
  }

  /** Resolves when everything has ended and leadership is given back; the answer is whether it ended in time. */
  async run(signal: AbortSignal): Promise<boolean> {
    const { watch, leadership } = this.#parts;
    const over = new AbortController();
    const ending = AbortSignal.any([signal, over.signal]);
    const watching = watch.run(ending);
    const forget = [
      watch.onChange(() => this.#bell.ring()),
      leadership.onChange(() => this.#noteLeadership()),
    ];
    let inTime = true;
    try {
      // A bug in the loop of an account ends the process: going on in an unknown state would be worse.
      await Promise.race([this.#lookAround(ending), this.#fleet.failure]);
    } finally {
      over.abort();
      for (const end of forget) end();
      inTime = await this.#end(watching, signal.reason);
    }
    return inTime;
  }

  async #lookAround(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#beat();
      this.#follow();
      this.#takeApprovals();
      await this.#bell.wait(this.#parts.clock.nowMs() + BEAT_MS, signal);
    }
  }

  #beat(): void {
    this.#beatMs = this.#parts.clock.nowMs();
    this.#tickMs = this.#parts.clock.wallMs();
  }

  /** Brings what is running in line with the configuration that is in force, and with the keys that there are. */
  #follow(): void {
    const wanted = this.#parts.watch.current()?.configuration;
    if (wanted === undefined) return;
    this.#fleet.arrange(this.#parts.groupsOf(wanted), wanted.desired);
    if (wanted !== this.#inForce) this.#fleet.setDesired(wanted.desired);
    this.#inForce = wanted;
  }

  /** Leadership is given back when the last request has ended, and not before: another process writes from then on. */
  async #end(watching: Promise<void>, reason: unknown): Promise<boolean> {
    const { clock, leadership, journal } = this.#parts;
    const startMs = clock.nowMs();
    const why = reason instanceof Error ? reason.message : 'a part of it has failed';
    const stopping = `stopping: ${why}; no new request leaves`;
    journal.record({ kind: 'notice', level: 'info', event: 'stopping', message: stopping });
    if (await endsWithin(clock, REQUESTS_END_MS, this.#fleet.stop(reason))) {
      const leftMs = startMs + RELEASE_END_MS - clock.nowMs();
      await endsWithin(clock, leftMs, Promise.all([leadership.release(), watching]));
      return true;
    }
    const message = 'something under way did not end in time and is left behind';
    journal.record({ kind: 'notice', level: 'error', event: 'stop-cut', message });
    return false;
  }

  #takeApprovals(): void {
    for (const approval of this.#parts.newApprovals()) this.approve(approval, 'standing');
  }

  #noteLeadership(): void {
    const { leadership, journal } = this.#parts;
    const { leading, leader } = leadership.state();
    const other = leader === undefined ? '' : `; ${leader} does, or is about to`;
    const message = leading ? 'this process writes from now on' : `this process no longer writes${other}`;
    const event = leading ? 'leadership-won' : 'leadership-ended';
    journal.record({ kind: 'notice', level: 'info', event, message });
    for (const loop of this.#fleet.loops()) loop.noteLeadership();
  }

  /** Brings the next pass of one account, or of all, forward; answers whether there is such an account. */
  sync(account?: string): boolean {
    if (account === undefined) for (const loop of this.#fleet.loops()) loop.sync();
    else this.#fleet.loop(account)?.sync();
    return account === undefined || this.#fleet.has(account);
  }

  /** Takes a person's approval of a plan; answers whether an account was waiting for it. */
  approve(approval: Approval, manner: 'anew' | 'standing' = 'anew'): boolean {
    if (!this.#parts.takeApproval(approval, manner)) return false;
    const { planId, allowDeletes = 0 } = approval;
    const message = `plan ${planId} is approved, with ${allowDeletes} deletions`;
    this.#parts.journal.record({ kind: 'notice', level: 'info', event: 'plan-approved', message });
    const waiting = this.#fleet.loops().filter((loop) => loop.noteApproval(approval.planId));
    return waiting.length > 0;
  }

  /** Something was recorded: the account that it is about moves. */
  noteEntry(entry: Entry): void {
    const account = accountOf(entry);
    if (account !== undefined) this.#fleet.loop(account)?.moved();
  }

  /** Names the pass that is under way on an account. */
  passOf(account: string): string | undefined {
    return this.#fleet.loop(account)?.passId;
  }

  liveness(): Liveness {
    const loops = this.#fleet
      .loops()
      .map((loop) => ({ account: loop.account, sinceMs: loop.stillSinceMs() }));
    return livenessOf({ nowMs: this.#parts.clock.nowMs(), beatMs: this.#beatMs, loops });
  }

  status(): Status {
    const { clock, leadership, version } = this.#parts;
    const configuration = this.#configurationStatus();
    const rejected = configuration === undefined ? this.#parts.watch.stale() : undefined;
    return {
      version,
      startedMs: this.#startedMs,
      nowMs: clock.wallMs(),
      tickMs: this.#tickMs,
      ...(configuration === undefined ? {} : { configuration }),
      ...(rejected === undefined ? {} : { rejected }),
      leadership: leadership.state(),
      accounts: this.#fleet.statuses(),
    };
  }

  #configurationStatus(): ConfigurationStatus | undefined {
    const { watch } = this.#parts;
    const current = watch.current();
    if (current === undefined) return undefined;
    const stale = watch.stale();
    return {
      digest: current.configuration.digest,
      files: current.configuration.files.length,
      loadedMs: current.loadedMs,
      ...(stale === undefined ? {} : { stale }),
    };
  }
}
