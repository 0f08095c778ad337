import type { Account } from '../../model/account.ts';
import type { DesiredDomain } from '../../model/desired-state.ts';
import { readPart } from './config-part.ts';
import type { FileSourceOptions } from './file-source.ts';
import { readGeneration } from './generation.ts';
import { configurationError } from './report.ts';
import { resolveConfiguration } from './resolve.ts';
import { compileSchemaCheck } from './schema-check.ts';
import type { SourceFile } from './source-file.ts';
import { Variables } from './variables.ts';

export interface ConfiguredAccounts {
  /** Sorted by name. */
  readonly accounts: readonly Account[];
  /** The domains that it names. */
  readonly domains: readonly DesiredDomain[];
  /** Whether a domain that names no template gets one. */
  readonly hasDefaultTemplate: boolean;
  /** The names of its templates and endpoints. */
  readonly names: readonly string[];
  /** The files that were read. */
  readonly files: readonly SourceFile[];
}

/**
 * The accounts of a configuration that may still be without domains, as it is before an import. Throws a
 * `ConfigurationError` for anything else that is wrong with it.
 */
export async function loadAccounts(options: FileSourceOptions): Promise<ConfiguredAccounts> {
  const { paths, workingDirectory, variables, pause = () => Promise.resolve() } = options;
  const { files } = await readGeneration({ paths, workingDirectory, pause });
  const check = compileSchemaCheck();
  const parts = files.map((file) => readPart(file, check));
  const resolved = resolveConfiguration(parts, new Variables(variables));
  const diagnostics = parts.flatMap((part) => part.diagnostics);
  const problems = [...parts.flatMap((part) => part.problems), ...resolved.problems];
  if (diagnostics.length + problems.length > 0) throw configurationError({ diagnostics, problems });
  const { endpoints, templates, defaults } = resolved.merged;
  return {
    accounts: resolved.accounts,
    domains: resolved.desired.domains,
    hasDefaultTemplate: defaults.template !== undefined,
    names: [...endpoints.entries.keys(), ...templates.entries.keys()],
    files,
  };
}
