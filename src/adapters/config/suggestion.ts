import { nearestWord } from '../../model/nearest-word.ts';

/** `did you mean 'policy'?` if a word of the list is near, else the list if it is short enough to be read. */
export function didYouMean(misspelt: string, words: Iterable<string>): string | undefined {
  const candidates = [...words].filter((word) => similarLength(word, misspelt));
  const nearest = nearestWord(misspelt, candidates);
  return nearest === undefined ? undefined : `did you mean '${nearest}'?`;
}

const LISTED_MAX = 12;

/** The same, or all the words if none is near and they are few. */
export function didYouMeanOneOf(misspelt: string, words: readonly string[]): string | undefined {
  const suggestion = didYouMean(misspelt, words);
  if (suggestion !== undefined || words.length > LISTED_MAX) return suggestion;
  if (words.length === 0) return 'no file defines one';
  return words.length === 1 ? `there is only ${words[0]}` : `there are ${words.join(', ')}`;
}

/** Two words of very different length are never near; comparing all of ten thousand would take seconds. */
function similarLength(a: string, b: string): boolean {
  return Math.abs(a.length - b.length) <= Math.max(1, Math.max(a.length, b.length) / 3);
}
