import type { DesiredState } from '../../model/desired-state.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Journal } from '../../ports/journal.ts';
import type { AccountStatus } from '../../ports/status.ts';
import type { AccountGroup } from './account-group.ts';
import type { AccountLoop } from './account-loop.ts';
import { Crew } from './crew.ts';

interface Surroundings {
  readonly clock: Clock;
  readonly journal: Journal;
}

/**
 * The loops of all accounts, side by side. None waits for another, but a new one for those that leave: they may hold the
 * budget or the lock that it needs.
 */
export class Fleet {
  readonly #around: Surroundings;
  readonly #crews = new Map<string, Crew>();
  /** Crews that are ending, and may hold what others need. */
  readonly #leaving = new Set<Promise<void>>();
  #fail: (error: unknown) => void = () => undefined;
  /** Rejects with what ended a loop that should have gone on: a bug. */
  readonly failure: Promise<never>;

  constructor(around: Surroundings) {
    this.#around = around;
    this.failure = new Promise((_, reject) => {
      this.#fail = reject;
    });
    // Whoever waits for it is told; nobody may.
    this.failure.catch(() => undefined);
  }

  /** Ends what is no longer wanted, and opens what is new. What stays the same goes on undisturbed. */
  arrange(groups: readonly AccountGroup[], desired: DesiredState): void {
    const wanted = new Set(groups.map(({ signature }) => signature));
    for (const [signature, crew] of this.#crews) {
      if (wanted.has(signature)) continue;
      this.#crews.delete(signature);
      this.#leave(crew, new Error('the configuration of the accounts changed'));
    }
    for (const group of groups) {
      if (this.#crews.has(group.signature)) continue;
      const crew = new Crew({ ...this.#around, group, free: Promise.all(this.#leaving) }, desired);
      crew.ended.catch((error: unknown) => this.#fail(error));
      this.#crews.set(group.signature, crew);
    }
  }

  setDesired(desired: DesiredState): void {
    for (const crew of this.#crews.values()) crew.setDesired(desired);
  }

  loops(): readonly AccountLoop[] {
    return [...this.#crews.values()].flatMap((crew) => crew.loops());
  }

  loop(account: string): AccountLoop | undefined {
    return this.loops().find((loop) => loop.account === account);
  }

  /** Whether the account is worked on, or will be as soon as it is open. */
  has(account: string): boolean {
    return [...this.#crews.values()].some(({ accounts }) => accounts.some(({ name }) => name === account));
  }

  /** Sorted by name. */
  statuses(): readonly AccountStatus[] {
    const statuses = [...this.#crews.values()].flatMap((crew) => crew.statuses());
    return statuses.sort((a, b) => (a.account < b.account ? -1 : 1));
  }

  /** No new request; resolves when those under way have ended and everything is given back. */
  async stop(reason: unknown): Promise<void> {
    for (const crew of this.#crews.values()) this.#leave(crew, reason);
    await Promise.all(this.#leaving);
  }

  #leave(crew: Crew, reason: unknown): void {
    const left = crew.stop(reason).finally(() => this.#leaving.delete(left));
    this.#leaving.add(left);
  }
}
