import type { WritePorts } from '../app/ports.ts';
import type { Configuration } from '../ports/configuration-source.ts';
import { lockAccounts } from './apply-lock.ts';
import { composeWriting } from './compose-writing.ts';
import type { Context } from './context.ts';
import { type AccountOptions, openParts, type Session } from './session.ts';

/** A session that can also write. */
export interface WriteSession extends Session {
  readonly writePorts: WritePorts;
}

/**
 * For commands that write; all others open a `Session`. Until it is closed, no other command can open one on the same
 * accounts.
 */
export async function openWriteSession(
  context: Context,
  options: AccountOptions,
  loaded?: Configuration,
): Promise<WriteSession> {
  const { session, parts } = await openParts(context, options, loaded);
  const { composition } = session;
  const lock = await lockAccounts(context, options, parts).catch(async (error: unknown) => {
    await composition.close();
    throw error;
  });
  const close = async (): Promise<void> => {
    await composition.close();
    // Last, when nothing of ours is under way any more.
    await lock.release();
  };
  return {
    ...session,
    composition: { ...composition, close },
    writePorts: composeWriting({ ...parts, leadership: lock }, composition),
  };
}
