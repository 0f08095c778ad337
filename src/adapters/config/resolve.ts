import type { Account } from '../../model/account.ts';
import type { DesiredState } from '../../model/desired-state.ts';
import type { Diagnostic } from '../../ports/configuration-source.ts';
import { resolveAccounts } from './accounts.ts';
import type { AccountEntry, DomainEntry, Endpoint, WebhooksEntry } from './config-file.gen.ts';
import type { ConfigPart } from './config-part.ts';
import { collectDefaults, type DefaultValues } from './defaults.ts';
import { parseDomainKey } from './domain-key.ts';
import { resolveDomains } from './domains.ts';
import { compileEndpoints } from './endpoints.ts';
import { collectEntries, type Entry, entryOrigin, type NamedEntries } from './named-entries.ts';
import type { Problem, Report } from './origin.ts';
import { checkDefaults } from './references.ts';
import type { Variables } from './variables.ts';
import { type CompiledWebhooks, compileWebhooks, type UrlContext } from './webhook-urls.ts';

/** What all files say together, by name, as it is written. */
export interface MergedFiles {
  readonly accounts: NamedEntries<AccountEntry>;
  readonly endpoints: NamedEntries<Endpoint>;
  readonly templates: NamedEntries<WebhooksEntry>;
  /** By the one spelling of their names. */
  readonly domains: NamedEntries<DomainEntry>;
  readonly defaults: DefaultValues;
}

export interface Resolved {
  readonly accounts: readonly Account[];
  readonly desired: Omit<DesiredState, 'doubts'>;
  readonly merged: MergedFiles;
  readonly problems: readonly Problem[];
  /** What is wrong and stands in no file. */
  readonly diagnostics: readonly Diagnostic[];
}

/** From files that are right by themselves to what they mean together. With any problem the result must not be used. */
export function resolveConfiguration(parts: readonly ConfigPart[], variables: Variables): Resolved {
  const problems: Problem[] = [];
  const report: Report = (problem) => problems.push(problem);
  const merged = mergeFiles(parts, report);
  const accounts = resolveAccounts(merged.accounts, report);
  const endpointUrls = compileEndpoints(merged.endpoints, variables, report);
  const urls: UrlContext = { endpoints: merged.endpoints, endpointUrls, variables, report };
  const templates = compileTemplates(merged.templates, urls);
  const references = {
    accountEntries: merged.accounts,
    accounts,
    templateEntries: merged.templates,
    defaults: merged.defaults,
    report,
  };
  checkDefaults(references);
  const desired = resolveDomains(merged.domains, { ...references, ...urls, templates });
  const byName = [...accounts.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { accounts: byName, desired, merged, problems, diagnostics: findNoDomains(parts) };
}

function mergeFiles(parts: readonly ConfigPart[], report: Report): MergedFiles {
  return {
    accounts: collectEntries<AccountEntry>('accounts', parts, { report }),
    endpoints: collectEntries<Endpoint>('endpoints', parts, { report }),
    templates: collectEntries<WebhooksEntry>('templates', parts, { report }),
    domains: collectEntries<DomainEntry>('domains', parts, {
      report,
      keyOf: (entry) => domainKey(entry, report),
    }),
    defaults: collectDefaults(parts, report),
  };
}

function domainKey(entry: Entry<DomainEntry>, report: Report): string | undefined {
  const parsed = parseDomainKey(entry.name);
  if ('value' in parsed) return parsed.value;
  report({ at: entryOrigin('domains', entry), message: parsed.problem });
  return undefined;
}

function compileTemplates(
  templates: NamedEntries<WebhooksEntry>,
  context: UrlContext,
): ReadonlyMap<string, CompiledWebhooks> {
  return new Map(
    [...templates.entries].map(([name, { value, file }]) => [
      name,
      compileWebhooks(value, { file, path: ['templates', name] }, context),
    ]),
  );
}

/** A configuration without any domain is most likely one that was lost on its way here. */
function findNoDomains(parts: readonly ConfigPart[]): readonly Diagnostic[] {
  const some = parts.some(
    ({ incomplete, value }) => incomplete || Object.keys(value.domains ?? {}).length > 0,
  );
  if (some) return [];
  const files = parts.length === 1 ? `'${parts[0]?.file.name}' names` : `the ${parts.length} files name`;
  return [{ message: `${files} no domain`, hint: "add a section 'domains'" }];
}
