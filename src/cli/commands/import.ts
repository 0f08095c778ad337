import { dirname, resolve } from 'node:path';
import { configurationText } from '../../adapters/config/write-config.ts';
import { createTextParser } from '../../adapters/config/write-config-check.ts';
import { variablesText } from '../../adapters/config/write-config-variables.ts';
import {
  type ImportPorts,
  type ImportRequest,
  type ImportResult,
  importAccount,
} from '../../app/import-account.ts';
import type { Account } from '../../model/account.ts';
import type { Policy } from '../../model/policy.ts';
import type { Imported } from '../../plan/fold/imported.ts';
import type { Configuration } from '../../ports/configuration-source.ts';
import type { Journal } from '../../ports/journal.ts';
import { planAccountLine } from '../apply-line.ts';
import { compose } from '../compose.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, StoppedError, UsageError } from '../exit-code.ts';
import { type AccountChoice, chooseAccount } from '../import-account-choice.ts';
import { checkFiles, type FileChoice, writeFiles } from '../import-files.ts';
import { type ImportPart, importPart } from '../import-part.ts';
import { importFailure, importSummary } from '../render/import-summary.ts';
import { printableUrl } from '../render/printable.ts';
import { type AccountOptions, openParts } from '../session.ts';
import { shellWords } from '../shell-words.ts';

export interface ImportOptions extends Omit<AccountOptions, 'output' | 'baseUrl'>, AccountChoice, FileChoice {
  readonly policy: Policy;
  readonly partial?: boolean;
}

/** Writes the configuration of an account that has none. Holds nothing that can write to Mailgun. */
export async function importCommand(context: Context, options: ImportOptions): Promise<ExitCode> {
  const chosen = await chooseAccount(context, options);
  const { account } = chosen;
  await checkFiles(context, options);
  const part = await importPart(context, options, chosen);
  const { parts } = await openParts(context, sessionOptions(options), everyDomainOf(account));
  const counted = countRequests(parts.journal);
  const composition = compose({ ...parts, journal: counted });
  try {
    const ports = { ...composition.readPorts, ...textPorts(context, options, part) };
    const result = await importAccount(ports, {
      ...requestOf(options),
      account,
      ...(part === undefined ? {} : { beside: part.beside }),
      signal: context.signal,
    });
    return await conclude(context, options, { result, account, requests: counted.requests() });
  } finally {
    await composition.close();
  }
}

/** The account itself is chosen already, and `--base-url` is part of it. */
function sessionOptions({ account: _, baseUrl: __, ...options }: ImportOptions): AccountOptions {
  return { ...options, output: 'text' };
}

/** What an import looks at, said as a configuration: every domain, and nothing is asked of it. */
function everyDomainOf(account: Account): Configuration {
  const everyDomain = {
    account: account.name,
    suffix: '',
    policy: 'observe',
    ignore: [],
    webhooks: {},
  } as const;
  const desired = { domains: [], patterns: [everyDomain], doubts: [] };
  return { accounts: [account], desired, digest: '', files: [] };
}

function requestOf(options: ImportOptions): Omit<ImportRequest, 'account' | 'beside' | 'signal'> {
  const { policy, domain: domains = [], partial = false, varsOut, plainUrls } = options;
  const concealOrRefuse = varsOut === undefined ? 'refuse' : 'conceal';
  const credentials = plainUrls === true ? 'keep' : concealOrRefuse;
  return { domains, policy, credentials, partial };
}

function textPorts(
  { workingDirectory, environment }: Context,
  { out = 'imported.yaml' }: FileChoice,
  part: ImportPart | undefined,
): Pick<ImportPorts, 'writeConfiguration' | 'parseConfiguration'> {
  const folder = dirname(resolve(workingDirectory, out));
  const parse = createTextParser(part?.neighbours ?? []);
  return {
    writeConfiguration: (imported) => configurationText(imported, printableUrl),
    parseConfiguration: (text, variables) =>
      parse({ name: out, folder, text }, new Map([...environment, ...variables])),
  };
}

interface Ended {
  readonly result: ImportResult;
  readonly account: Account;
  readonly requests: number;
}

async function conclude(context: Context, options: ImportOptions, ended: Ended): Promise<ExitCode> {
  const { result, account, requests } = ended;
  const { terminal, scrubber } = context;
  if (result.kind === 'stopped')
    throw new StoppedError('Stopped before the account was read; nothing was written');
  if (result.kind === 'no-domains' || result.kind === 'credential') {
    throw new UsageError(importFailure(result, account));
  }
  if (result.kind !== 'imported') {
    terminal.stderr.write(`error: ${importFailure(result, account)}\n`);
    return EXIT.failed;
  }
  const { imported, text, named } = result;
  if (scrubber.scrub(text) !== text) {
    throw new UsageError(
      `The configuration would hold the API key of account '${account.name}', or a text that is equal to it; nothing was written`,
    );
  }
  const variables = imported.variables.size === 0 ? undefined : variablesText(imported.variables);
  await writeFiles(context, options, { configuration: text, variables });
  if (options.out === undefined) terminal.stdout.write(text);
  terminal.stderr.write(
    importSummary({ imported, text, named, requests, files: options, next: nextLine(options, imported) }),
  );
  return imported.unread.length > 0 ? EXIT.failed : EXIT.done;
}

/** A part of a configuration means nothing without the files beside it. */
function nextLine(options: ImportOptions, { account, isPart }: Imported): string | undefined {
  if (isPart) return planAccountLine(options, account.name);
  return options.out === undefined ? undefined : shellWords(['mghooks', 'plan', '--config', options.out]);
}

/** Counts the requests on their way to the journal. */
function countRequests(journal: Journal): Journal & { requests(): number } {
  let count = 0;
  return {
    record(entry) {
      if (entry.kind === 'request-ended') count += 1;
      journal.record(entry);
    },
    requests: () => count,
  };
}
