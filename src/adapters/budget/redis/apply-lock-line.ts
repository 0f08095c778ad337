import type { ProcessIdentity } from '../../../ports/process-table.ts';
import { parseHolder } from '../journal/lock-holder.ts';
import { CLAIM_SCRIPT, RELEASE_SCRIPT } from './apply-lock-script.ts';
import { type Connection, connect, createScript } from './connection.ts';
import { connectionFailure } from './connection-failure.ts';
import type { RedisAddress } from './redis-address.ts';
import { SharedWindowError } from './shared-window-error.ts';

const CLAIM = createScript(CLAIM_SCRIPT);
const RELEASE = createScript(RELEASE_SCRIPT);

/** Who wants the lock. */
export interface Claim {
  /** Unlike that of any other claim. */
  readonly token: string;
  readonly holder: ProcessIdentity;
  /** The same for two processes only if they can see each other in their process tables; empty if that is unknown. */
  readonly machine: string;
  readonly leaseMs: number;
}

/** What a claim may do; the script explains both. */
export interface ClaimTerms {
  readonly over: 'none' | 'ended' | { readonly deadToken: string };
  readonly make: boolean;
}

/** Who has the lock; nobody if the token is empty. */
export interface OtherClaim {
  readonly token: string;
  readonly holder: ProcessIdentity;
  readonly machine: string;
}

const UNKNOWN_HOLDER: ProcessIdentity = {
  host: 'an unknown host',
  pid: 0,
  startedAt: '',
  command: 'another program',
};

/** What is said to Redis about one lock, over one connection after another. Everything it throws is a `SharedWindowError`. */
export class ApplyLockLine {
  readonly #address: RedisAddress;
  readonly #keys: readonly string[];
  readonly #ending = new AbortController();
  #connection: Connection | undefined;

  /** @param account see `SharedWindowOptions.account` */
  constructor(address: RedisAddress, account: string) {
    this.#address = address;
    // The braces make a Redis Cluster keep it beside the window of the account.
    this.#keys = [`mghooks:1:{${account}}:apply`];
  }

  /** Connects, unless that has been done. */
  async open(): Promise<void> {
    if (this.#connection?.hasEnded() === false) return;
    const { signal } = this.#ending;
    const connection = signal.aborted ? undefined : await connect(this.#address, signal);
    if (connection === undefined || signal.aborted)
      throw new SharedWindowError('The lock is closed', 'final');
    this.#connection = connection;
  }

  async claim(claim: Claim, { over, make }: ClaimTerms): Promise<'ours' | OtherClaim> {
    const { token, leaseMs, holder, machine } = claim;
    const pushed = typeof over === 'string' ? over : over.deadToken;
    const args = [token, leaseMs, JSON.stringify(holder), machine, pushed, make ? 1 : 0];
    const answer = readAnswer(await this.#run(CLAIM, args));
    if (answer === undefined) throw this.#failure('Protocol error');
    if (answer.granted) return 'ours';
    return { ...answer, holder: parseHolder(answer.holder) ?? UNKNOWN_HOLDER };
  }

  async release({ token }: Claim): Promise<void> {
    if (this.#connection?.hasEnded() === false) await this.#run(RELEASE, [token]);
  }

  /** Ends whatever is under way. */
  close(): void {
    this.#ending.abort();
  }

  /** A connection that has failed once is not used again. */
  async #run(script: typeof CLAIM, args: readonly (string | number)[]): Promise<unknown> {
    const connection = this.#connection;
    if (connection === undefined) throw this.#failure('Connection is closed');
    try {
      return await connection.run(script, this.#keys, args);
    } catch (error) {
      connection.close();
      this.#connection = undefined;
      throw error;
    }
  }

  #failure(text: string): SharedWindowError {
    return connectionFailure(new Error(text), this.#address);
  }
}

function readAnswer(reply: unknown) {
  if (!Array.isArray(reply)) return undefined;
  const [granted, token, holder, machine]: readonly unknown[] = reply;
  const texts = typeof token === 'string' && typeof holder === 'string' && typeof machine === 'string';
  return texts ? { granted: granted === 1, token, holder, machine } : undefined;
}
