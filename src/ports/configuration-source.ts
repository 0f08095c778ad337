import type { Account } from '../model/account.ts';
import type { DesiredState } from '../model/desired-state.ts';

/** A valid configuration: everything one generation of files says. */
export interface Configuration {
  /** Sorted by name. */
  readonly accounts: readonly Account[];
  readonly desired: DesiredState;
  /** SHA-256 of all files, in hexadecimal: equal configurations have equal digests. */
  readonly digest: string;
  /** The files that were read, as the user would name them, sorted. */
  readonly files: readonly string[];
}

export interface ConfigurationSource {
  /** All of the configuration, or a `ConfigurationError` with everything that is wrong with it. */
  load(): Promise<Configuration>;
}

/** A place in a file. Line and column count from 1; the column counts characters. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong, where, and what would be right. Free of secrets, the source line included. */
export interface Diagnostic {
  /** Absent if the problem is not in a file, such as a folder that does not exist. */
  readonly place?: Place;
  readonly message: string;
  /** What would be right, such as `did you mean 'delivered'?`. */
  readonly hint?: string;
  /** The line of the file, tabs as they are, and how many characters of it are meant. */
  readonly source?: { readonly line: string; readonly length: number };
}

/** A person must edit the configuration. Nothing may be planned from it, not even from its valid parts. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly diagnostics: readonly Diagnostic[];
  readonly total: number;

  /** `total` counts the errors, also those that are too many to be shown. */
  constructor(diagnostics: readonly Diagnostic[], total: number = diagnostics.length) {
    super(`The configuration has ${total === 1 ? 'an error' : `${total} errors`}`);
    this.diagnostics = diagnostics;
    this.total = total;
  }
}
