import type { Place } from '../../ports/configuration-source.ts';
import { NodePlaces } from './node-places.ts';
import type { Origin } from './origin.ts';
import type { SourceFile } from './source-file.ts';
import type { SourceText, TextRange } from './source-text.ts';
import { parseYaml } from './yaml-file.ts';

export interface Located {
  readonly source: SourceText;
  readonly range: TextRange;
  /** What stands there may be an API key that somebody wrote into the file. */
  readonly secret: boolean;
}

/** Finds where origins stand, by parsing each of their files once more, one at a time. */
export function locate(origins: Iterable<Origin>): ReadonlyMap<Origin, Located> {
  const located = new Map<Origin, Located>();
  for (const [file, group] of groupByFile(origins)) {
    const { source, content } = parseYaml(file);
    if (content === undefined) continue;
    const places = new NodePlaces(content.document);
    for (const origin of group) {
      const { range, isScalar } = places.find(origin.path, origin.part);
      const secret = isScalar && origin.part === 'value' && origin.path.includes('apiKey');
      located.set(origin, { source, range, secret });
    }
  }
  return located;
}

export function placeOf({ source, range }: Located): Place {
  return source.place(range.start);
}

function groupByFile(origins: Iterable<Origin>): ReadonlyMap<SourceFile, readonly Origin[]> {
  const groups = new Map<SourceFile, Origin[]>();
  for (const origin of origins) {
    const group = groups.get(origin.file);
    if (group === undefined) groups.set(origin.file, [origin]);
    else group.push(origin);
  }
  return groups;
}
