import type { AccountName } from '../../model/account.ts';
import { variableName } from './conceal.ts';
import { slug } from './name-list.ts';

/** What the names in a part of a configuration begin with. */
export interface PartPrefixes {
  /** Of templates and endpoints: `main-`. */
  readonly names: string;
  /** Of variables, without what all variables begin with, and in the letters of other names: `main-`. */
  readonly variables: string;
}

/** Names that are given away. */
export interface TakenNames {
  readonly names: readonly string[];
  readonly variables: readonly string[];
}

/** Longest account in a prefix: the longest name that is made is twice as long, so at least half of it tells names apart. */
const ACCOUNT_LENGTH_MAX = 24;

/** `main-`, or `main-2-` and so on where a name begins like that already: so no name in the part is given away. */
export function freePrefixes(account: AccountName, { names, variables }: TakenNames): PartPrefixes {
  const word = slug(account).slice(0, ACCOUNT_LENGTH_MAX).replace(/-$/, '') || 'account';
  return {
    names: freePrefix(word, (prefix) => names.some((name) => name.startsWith(prefix))),
    variables: freePrefix(word, (prefix) => {
      const start = variableName(prefix);
      return variables.some((name) => name.startsWith(start));
    }),
  };
}

function freePrefix(word: string, isTaken: (prefix: string) => boolean): string {
  for (let number = 1; ; number += 1) {
    const prefix = number === 1 ? `${word}-` : `${word}-${number}-`;
    if (!isTaken(prefix)) return prefix;
  }
}
