import type { AccountOptions } from './session.ts';
import { shellWords } from './shell-words.ts';

/**
 * The `mghooks apply` that carries out what a command with these options planned: with every option that decides what
 * is planned, or whether it may be asked for, and none of those about speed and looks. A saved plan says itself of which
 * accounts and domains it is.
 */
export function applyLine(options: AccountOptions, planFile?: string): string {
  const narrowing = [...each('--account', options.account), ...each('--domain', options.domain)];
  return shellWords([
    'mghooks',
    'apply',
    ...(planFile === undefined ? [] : [planFile]),
    ...lasting(options),
    ...(planFile === undefined ? narrowing : []),
  ]);
}

/** The `mghooks plan` that saves a new plan in the place of an old one. */
export function planAgainLine(options: AccountOptions, planFile: string): string {
  return shellWords(['mghooks', 'plan', '--out', planFile, ...lasting(options)]);
}

/** The `mghooks plan` of an account that was imported into the configuration. */
export function planAccountLine(options: Pick<AccountOptions, 'config'>, account: string): string {
  return shellWords(['mghooks', 'plan', ...each('--config', options.config), '--account', account]);
}

function lasting({ config, allowHost }: AccountOptions): readonly string[] {
  return [...each('--config', config), ...each('--allow-host', allowHost)];
}

function each(flag: string, values: readonly string[] | undefined): readonly string[] {
  return (values ?? []).flatMap((value) => [flag, value]);
}
