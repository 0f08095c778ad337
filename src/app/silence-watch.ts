import type { DomainState, UnreadCode } from '../model/domain-state.ts';
import type { AccountHalt } from './account-halt.ts';

/**
 * When an account is given up for the pass: to ask for thousands of domains, three times each, would take an hour to say
 * the same. A single domain that is forbidden is a matter of that domain.
 *
 * | so many domains in a row           | say                        |
 * |------------------------------------|----------------------------|
 * | 20, after several tries each        | nothing: `unreachable`     |
 * | 3                                   | that the key may not do this: `forbidden` |
 */
const IN_A_ROW_MAX: Readonly<Partial<Record<UnreadCode, number>>> = { unreachable: 20, forbidden: 3 };

/** Gives an account up whose host does not answer, or whose key may do nothing. */
export class SilenceWatch {
  readonly #halt: AccountHalt;
  #code: UnreadCode | undefined;
  #inARow = 0;

  constructor(halt: AccountHalt) {
    this.#halt = halt;
  }

  heard(state: DomainState): void {
    const code = state.kind === 'unread' ? state.reason.code : undefined;
    this.#inARow = code === this.#code ? this.#inARow + 1 : 1;
    this.#code = code;
    const most = code === undefined ? undefined : IN_A_ROW_MAX[code];
    if (state.kind === 'read' || most === undefined || this.#inARow < most) return;
    const what = code === 'forbidden' ? 'were refused' : 'got no answer';
    this.#halt.halt(`${this.#inARow} domains in a row ${what}: ${state.reason.message}`);
  }
}
