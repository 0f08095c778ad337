import type { Account } from '../../model/account.ts';
import type { DesiredState } from '../../model/desired-state.ts';
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
  /** What it asks for so far. */
  readonly desired: Omit<DesiredState, 'doubts'>;
  /** Whether a domain that names no template gets one. */
  readonly hasDefaultTemplate: boolean;
  /** The names of its templates and endpoints. */
  readonly names: readonly string[];
  /** The variables that its files mention, be it in a comment. */
  readonly variables: readonly string[];
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
  return readAccounts(files, variables);
}

/** The same of files that are read already. */
export function readAccounts(
  files: readonly SourceFile[],
  environment: ReadonlyMap<string, string>,
): ConfiguredAccounts {
  const check = compileSchemaCheck();
  const parts = files.map((file) => readPart(file, check));
  const resolved = resolveConfiguration(parts, new Variables(environment));
  const diagnostics = parts.flatMap((part) => part.diagnostics);
  const problems = [...parts.flatMap((part) => part.problems), ...resolved.problems];
  if (diagnostics.length + problems.length > 0) throw configurationError({ diagnostics, problems });
  const { endpoints, templates, defaults } = resolved.merged;
  return {
    accounts: resolved.accounts,
    desired: resolved.desired,
    hasDefaultTemplate: defaults.template !== undefined,
    names: [...endpoints.entries.keys(), ...templates.entries.keys()],
    variables: mentionedVariables(files),
    files,
  };
}

/** Sorted, each once. */
export function mentionedVariables(files: readonly SourceFile[]): readonly string[] {
  const all = files.flatMap(
    ({ bytes }) =>
      Buffer.from(bytes)
        .toString('utf8')
        .match(/MGHOOKS_VAR_\w+/g) ?? [],
  );
  return [...new Set(all)].sort();
}
