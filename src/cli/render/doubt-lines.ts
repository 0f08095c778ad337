import type { Doubt } from '../../model/desired-state.ts';
import { doubtTexts } from '../../plan/doubts.ts';
import { printableText } from './printable.ts';

interface Doubtful {
  readonly doubts: readonly Doubt[];
}

/** Stands before the command that approves a plan to which nothing but a doubt objects. */
export const UNSEEN =
  'Until then deletions need a person, who is asked at a terminal, and elsewhere has to approve this very plan';

/** Why a part of the configuration may be missing, and what would be right: a sentence each. */
export function doubtLines({ doubts }: Doubtful): readonly string[] {
  return doubtTexts(doubts).map((text) => `${printableText(text)}.`);
}

export function doubtsToJson({ doubts }: Doubtful): readonly Doubt[] {
  return doubts.map((doubt) => ('file' in doubt ? { ...doubt, file: printableText(doubt.file) } : doubt));
}
