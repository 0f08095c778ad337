import {
  type ConfiguredAccounts,
  mentionedVariables,
  readAccounts,
} from '../adapters/config/configured-accounts.ts';
import type { SourceFile } from '../adapters/config/source-file.ts';
import type { ImportRequest } from '../app/import-account.ts';
import { ConfigurationError } from '../ports/configuration-source.ts';
import type { Context } from './context.ts';
import { UsageError } from './exit-code.ts';
import type { ChosenAccount } from './import-account-choice.ts';
import { type FileChoice, standingOf } from './import-files.ts';

/** What is written is a part of a configuration. */
export interface ImportPart {
  /** The other parts. */
  readonly neighbours: readonly SourceFile[];
  readonly beside: NonNullable<ImportRequest['beside']>;
}

/**
 * What the written file will be a part of; nothing if it is a whole configuration. What stands in a file that is
 * replaced counts for nothing. Refuses to replace one that the others cannot do without.
 */
export async function importPart(
  context: Context,
  files: FileChoice,
  { account, origin }: ChosenAccount,
): Promise<ImportPart | undefined> {
  const { environment } = context;
  const { neighbours, replaced } = await standingOf(context, files, origin);
  if (neighbours.length === 0) return undefined;
  const others = replaced === undefined ? origin : readWithout(replaced, neighbours, environment);
  if (replaced !== undefined && !others.accounts.some(({ name }) => name === account.name)) {
    throw new UsageError(
      `'${replaced.name}' declares account '${account.name}', and a part that takes its place would not: choose another file, or move 'accounts' into a file of its own`,
    );
  }
  const own = mentionedVariables(replaced === undefined ? [] : [replaced]);
  const set = [...environment.keys()].filter((name) => !own.includes(name));
  const { hasDefaultTemplate, names, desired } = others;
  const beside = { hasDefaultTemplate, desired, taken: { names, variables: [...others.variables, ...set] } };
  return { neighbours, beside };
}

function readWithout(
  { name }: SourceFile,
  neighbours: readonly SourceFile[],
  environment: ReadonlyMap<string, string>,
): ConfiguredAccounts {
  try {
    return readAccounts(neighbours, environment);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const [first] = error.diagnostics;
    throw new UsageError(
      `'${name}' cannot be replaced, as other files need what stands in it (${first?.place?.file}: ${first?.message}): choose another file`,
    );
  }
}
