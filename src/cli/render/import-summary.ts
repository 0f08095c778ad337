import type { ImportResult } from '../../app/import-account.ts';
import type { Account, AccountName } from '../../model/account.ts';
import type { DomainKey } from '../../model/domain-state.ts';
import type { Imported } from '../../plan/fold/imported.ts';
import type { FileChoice } from '../import-files.ts';
import { plural } from './plan-facts.ts';
import { printableText } from './printable.ts';

const UNREAD_SHOWN_MAX = 20;
const NAMES_SHOWN_MAX = 5;

/** What a Kubernetes ConfigMap holds at most (Kubernetes documentation of ConfigMaps). */
const CONFIG_MAP_BYTES_MAX = 1024 * 1024;

export interface ImportFacts {
  readonly imported: Imported;
  readonly text: string;
  /** Domains that were left out, as the configuration names them already, with the accounts it names them for. */
  readonly named: readonly DomainKey[];
  /** Requests that were sent. */
  readonly requests: number;
  readonly files: FileChoice;
  /** The command to go on with. */
  readonly next: string | undefined;
}

/** What a person should know about an import, for stderr. */
export function importSummary(facts: ImportFacts): string {
  const { imported, text, requests, files, next } = facts;
  const { folded, account } = imported;
  const read = folded.domains.length + imported.bare.length;
  const made = [
    plural(folded.templates.length, 'template'),
    plural(folded.endpoints.length, 'endpoint'),
    plural(text.split('\n').length - 1, 'line'),
  ];
  const where = files.out === undefined ? '' : ` in ${files.out}`;
  return [
    `Imported ${plural(read, 'domain')} of account '${account.name}' with ${plural(requests, 'request')}: ${made.join(', ')}${where}.`,
    ...notes(facts).map((note) => `  ${note}`),
    `Proof: the plan of this configuration is empty, as it is written and with every policy set to exact${exception(imported)}.`,
    ...(next === undefined ? [] : [`Next: ${next}`]),
    '',
  ].join('\n');
}

function exception({ kept }: Imported): string {
  const hasLeftOut = [...kept.values()].some(({ leftOut }) => leftOut.length > 0);
  return hasLeftOut ? ', but for the event types that are left alone' : '';
}

function notes({ imported, text, named, files: { varsOut } }: ImportFacts): readonly string[] {
  const { bare, unread, variables } = imported;
  const kept = [...imported.kept.values()];
  const hooks = kept.reduce((sum, { unknownHooks }) => sum + unknownHooks.length, 0);
  const eventTypes = kept.reduce((sum, { leftOut }) => sum + leftOut.length, 0);
  const credentials = plural(variables.size, 'credential');
  const load = `set -a; . ./${varsOut}; set +a`;
  const all: readonly (readonly [boolean, string])[] = [
    [
      bare.length > 0,
      `${plural(bare.length, 'domain')} without webhooks to name: in a comment, not managed.`,
    ],
    ...namedNotes(named, imported.account.name),
    [hooks > 0, `${plural(hooks, 'legacy or unknown hook')}: in a comment, left alone.`],
    [
      eventTypes > 0,
      `${plural(eventTypes, 'event type')} that a configuration cannot say: in a comment, left alone.`,
    ],
    [unread.length > 0, `${plural(unread.length, 'domain')} not read: in a comment, not managed.`],
    [variables.size > 0, `${credentials} in ${varsOut}, which only you can read. To use it: ${load}`],
    [variables.size === 0 && varsOut !== undefined, `No URL holds a credential: ${varsOut} was not written.`],
    [
      Buffer.byteLength(text) > CONFIG_MAP_BYTES_MAX,
      'Larger than the 1 MiB of a Kubernetes ConfigMap: divide the domains among several files for that.',
    ],
  ];
  return all.flatMap(([applies, note]) => (applies ? [note] : []));
}

/** Why there is no configuration. */
export function importFailure(
  result: Exclude<ImportResult, { readonly kind: 'imported' | 'stopped' }>,
  { name, baseUrl }: Account,
): string {
  switch (result.kind) {
    case 'unlisted':
      return `Cannot list the domains of account '${name}' at ${baseUrl}: ${printableText(result.message)}; nothing was written`;
    case 'no-domains':
      if (result.named.length > 0) return nothingLeft(result, name);
      return result.listed === 0
        ? `Account '${name}' has no domain at ${baseUrl}: is it in the other region?`
        : `None of the ${plural(result.listed, 'domain')} of account '${name}' matches --domain`;
    case 'credential':
      return [
        `A URL of ${result.domain} holds what looks like a credential, which must not stand in a configuration file; nothing was written`,
        '  --vars-out FILE  puts credentials into a file of their own, and variables in their place',
        '  --plain-urls     writes them into the configuration as they are',
      ].join('\n');
    case 'unread':
      return unreadText(result.unread, result.total);
  }
}

function nothingLeft(
  { listed, named }: { readonly listed: number; readonly named: readonly DomainKey[] },
  account: AccountName,
): string {
  const which = named.length < listed ? ', of those that match --domain,' : '';
  const own = named.every((each) => each.account === account);
  if (own)
    return `The configuration names all ${plural(named.length, 'domain')} of account '${account}'${which} already; nothing was written`;
  return [
    `No domain of account '${account}'${which} is left to import; nothing was written`,
    ...namedNotes(named, account).flatMap(([applies, note]) => (applies ? [`  ${note}`] : [])),
    'A domain stands in a configuration once. Name it for the account that should manage it, or give each account a configuration of its own.',
  ].join('\n');
}

/** What was left out, each with whether there is any of it. */
function namedNotes(
  named: readonly DomainKey[],
  account: AccountName,
): readonly (readonly [boolean, string])[] {
  const own = named.filter((each) => each.account === account);
  const foreign = named.filter((each) => each.account !== account);
  const ownNames = own.map(({ domain }) => domain);
  const foreignNames = foreign.map((each) => `${each.domain} for '${each.account}'`);
  return [
    [
      own.length > 0,
      `${plural(own.length, 'domain')} that the configuration names already: left out (${firstFew(ownNames)}).`,
    ],
    [
      foreign.length > 0,
      `${plural(foreign.length, 'domain')} that the configuration names for another account: left out (${firstFew(foreignNames)}).`,
    ],
  ];
}

function firstFew(names: readonly string[]): string {
  const rest = names.length - NAMES_SHOWN_MAX;
  return `${names.slice(0, NAMES_SHOWN_MAX).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function unreadText(
  unread: Extract<ImportResult, { readonly kind: 'unread' }>['unread'],
  total: number,
): string {
  const shown = unread
    .slice(0, UNREAD_SHOWN_MAX)
    .map(({ domain, reason }) => `  ? ${domain}  (${printableText(reason.message)})`);
  const rest = unread.length - shown.length;
  return [
    `${unread.length} of ${plural(total, 'domain')} could not be read; nothing was written`,
    ...shown,
    ...(rest > 0 ? [`  and ${rest} more`] : []),
    'Try again, or add --partial to write the others.',
  ].join('\n');
}
