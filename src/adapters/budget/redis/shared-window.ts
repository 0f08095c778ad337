import type { Clock } from '../../../ports/clock.ts';
import { Membership } from './membership.ts';
import { createPace } from './pace.ts';
import { parseRedisAddress } from './redis-address.ts';
import type { SharedSlot } from './shared-slot.ts';
import { SharedWindowError } from './shared-window-error.ts';

export interface SharedWindowOptions {
  /** `redis://` or `rediss://`, with optional credentials and database. */
  readonly redisUrl: string;
  /** An opaque id of the account, the same in every process that works on it; a part of the names of its keys. */
  readonly account: string;
  /** Requests in a window, at least 1. If processes that wait differ in it, the lowest of theirs holds. */
  readonly limit: number;
  /** Length of the window; the same in every process. */
  readonly windowMs: number;
  /**
   * How long, on top of the window, a slot stays taken whose process died. A slot may be sent with for half of it; the
   * other half is for the request: its time limit has to be shorter.
   */
  readonly leaseMs: number;
  readonly clock: Clock;
  /** Numbers from 0 up to, but not including, 1; not the same ones in two processes: they name the process. */
  readonly random: () => number;
  /**
   * Told of every change, the first connection included. `lost` means that Redis cannot be used, so that nothing leaves
   * until `connected`; the reason is one sentence, free of secrets.
   */
  readonly onState: (state: 'connected' | 'lost', reason?: string) => void;
  /**
   * Requests of this process that wait for a slot, those that have not called `acquire` yet included. With it, the
   * others leave this process its share even while only a few of its requests are asking.
   */
  readonly waiting?: () => number;
}

/** The rate window that all processes of one account share. No request leaves without a slot of it. */
export interface SharedWindow {
  /**
   * Waits for a slot: first come, first served in a process, fair shares between processes. While Redis is away it
   * waits on. Rejects with the signal's reason as soon as it is aborted, and with a `SharedWindowError` after `close`.
   */
  acquire(signal: AbortSignal): Promise<SharedSlot>;
  /**
   * Every process of the account waits for `ms` milliseconds; a longer pause stays. Resolves when Redis knows, which is
   * when it returns if it is away; never rejects.
   */
  pause(ms: number): Promise<void>;
  /** As last heard of Redis. */
  state(): SharedWindowState;
  /**
   * Rejects those who wait, tells Redis what is left to tell, and ends the connection, within about a second. Slots
   * that still have an owner then come back with their lease, so end them first.
   */
  close(): Promise<void>;
}

export interface SharedWindowState {
  /** Requests that may leave now; 0 in a pause, and while Redis is away. */
  readonly remaining: number;
  /** Milliseconds until a pause ends, 0 if there is none. A Redis that lost its memory pauses for one window. */
  readonly pausedForMs: number;
  readonly connected: boolean;
}

/**
 * Opens the rate window that all processes of one account share through Redis 5 or newer.
 *
 * | part            | its job                                                                  |
 * |-----------------|--------------------------------------------------------------------------|
 * | `window-script` | the decision, in Redis: which slots are taken, who gets the next one       |
 * | `exchange`      | one call of that script: a question and its answer                        |
 * | `conversation`  | what this process has to say next, and what follows from an answer         |
 * | `membership`    | keeps the conversation going over one connection after another            |
 * | `connection`    | one connection to Redis, used until it fails, then thrown away             |
 *
 * Rejects within five seconds with a `SharedWindowError` if the URL is wrong or Redis cannot be used. The URL names one
 * server: of a Redis Cluster, the node that holds the account.
 *
 * The first processes that ever work on an account wait for one window: that nothing is known of it may also mean that
 * Redis has forgotten it.
 */
export async function openSharedWindow(options: SharedWindowOptions): Promise<SharedWindow> {
  const { redisUrl, account, limit, windowMs, leaseMs } = options;
  const address = parseRedisAddress(redisUrl);
  if ('problem' in address) throw new SharedWindowError(address.problem, 'final');
  checkPositive({ limit, windowMs, leaseMs });
  checkAccount(account);
  const pace = createPace({ windowMs, leaseMs });
  const membership = new Membership({ ...options, address: address.value, pace });
  await membership.open();
  return membership;
}

function checkPositive(numbers: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new SharedWindowError(`${name} is ${value}: expected a whole number, at least 1`, 'final');
  }
}

function checkAccount(account: string): void {
  if (/^[\w.-]+$/.test(account)) return;
  const shown = JSON.stringify(account);
  throw new SharedWindowError(
    `The account id ${shown} cannot be a part of a key: expected letters, digits, '_', '.' and '-'`,
    'final',
  );
}
