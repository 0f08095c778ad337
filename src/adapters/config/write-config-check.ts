import { createHash } from 'node:crypto';
import { type Configuration, ConfigurationError, type Diagnostic } from '../../ports/configuration-source.ts';
import { readPart } from './config-part.ts';
import { doubtsAbout } from './doubts.ts';
import { FILE_BYTES_MAX } from './read-bytes.ts';
import { configurationError } from './report.ts';
import { resolveConfiguration } from './resolve.ts';
import { compileSchemaCheck } from './schema-check.ts';
import type { SourceFile } from './source-file.ts';
import { Variables } from './variables.ts';

/** A file that is not there yet. */
export interface UnwrittenFile {
  readonly name: string;
  /** Absolute path of the folder it will lie in. */
  readonly folder: string;
  readonly text: string;
}

/** Throws a `ConfigurationError` if the file would be refused. */
export type ParseText = (file: UnwrittenFile, environment: ReadonlyMap<string, string>) => Configuration;

/** Says what a text would mean beside the other files of a configuration, by the rules by which files are loaded. */
export function createTextParser(others: readonly SourceFile[]): ParseText {
  const check = compileSchemaCheck();
  return ({ name, folder, text }, environment) => {
    const bytes = Buffer.from(text);
    if (bytes.length > FILE_BYTES_MAX) throw new ConfigurationError([TOO_LARGE]);
    const files = [...others, { name, folder, bytes }];
    const parts = files.map((file) => readPart(file, check));
    const resolved = resolveConfiguration(parts, new Variables(environment));
    const diagnostics = [...parts.flatMap((part) => part.diagnostics), ...resolved.diagnostics];
    const problems = [...parts.flatMap((part) => part.problems), ...resolved.problems];
    if (diagnostics.length + problems.length > 0) throw configurationError({ diagnostics, problems });
    const digest = createHash('sha256').update(bytes).digest('hex');
    const names = files.map((file) => file.name);
    const desired = { ...resolved.desired, doubts: doubtsAbout(parts, resolved.merged, names) };
    return { accounts: resolved.accounts, desired, digest, files: names };
  };
}

const TOO_LARGE: Diagnostic = {
  message: `the file would have more than ${FILE_BYTES_MAX / 1024 / 1024} MiB`,
  hint: 'import a part of the account at a time, with --domain',
};
