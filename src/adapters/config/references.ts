import type { Account } from '../../model/account.ts';
import type { AccountEntry, DomainEntry, WebhooksEntry } from './config-file.gen.ts';
import type { DefaultValues } from './defaults.ts';
import { type Entry, entryOrigin, type NamedEntries } from './named-entries.ts';
import { type Report, valueOrigin } from './origin.ts';
import { didYouMeanOneOf } from './suggestion.ts';

/** What domains refer to by name. */
export interface ReferenceContext {
  readonly accountEntries: NamedEntries<AccountEntry>;
  /** The accounts that are right, the one that is meant without any included. */
  readonly accounts: ReadonlyMap<string, Account>;
  readonly templateEntries: NamedEntries<WebhooksEntry>;
  readonly defaults: DefaultValues;
  readonly report: Report;
}

/** Reports defaults that refer to nothing, once, not at every domain. */
export function checkDefaults(context: ReferenceContext): void {
  const { account, template } = context.defaults;
  if (account !== undefined) {
    const at = valueOrigin(account.file, 'defaults', 'account');
    checkAccount({ name: account.value, at }, context);
  }
  if (template !== undefined) {
    const at = valueOrigin(template.file, 'defaults', 'template');
    checkTemplate({ name: template.value, at }, context);
  }
}

/** Reports the account and the template of a domain entry if they do not exist. */
export function checkReferences(entry: Entry<DomainEntry>, context: ReferenceContext): void {
  const { account, template } = entry.value ?? {};
  const { file, name } = entry;
  if (account !== undefined) {
    checkAccount({ name: account, at: valueOrigin(file, 'domains', name, 'account') }, context);
  }
  if (template !== undefined) {
    checkTemplate({ name: template, at: valueOrigin(file, 'domains', name, 'template') }, context);
  }
}

interface Reference {
  readonly name: string;
  readonly at: ReturnType<typeof valueOrigin>;
}

function checkAccount({ name, at }: Reference, { accounts, accountEntries, report }: ReferenceContext): void {
  if (accounts.has(name) || !accountEntries.isMissing(name)) return;
  const names = () => [...new Set([...accounts.keys(), ...accountEntries.entries.keys()])];
  report({ at, message: `unknown account '${name}'`, hint: () => didYouMeanOneOf(name, names()) });
}

function checkTemplate({ name, at }: Reference, { templateEntries, report }: ReferenceContext): void {
  if (!templateEntries.isMissing(name)) return;
  const names = () => [...templateEntries.entries.keys()];
  report({ at, message: `unknown template '${name}'`, hint: () => didYouMeanOneOf(name, names()) });
}

/** The name of the account a domain belongs to: its own, the default one, or the only one there is. */
export function accountNameOf(entry: Entry<DomainEntry>, context: ReferenceContext): string | undefined {
  const named = entry.value?.account ?? context.defaults.account?.value;
  if (named !== undefined) return named;
  const names = [...new Set([...context.accounts.keys(), ...context.accountEntries.entries.keys()])];
  if (names.length === 1) return names[0];
  if (!context.defaults.complete) return undefined;
  context.report({
    at: entryOrigin('domains', entry),
    message: `there are ${names.length} accounts, and '${entry.name}' names none`,
    hint: () => `add 'account' here or to the defaults: ${didYouMeanOneOf('', names) ?? 'see accounts'}`,
  });
  return undefined;
}
