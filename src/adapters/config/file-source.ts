import { createHash } from 'node:crypto';
import type { AccountName } from '../../model/account.ts';
import type { DomainName } from '../../model/domain-name.ts';
import {
  type Configuration,
  ConfigurationError,
  type ConfigurationSource,
} from '../../ports/configuration-source.ts';
import { type ConfigPart, readPart } from './config-part.ts';
import type { DomainExplanation } from './domain-explanation.ts';
import { doubtsAbout } from './doubts.ts';
import { explainDomain } from './explain.ts';
import { type Generation, readGeneration } from './generation.ts';
import { configurationError } from './report.ts';
import { type Resolved, resolveConfiguration } from './resolve.ts';
import { compileSchemaCheck, type SchemaCheck } from './schema-check.ts';
import type { SourceFile } from './source-file.ts';
import { Variables } from './variables.ts';

export interface FileSourceOptions {
  /** Files, folders and patterns, as the user named them. */
  readonly paths: readonly string[];
  /** The environment; only `MGHOOKS_VAR_*` entries are ever looked at. */
  readonly variables: ReadonlyMap<string, string>;
  /** What relative paths start at. */
  readonly workingDirectory: string;
  /**
   * Waits: before files that are being written are read again, and now and then for 0 ms while many files are parsed,
   * so that other work goes on. Without it nothing waits.
   */
  readonly pause?: (ms: number) => Promise<void>;
}

/** A configuration that can say where its parts come from. It holds the bytes of its files. */
export interface LoadedConfiguration extends Configuration {
  /** `undefined` for a domain that is neither named nor matched by a pattern (of the account, if one is given). */
  explain(domain: DomainName, account?: AccountName): DomainExplanation | undefined;
}

export interface FileSource extends ConfigurationSource {
  loadWithOrigins(): Promise<LoadedConfiguration>;
}

/** The configuration in files. `load` is cheap while the files stay as they are, valid or not. */
export function createFileSource(options: FileSourceOptions): FileSource {
  return new CheckedFileSource(options);
}

/** Bytes parsed before other work gets a turn; about a tenth of a second. */
const BYTES_A_TURN = 512 * 1024;

interface Loaded {
  readonly configuration: Configuration;
  readonly resolved: Resolved;
}

class CheckedFileSource implements FileSource {
  readonly #options: FileSourceOptions;
  readonly #pause: (ms: number) => Promise<void>;
  #check: SchemaCheck | undefined;
  #last: { readonly identity: string; readonly outcome: Configuration | ConfigurationError } | undefined;

  constructor(options: FileSourceOptions) {
    this.#options = options;
    this.#pause = options.pause ?? (() => Promise.resolve());
  }

  async load(): Promise<Configuration> {
    const generation = await this.#read();
    const identity = [generation.digest, ...generation.files.map(({ name }) => name)].join('\n');
    const known = this.#last?.identity === identity ? this.#last.outcome : undefined;
    const outcome = known ?? (await this.#outcomeOf(generation));
    this.#last = { identity, outcome };
    if (outcome instanceof ConfigurationError) throw outcome;
    return outcome;
  }

  async loadWithOrigins(): Promise<LoadedConfiguration> {
    const { configuration, resolved } = await this.#resolve(await this.#read());
    const context = { merged: resolved.merged, desired: configuration.desired };
    return { ...configuration, explain: (domain, account) => explainDomain(domain, account, context) };
  }

  /** What the bytes of the files mean, which is the same however often they are read. */
  async #outcomeOf(generation: Generation): Promise<Configuration | ConfigurationError> {
    try {
      return (await this.#resolve(generation)).configuration;
    } catch (error) {
      if (error instanceof ConfigurationError) return error;
      throw error;
    }
  }

  #read(): Promise<Generation> {
    const { paths, workingDirectory } = this.#options;
    return readGeneration({ paths, workingDirectory, pause: this.#pause });
  }

  async #resolve({ files, digest }: Generation): Promise<Loaded> {
    const parts = await this.#readParts(files);
    const variables = new Variables(this.#options.variables);
    const resolved = resolveConfiguration(parts, variables);
    const diagnostics = [...parts.flatMap((part) => part.diagnostics), ...resolved.diagnostics];
    const problems = [...parts.flatMap((part) => part.problems), ...resolved.problems];
    if (diagnostics.length + problems.length > 0) throw configurationError({ diagnostics, problems });
    const { accounts } = resolved;
    const doubts = doubtsAbout(parts, resolved.merged, this.#options.paths);
    const desired = { ...resolved.desired, doubts };
    const names = files.map(({ name }) => name);
    return {
      configuration: { accounts, desired, digest: digestWith(digest, variables.used()), files: names },
      resolved,
    };
  }

  async #readParts(files: readonly SourceFile[]): Promise<readonly ConfigPart[]> {
    this.#check ??= compileSchemaCheck();
    const parts: ConfigPart[] = [];
    let bytes = 0;
    for (const file of files) {
      parts.push(readPart(file, this.#check));
      bytes += file.bytes.length;
      if (bytes < BYTES_A_TURN) continue;
      bytes = 0;
      await this.#pause(0);
    }
    return parts;
  }
}

/** The values of variables are part of what the files mean, so another value is another configuration. */
function digestWith(filesDigest: string, variables: ReadonlyMap<string, string>): string {
  if (variables.size === 0) return filesDigest;
  const values = [...variables].map(([name, value]) => JSON.stringify([name, value])).sort();
  return createHash('sha256')
    .update([filesDigest, ...values].join('\n'))
    .digest('hex');
}
