import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml';
import type { Finding } from './diagnostic.ts';
import type { SourceText, TextRange } from './source-text.ts';

/** Values that aliases may add to a file; a few nested lists of aliases would otherwise stand for billions. */
const ALIASED_VALUES_MAX = 1_000_000;

export interface PlainValue {
  /** Maps are objects without a prototype, so that no key means anything but itself. */
  readonly value: unknown;
  readonly findings: readonly Finding[];
  /** Something is missing from the value, so that a name may be defined that is not seen. */
  readonly incomplete: boolean;
}

/** The value of a document, and everything that makes it ambiguous. Linear in the length of the text. */
export function plainValue(source: SourceText, document: Document.Parsed): PlainValue {
  const reader = new PlainReader(source);
  const value = reader.read(document.contents);
  return { value, findings: reader.findings, incomplete: reader.incomplete };
}

interface Anchored {
  /** Absent while the anchored value is still being read, and so contains whatever refers to it. */
  readonly read?: { readonly value: unknown; readonly size: number };
}

class PlainReader {
  readonly findings: Finding[] = [];
  incomplete = false;
  readonly #source: SourceText;
  readonly #anchors = new Map<string, Anchored>();
  /** Values read so far, those behind aliases counted at every use. */
  #size = 0;

  constructor(source: SourceText) {
    this.#source = source;
  }

  read(node: unknown): unknown {
    this.#size += 1;
    if (isAlias(node)) return this.#readAlias(node);
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor === undefined) return this.#readContent(node);
    const sizeBefore = this.#size;
    this.#anchors.set(anchor, {});
    const value = this.#readContent(node);
    this.#anchors.set(anchor, { read: { value, size: this.#size - sizeBefore + 1 } });
    return value;
  }

  #readContent(node: unknown): unknown {
    if (isScalar(node)) return node.value;
    if (isMap(node)) return this.#readMap(node);
    if (isSeq(node)) return node.items.map((item) => this.read(item));
    return null;
  }

  #readMap(map: YAMLMap): Readonly<Record<string, unknown>> {
    const value: Record<string, unknown> = Object.create(null);
    const seen = new Map<string, TextRange>();
    for (const pair of map.items) {
      const key = this.#readKey(pair);
      const item = this.read(pair.value);
      if (key === undefined) continue;
      const first = seen.get(key.name);
      if (first === undefined) seen.set(key.name, key.range);
      else this.#duplicate(key, first);
      if (first === undefined) value[key.name] = item;
    }
    return value;
  }

  #readKey({ key }: Pair): Key | undefined {
    const range = nodeRange(key);
    if (isScalar(key) && key.anchor !== undefined) this.read(key);
    if (isScalar(key) && typeof key.value === 'string') {
      if (key.value !== '<<') return { name: key.value, range };
      const hint = 'share webhooks through a template';
      return this.#lose({ range, message: "merge keys ('<<') are not part of YAML 1.2", hint });
    }
    if (!isScalar(key)) {
      const message = 'a key must be text, not an alias, a list or a map';
      return this.#lose({ range, message, hint: 'put the key in quotes' });
    }
    const text = key.source ?? '';
    if (text === '')
      return this.#lose({ range, message: 'a key is empty', hint: 'write a name before the colon' });
    const kind = KINDS.get(typeof key.value) ?? 'empty';
    const message = `a key must be text, and ${text} without quotes is ${kind}`;
    this.findings.push({ range, message, hint: `write '${text}' in quotes` });
    return { name: text, range };
  }

  #duplicate({ name, range }: Key, first: TextRange): void {
    const { file, line, column } = this.#source.place(first.start);
    const message = `'${name}' is written twice, first at ${file}:${line}:${column}`;
    this.findings.push({ range, message, hint: 'keep one of them' });
  }

  #readAlias(alias: Alias): unknown {
    const range = nodeRange(alias);
    const name = alias.source;
    const anchored = this.#anchors.get(name);
    if (anchored === undefined) {
      const message = `'*${name}' is an alias, and there is no anchor '&${name}' before it`;
      return this.#lose({ range, message, hint: 'put a text that starts with * in quotes' });
    }
    if (anchored.read === undefined) {
      const message = `the alias '*${name}' stands inside the value it refers to`;
      return this.#lose({ range, message, hint: 'write the value out' });
    }
    return this.#expand(range, anchored.read);
  }

  #expand(range: TextRange, { value, size }: NonNullable<Anchored['read']>): unknown {
    const before = this.#size;
    this.#size += size;
    if (this.#size <= ALIASED_VALUES_MAX) return value;
    const message = `the aliases of the file stand for more than ${ALIASED_VALUES_MAX} values`;
    if (before <= ALIASED_VALUES_MAX) return this.#lose({ range, message, hint: 'write the values out' });
    return undefined;
  }

  /** A value that cannot be told is `undefined`, of which the schema makes no second error. */
  #lose(finding: Finding): undefined {
    this.findings.push(finding);
    this.incomplete = true;
    return undefined;
  }
}

const KINDS: ReadonlyMap<string, string> = new Map([
  ['boolean', 'true or false'],
  ['number', 'a number'],
]);

interface Key {
  readonly name: string;
  readonly range: TextRange;
}

/** The key of a map as text, also where YAML makes a number of it; `undefined` for what is no text at all. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === 'string' ? key.value : key.source;
}

/** Where a node stands, comments after it excluded. */
export function nodeRange(node: unknown): TextRange {
  if (!(isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)) || !node.range) {
    return { start: 0, end: 0 };
  }
  const [start, end] = node.range;
  return { start, end };
}
