/**
 * The word of a list that a misspelt one most likely meant, for "did you mean"; `undefined` if none is near.
 * Near is at most a third of the letters wrong, counting an insertion, a deletion, a substitution and a swap of two
 * neighbours as one each (optimal string alignment distance).
 */
export function nearestWord(misspelt: string, words: Iterable<string>): string | undefined {
  const wanted = misspelt.toLowerCase();
  let best: { readonly word: string; readonly distance: number } | undefined;
  for (const word of words) {
    const distance = alignmentDistance(wanted, word.toLowerCase());
    const near = distance <= mistakesAllowed(Math.max(wanted.length, word.length));
    if (near && (best === undefined || distance < best.distance)) best = { word, distance };
  }
  return best?.word;
}

/** In a word of two letters one wrong letter makes another word. */
function mistakesAllowed(length: number): number {
  return length < 3 ? 0 : Math.max(1, Math.floor(length / 3));
}

function alignmentDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const substitution = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + substitution,
        swapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
