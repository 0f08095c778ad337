import { resolve } from 'node:path';
import type { Document } from 'yaml';
import { ConfigurationError } from '../../ports/configuration-source.ts';
import { decode } from './decode.ts';
import { diagnosticAt, type Finding } from './diagnostic.ts';
import { plainValue } from './plain-value.ts';
import { readBytes } from './read-bytes.ts';
import type { SourceFile } from './source-file.ts';
import type { SourceText } from './source-text.ts';
import { parseYamlDocument } from './yaml-document.ts';

/** A file as YAML: its value as far as it can be told, and everything that is wrong with it as YAML. */
export interface ParsedYaml {
  readonly source: SourceText;
  /** Absent if the file is no YAML at all. */
  readonly content?: YamlContent;
  readonly findings: readonly Finding[];
}

export interface YamlContent {
  readonly document: Document.Parsed;
  /** Maps are objects without a prototype. A key that occurs twice has its first value. */
  readonly value: unknown;
  /** Something is missing from the value that could not be told. */
  readonly incomplete: boolean;
}

/** Parses a file as one document of strict YAML 1.2. JSON is read too, as a part of YAML. */
export function parseYaml(file: Pick<SourceFile, 'name' | 'bytes'>): ParsedYaml {
  const { source, finding } = decode(file);
  if (finding !== undefined) return { source, findings: [finding] };
  const parsed = parseYamlDocument(source);
  if ('findings' in parsed) return { source, findings: parsed.findings };
  const { document } = parsed;
  const { findings, ...plain } = plainValue(source, document);
  return { source, content: { document, ...plain }, findings };
}

/**
 * Reads one YAML or JSON file that is no configuration, such as what the emulator starts with. The value is plain; maps
 * are objects without a prototype. Throws a `ConfigurationError` if the file cannot be read or parsed.
 */
export async function readYamlFile(path: string, workingDirectory: string): Promise<unknown> {
  const read = await readBytes(resolve(workingDirectory, path));
  if (read.kind !== 'read') {
    const reason = read.kind === 'gone' ? 'there is no such file' : read.reason;
    throw new ConfigurationError([{ message: `cannot read '${path}': ${reason}` }]);
  }
  const { source, content, findings } = parseYaml({ name: path, bytes: read.bytes });
  if (content !== undefined && findings.length === 0) return content.value;
  throw new ConfigurationError(findings.map((finding) => diagnosticAt(source, finding)));
}
