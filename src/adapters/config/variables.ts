import { nearestWord } from '../../model/nearest-word.ts';

/** The only variables that are ever filled into a URL, so that no key can be sent out through a webhook. */
const PREFIX = 'MGHOOKS_VAR_';

export type Variable = { readonly value: string } | { readonly problem: string; readonly hint: string };

/** The `MGHOOKS_VAR_*` entries of an environment; nothing else of it is ever looked at. */
export class Variables {
  readonly #values: ReadonlyMap<string, string>;
  readonly #used = new Map<string, string>();

  constructor(environment: ReadonlyMap<string, string>) {
    this.#values = new Map([...environment].filter(([name]) => name.startsWith(PREFIX)));
  }

  /** Every variable that was filled in so far, with its value. */
  used(): ReadonlyMap<string, string> {
    return this.#used;
  }

  read(name: string): Variable {
    if (!name.startsWith(PREFIX)) {
      const problem = `'\${${name}}' is not filled in: only variables named ${PREFIX}* are, so that no key leaves through a webhook`;
      return { problem, hint: `give the variable a name that starts with ${PREFIX} if it is no secret key` };
    }
    const value = this.#values.get(name);
    if (value === undefined) {
      const nearest = nearestWord(name, this.#values.keys());
      const hint = nearest === undefined ? `set ${name} in the environment` : `did you mean '${nearest}'?`;
      return { problem: `the environment variable ${name} is not set`, hint };
    }
    if (value === '') {
      return { problem: `the environment variable ${name} is empty`, hint: `give ${name} a value` };
    }
    this.#used.set(name, value);
    return { value };
  }
}
