import type { DomainName } from '../../model/domain-name.ts';
import { AccountHalt } from '../account-halt.ts';
import { listDomains, readDomain } from '../observe.ts';
import type { AccountParts } from './account-parts.ts';
import { ACCOUNT_PATIENCE, retryDelayMs } from './retry-delay.ts';

/**
 * Keeps an account still whose key is refused, or whose host does not answer: one request now and then finds out
 * whether that is over, and another key is tried at once.
 */
export class AccountHold {
  readonly #parts: AccountParts;
  #reason: string | undefined;
  #keyName = '';
  #failures = 0;
  #untilMs = Number.NEGATIVE_INFINITY;

  constructor(parts: AccountParts) {
    this.#parts = parts;
  }

  get reason(): string | undefined {
    return this.#reason;
  }

  hold(reason: string): void {
    const { ports, random } = this.#parts;
    this.#reason = reason;
    this.#keyName = this.#parts.keyName();
    this.#failures += 1;
    this.#untilMs = ports.clock.nowMs() + retryDelayMs(this.#failures, ACCOUNT_PATIENCE, random());
  }

  /** On the clock; in the past if the account is not held, or its key is another one now. */
  untilMs(): number {
    const sameKey = this.#reason !== undefined && this.#parts.keyName() === this.#keyName;
    return sameKey ? this.#untilMs : Number.NEGATIVE_INFINITY;
  }

  /** Somebody wants to know now. */
  hurry(): void {
    this.#untilMs = Number.NEGATIVE_INFINITY;
  }

  /** Asks for one domain, or for the list of domains; answers whether the account may go on. */
  async probe([first]: readonly DomainName[], signal: AbortSignal): Promise<boolean> {
    const { account, ports } = this.#parts;
    const halt = new AccountHalt(account.name, { record: () => undefined }, signal);
    const key = first === undefined ? undefined : { account: account.name, domain: first };
    const answer =
      key === undefined
        ? await listDomains(ports, account.name, halt)
        : await readDomain(ports, key, { priority: 'retry', halt });
    const silent = answer.kind === 'unread' && answer.reason.code === 'unreachable';
    if (signal.aborted) return false;
    if (halt.halted || silent) {
      this.hold(answer.kind === 'unread' ? answer.reason.message : (halt.reason ?? ''));
      return false;
    }
    this.#reason = undefined;
    this.#failures = 0;
    return true;
  }
}
