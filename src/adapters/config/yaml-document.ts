import { Composer, type Document, Lexer, Parser, type YAMLError } from 'yaml';
import type { Finding } from './diagnostic.ts';
import type { SourceText } from './source-text.ts';
import { yamlFinding } from './yaml-finding.ts';

/**
 * Parts of a text that may be open at the same time: a map and its entry, a list and its item. A configuration needs
 * about ten. The composer works by recursion, and too deep a text ends the process, not just the parsing.
 */
const OPEN_PARTS_MAX = 100;

const OPTIONS = {
  version: '1.2',
  schema: 'core',
  merge: false,
  resolveKnownTags: false,
  prettyErrors: false,
  // Checked while the values are made: the library compares each key with all earlier ones of its map.
  uniqueKeys: false,
} as const;

export type ParsedDocument =
  | { readonly document: Document.Parsed }
  | { readonly findings: readonly Finding[] };

/** Reads one document of strict YAML 1.2. What the library only warns of, such as an unknown tag, is an error here. */
export function parseYamlDocument(source: SourceText): ParsedDocument {
  const parser = new Parser();
  const composer = new Composer(OPTIONS);
  const documents: Document.Parsed[] = [];
  for (const lexeme of new Lexer().lex(source.text)) {
    for (const token of parser.next(lexeme)) documents.push(...composer.next(token));
    if (parser.stack.length > OPEN_PARTS_MAX) return { findings: [tooDeep(parser.offset)] };
    if (documents.length > 0) break;
  }
  for (const token of parser.end()) documents.push(...composer.next(token));
  documents.push(...composer.end(true, source.text.length));
  return checkDocuments(source, documents);
}

function tooDeep(offset: number): Finding {
  return {
    range: { start: offset - 1, end: offset },
    message: 'the values are nested too deeply',
    hint: 'a configuration file needs five levels',
  };
}

function checkDocuments(source: SourceText, documents: readonly Document.Parsed[]): ParsedDocument {
  const [document, second] = documents;
  if (document === undefined) return { findings: [] };
  if (second !== undefined)
    return { findings: [document.directives.docEnd ? afterEndMark(second) : secondDocument(second)] };
  const oldVersion = findOldVersion(source, document);
  if (oldVersion !== undefined) return { findings: [oldVersion] };
  const errors = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  if (errors.length === 0) return { document };
  const behindMark = errors.find((error) => /^\.{3}[ \t]/.test(source.lineAt(error.pos[0]).text));
  if (behindMark !== undefined) return { findings: [afterEndMark({ range: behindMark.pos })] };
  return { findings: telling(source, errors).map((error) => yamlFinding(source, error)) };
}

function afterEndMark({ range: [start] }: { readonly range: readonly [number, ...number[]] }): Finding {
  return {
    range: { start, end: start + 1 },
    message: "this stands after the end mark '...'",
    hint: 'the mark ends the file, and only comments may follow: put it on a line of its own, the last one',
  };
}

function secondDocument({ range: [start] }: Document.Parsed): Finding {
  return {
    range: { start, end: start + 1 },
    message: 'a second YAML document starts here',
    hint: 'a file holds one document: put the other into a file of its own',
  };
}

function findOldVersion({ text }: SourceText, document: Document.Parsed): Finding | undefined {
  if (document.directives.yaml.version === '1.2') return undefined;
  const start = Math.max(0, text.search(/^%YAML/m));
  return {
    range: { start, end: start + '%YAML 1.1'.length },
    message: 'only YAML 1.2 is read: in YAML 1.1 yes, no, on and off are not text',
    hint: 'remove the %YAML line',
  };
}

/** The first error of each line, up to where the parser lost its way: what follows that is noise. */
function telling(source: SourceText, errors: readonly YAMLError[]): readonly YAMLError[] {
  const lines = new Set<number>();
  const told: YAMLError[] = [];
  for (const error of errors) {
    const { line } = source.place(error.pos[0]);
    if (!lines.has(line)) told.push(error);
    lines.add(line);
    if (error.code === 'UNEXPECTED_TOKEN' || error.code === 'BAD_ALIAS') break;
  }
  return told;
}
