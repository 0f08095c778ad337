import type { DomainState } from '../model/domain-state.ts';
import type { AccountHalt } from './account-halt.ts';

/** Domains in a row without any answer, after several tries each, before the account is given up for the pass. */
const SILENT_DOMAINS_MAX = 20;

/**
 * Gives an account up whose host does not answer at all: to ask for thousands of domains, three times each, would take
 * an hour to say the same.
 */
export class SilenceWatch {
  readonly #halt: AccountHalt;
  #silent = 0;

  constructor(halt: AccountHalt) {
    this.#halt = halt;
  }

  heard(state: DomainState): void {
    const silent = state.kind === 'unread' && state.reason.code === 'unreachable';
    this.#silent = silent ? this.#silent + 1 : 0;
    if (!silent || this.#silent < SILENT_DOMAINS_MAX) return;
    this.#halt.halt(`${this.#silent} domains in a row got no answer: ${state.reason.message}`);
  }
}
