import { mindedDoubts } from '../../plan/doubts.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { doubtLines, doubtsToJson } from '../render/doubt-lines.ts';
import { jsonDocument } from '../render/plan.ts';
import { plural } from '../render/plan-facts.ts';
import { type AccountOptions, configurationSource } from '../session.ts';

export type ValidateOptions = Pick<AccountOptions, 'config' | 'output' | 'color'>;

/** Checks the configuration alone: no key, no network. Errors are thrown, and shown by the caller of all commands. */
export async function validateCommand(context: Context, options: ValidateOptions): Promise<ExitCode> {
  const { accounts, desired, digest, files } = await configurationSource(context, options.config).load();
  const doubts = mindedDoubts(desired.doubts, accounts);
  const counts = { files: files.length, accounts: accounts.length, domains: desired.domains.length };
  const text = [
    plural(counts.files, 'file'),
    plural(counts.accounts, 'account'),
    plural(counts.domains, 'domain'),
    plural(desired.patterns.length, 'pattern'),
  ].join(', ');
  const json = {
    formatVersion: 1,
    valid: true,
    configurationDigest: digest,
    ...counts,
    patterns: desired.patterns.length,
    doubts: doubtsToJson({ doubts }),
  };
  const notes = doubtLines({ doubts }).map((line) => `Note: ${line}\n`);
  context.terminal.stdout.write(
    options.output === 'json'
      ? jsonDocument(json)
      : `The configuration is valid: ${text}.\n${notes.join('')}`,
  );
  return EXIT.done;
}
