import type { Account } from '../model/account.ts';
import type { Doubt } from '../model/desired-state.ts';

/** Files that are named; the others of thousands are counted. */
const NAMED_MAX = 3;

/** What is doubtful about a configuration, as far as one of the accounts minds. */
export function mindedDoubts(
  doubts: readonly Doubt[],
  accounts: readonly Pick<Account, 'guard'>[],
): readonly Doubt[] {
  return accounts.some(({ guard }) => guard.requireEndMark) ? doubts : [];
}

/** What is doubtful about a configuration, and what would be right: a sentence for each kind, without a full stop. */
export function doubtTexts(doubts: readonly Doubt[]): readonly string[] {
  const files = doubts.flatMap((doubt) => (doubt.kind === 'no-end-mark' ? [doubt.file] : []));
  return [
    ...(files.length > 0 ? [noEndMark(files)] : []),
    ...(doubts.some(({ kind }) => kind === 'no-accounts') ? [NO_ACCOUNTS] : []),
  ];
}

function noEndMark(files: readonly string[]): string {
  const names = namesOf(files);
  return files.length === 1
    ? `${names} does not end with the line '...', so it may have been cut off: if it is whole, add that line at its end`
    : `${names} do not end with the line '...', so they may have been cut off: if they are whole, add that line at their ends`;
}

function namesOf(files: readonly string[]): string {
  const more = files.length - NAMED_MAX;
  if (more > 0) return `${files.slice(0, NAMED_MAX).join(', ')} and ${more} more`;
  const last = files.at(-1) ?? '';
  return files.length < 2 ? last : `${files.slice(0, -1).join(', ')} and ${last}`;
}

const NO_ACCOUNTS =
  "no file has a section 'accounts', so the file that had it may be missing: add one, be it 'accounts: { default: { apiKey: { env: MAILGUN_API_KEY } } }'";
