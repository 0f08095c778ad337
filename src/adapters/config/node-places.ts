import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  visit,
  type YAMLMap,
} from 'yaml';
import type { ValuePath } from './origin.ts';
import { keyText, nodeRange } from './plain-value.ts';
import type { TextRange } from './source-text.ts';

export interface NodePlace {
  readonly range: TextRange;
  readonly isScalar: boolean;
}

/** Finds the nodes of a document by the path of their values, through aliases too. */
export class NodePlaces {
  readonly #document: Document.Parsed;
  readonly #pairs = new Map<YAMLMap, ReadonlyMap<string, Pair>>();
  #targets: ReadonlyMap<Alias, unknown> | undefined;

  constructor(document: Document.Parsed) {
    this.#document = document;
  }

  /** Where the key or the value at the end of a path stands; of a path that ends early, the last place there is. */
  find(path: ValuePath, part: 'key' | 'value'): NodePlace {
    let key: unknown;
    let node: unknown = this.#document.contents;
    for (const step of path) {
      const holder = isAlias(node) ? this.#target(node) : node;
      const pair = isMap(holder) && typeof step === 'string' ? this.#pairOf(holder, step) : undefined;
      if (pair === undefined && !isSeq(holder)) break;
      key = pair?.key;
      node = isSeq(holder) ? holder.items[Number(step)] : pair?.value;
    }
    const shown = key !== undefined && (part === 'key' || isEmpty(node)) ? key : node;
    return { range: nodeRange(shown), isScalar: isScalar(shown) };
  }

  /** The index of a map is made once: a map of ten thousand domains may have ten thousand errors. */
  #pairOf(map: YAMLMap, name: string): Pair | undefined {
    const known = this.#pairs.get(map);
    if (known !== undefined) return known.get(name);
    const pairs = new Map<string, Pair>();
    for (const pair of map.items) {
      const text = keyText(pair.key);
      if (text !== undefined && !pairs.has(text)) pairs.set(text, pair);
    }
    this.#pairs.set(map, pairs);
    return pairs.get(name);
  }

  /** The node an alias stands for: the last one with its anchor before it. */
  #target(alias: Alias): unknown {
    this.#targets ??= findTargets(this.#document);
    return this.#targets.get(alias);
  }
}

function findTargets(document: Document.Parsed): ReadonlyMap<Alias, unknown> {
  const anchored = new Map<string, unknown>();
  const targets = new Map<Alias, unknown>();
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) targets.set(node, anchored.get(node.source));
      else if (node.anchor !== undefined) anchored.set(node.anchor, node);
    },
  });
  return targets;
}

/** A value that was left out, as in `opened:`; it has no characters to point at. */
function isEmpty(node: unknown): boolean {
  return (
    node === null || node === undefined || (isScalar(node) && node.source === '' && node.type === 'PLAIN')
  );
}
