import { createHash } from 'node:crypto';
import { type Configuration, ConfigurationError, type Diagnostic } from '../../ports/configuration-source.ts';
import { readPart } from './config-part.ts';
import { FILE_BYTES_MAX } from './read-bytes.ts';
import { configurationError } from './report.ts';
import { resolveConfiguration } from './resolve.ts';
import { compileSchemaCheck } from './schema-check.ts';
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

/** Says what a text would mean as the only file of a configuration, by the rules by which files are loaded. */
export function createTextParser(): ParseText {
  const check = compileSchemaCheck();
  return ({ name, folder, text }, environment) => {
    const bytes = Buffer.from(text);
    if (bytes.length > FILE_BYTES_MAX) throw new ConfigurationError([TOO_LARGE]);
    const part = readPart({ name, folder, bytes }, check);
    const resolved = resolveConfiguration([part], new Variables(environment));
    const diagnostics = [...part.diagnostics, ...resolved.diagnostics];
    const problems = [...part.problems, ...resolved.problems];
    if (diagnostics.length + problems.length > 0) throw configurationError({ diagnostics, problems });
    const digest = createHash('sha256').update(bytes).digest('hex');
    return { accounts: resolved.accounts, desired: resolved.desired, digest, files: [name] };
  };
}

const TOO_LARGE: Diagnostic = {
  message: `the file would have more than ${FILE_BYTES_MAX / 1024 / 1024} MiB`,
  hint: 'import a part of the account at a time, with --domain',
};
