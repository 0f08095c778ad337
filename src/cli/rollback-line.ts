import type { AccountOptions } from './session.ts';
import { shellWords } from './shell-words.ts';

/** The `mghooks rollback` that plans the same way back as a command with these options did. */
export function rollbackLine(options: AccountOptions, planId: string): string {
  const each = (flag: string, values: readonly string[] | undefined) =>
    (values ?? []).flatMap((value) => [flag, value]);
  return shellWords([
    'mghooks',
    'rollback',
    planId,
    ...each('--config', options.config),
    ...each('--allow-host', options.allowHost),
    ...each('--account', options.account),
    ...each('--domain', options.domain),
    ...(typeof options.stateDir === 'string' ? ['--state-dir', options.stateDir] : []),
  ]);
}
