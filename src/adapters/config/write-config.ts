import { POLICIES } from '../../model/policy.ts';
import type { Imported } from '../../plan/fold/imported.ts';
import { accountLines } from './write-config-account.ts';
import { commentBlock, prose } from './write-config-comment.ts';
import { domainLines, type ShowUrl } from './write-config-domains.ts';
import { field, urlLines } from './write-config-line.ts';

/**
 * A configuration file that says what was imported, laid out as a person would: sections in the order of use, sorted,
 * what Mailgun has beyond it as comments. Equal values give equal texts; there is no date in it.
 */
export function configurationText(imported: Imported, show: ShowUrl): string {
  const { account, policy, isPart, folded } = imported;
  const defaults = [
    field(2, 'account', account.name),
    `${field(2, 'policy', policy)}    # ${POLICIES.join(', ')}`,
    ...(folded.defaultTemplate === undefined ? [] : [field(2, 'template', folded.defaultTemplate)]),
  ];
  const sections = [
    [...headerLines(imported), 'version: 1'],
    isPart ? [] : ['accounts:', ...accountLines(account)],
    isPart
      ? []
      : [...prose(0, 'What a domain gets when it does not say it itself.'), 'defaults:', ...defaults],
    endpointLines(imported),
    templateLines(imported),
    ['domains:', ...domainLines(imported, show)],
  ];
  const texts = sections.filter((lines) => lines.length > 0).map((lines) => `${lines.join('\n')}\n`);
  return `${texts.join('\n')}${END_MARK}`;
}

const END_MARK = '... # the end: a file that was cut off lacks this line\n';

function headerLines({ account, isPart, folded, bare, unread, variables }: Imported): readonly string[] {
  const counts = [
    `${folded.domains.length} below`,
    ...(bare.length > 0 ? [`${bare.length} without webhooks to name`] : []),
    ...(unread.length > 0 ? [`${unread.length} that could not be read`] : []),
  ];
  const total = folded.domains.length + bare.length + unread.length;
  const needed =
    variables.size === 0
      ? []
      : [
          '#',
          ...prose(
            0,
            `Credentials inside URLs are not in this file: \${MGHOOKS_VAR_...} stands for them, and 'mghooks' reads them from the environment.`,
          ),
        ];
  return [
    '# yaml-language-server: $schema=../schemas/config.schema.json',
    '#',
    ...prose(
      0,
      `The webhooks of the Mailgun account '${account.name}' at ${account.baseUrl}, as 'mghooks import' read them.`,
    ),
    ...prose(0, `${total} ${total === 1 ? 'domain' : 'domains'}: ${counts.join(', ')}.`),
    '#',
    ...prose(
      0,
      `It was checked that the plan of this file${isPart ? ', together with those beside it,' : ''} is empty, also with 'policy: exact'. From now on this file is what you want: edit it, look at 'mghooks plan', then 'mghooks apply'.`,
    ),
    ...needed,
  ];
}

function endpointLines({ folded: { endpoints } }: Imported): readonly string[] {
  if (endpoints.length === 0) return [];
  const filled = endpoints.some(({ url }) => /(?<!\$)\{/.test(url));
  const about = filled ? ' {domain} and {event} are filled in.' : '';
  return [
    ...prose(0, `Where events go: names for URLs.${about}`),
    'endpoints:',
    ...endpoints.map(({ name, url }) => field(2, name, url)),
  ];
}

function templateLines({ folded: { templates } }: Imported): readonly string[] {
  if (templates.length === 0) return [];
  const entries = templates.map(({ name, webhooks }) => {
    const lines = urlLines(4, webhooks);
    if (lines.length > 0) return [`  ${name}:`, ...lines];
    const why = 'Asks for nothing: for domains that share nothing with the others.';
    return [...commentBlock(2, [why]), `  ${name}: {}`];
  });
  return [
    ...prose(0, 'Sets of webhooks that several domains share, the most used first.'),
    'templates:',
    ...entries.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines])),
  ];
}
