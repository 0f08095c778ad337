import type { Policy } from '../../model/policy.ts';
import { type ConfigPart, entryKey } from './config-part.ts';
import { keyOrigin, type Report } from './origin.ts';
import type { SourceFile } from './source-file.ts';

/** A value, and the file that says it. */
export interface Said<T> {
  readonly value: T;
  readonly file: SourceFile;
}

/** What a domain gets when it does not say it itself. */
export interface DefaultValues {
  readonly account?: Said<string>;
  readonly policy?: Said<Policy>;
  readonly template?: Said<string>;
  /** Everything that is said about defaults could be read: what is not here is not said. */
  readonly complete: boolean;
}

const KEYS = ['account', 'policy', 'template'] as const;

/** Merges the `defaults` of all files; each key may be said once. */
export function collectDefaults(parts: readonly ConfigPart[], report: Report): DefaultValues {
  const said: { account?: Said<string>; policy?: Said<Policy>; template?: Said<string> } = {};
  for (const { file, value } of parts) {
    const { defaults = {} } = value;
    for (const key of KEYS) {
      const first = said[key];
      if (defaults[key] === undefined || first === undefined) continue;
      report({
        at: keyOrigin(file, 'defaults', key),
        message: `the default '${key}' is set twice`,
        first: keyOrigin(first.file, 'defaults', key),
        hint: () => 'keep one of them: the defaults hold for the domains of all files',
      });
    }
    if (defaults.account !== undefined) said.account ??= { value: defaults.account, file };
    if (defaults.policy !== undefined) said.policy ??= { value: defaults.policy, file };
    if (defaults.template !== undefined) said.template ??= { value: defaults.template, file };
  }
  return { ...said, complete: parts.every(isComplete) };
}

function isComplete({ incomplete, damaged }: ConfigPart): boolean {
  return !incomplete && ![...damaged].some((key) => key.startsWith(entryKey('defaults', '')));
}
