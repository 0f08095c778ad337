/**
 * What the process tells its caller.
 *
 * | code | meaning                                                             |
 * |------|---------------------------------------------------------------------|
 * | 0    | done, or nothing to do                                              |
 * | 1    | something failed: a domain unread, a conflict, a change not applied |
 * | 2    | changes are pending, with `--detailed-exitcode`                     |
 * | 3    | refused: by a guard, because nobody said yes, or a saved plan no longer fits |
 * | 4    | bad configuration or usage                                          |
 *
 * A command that is interrupted before it is done exits with 130 (SIGINT) or 143 (SIGTERM), as the shell expects.
 */
export const EXIT = { done: 0, failed: 1, pending: 2, refused: 3, usage: 4 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Bad usage, or something a person must set right before anything can run. Ends the command with code 4. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The result could not be put where it was asked for. Ends the command with code 1. */
export class SavingError extends Error {
  override readonly name = 'SavingError';
}

/** The process was told to stop before there was anything to show. Ends the command with code 1, or the signal's. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}
