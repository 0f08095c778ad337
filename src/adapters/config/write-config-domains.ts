import { EVENT_TYPES, LEGACY_EVENT_NAMES } from '../../model/event-type.ts';
import type { FoldedDomain } from '../../plan/fold/folded.ts';
import type { Imported, Kept } from '../../plan/fold/imported.ts';
import { commentBlock, prose } from './write-config-comment.ts';
import { scalar, urlLines } from './write-config-line.ts';

/** Shows a URL so that neither credentials nor control characters of it can be read. */
export type ShowUrl = (url: string) => string;

/** The entries of `domains`, then comments about those that have none. */
export function domainLines(imported: Imported, show: ShowUrl): readonly string[] {
  const entries = imported.folded.domains.map((domain) => [
    ...commentBlock(2, keptTexts(imported.kept.get(domain.domain), show)),
    ...entryLines(domain, imported),
  ]);
  return [...spaced(entries), ...bareLines(imported, show), ...unreadLines(imported)];
}

/** Entries of one line stand close together; a longer one has an empty line around it. */
function spaced(entries: readonly (readonly string[])[]): readonly string[] {
  return entries.flatMap((lines, index) => {
    const isFirst = index === 0;
    const isLong = lines.length > 1 || (entries[index - 1]?.length ?? 0) > 1;
    return isLong && !isFirst ? ['', ...lines] : lines;
  });
}

function entryLines(domain: FoldedDomain, imported: Imported): readonly string[] {
  const { template } = domain;
  const { account, isPart } = imported;
  const standing = isPart ? imported.policy : undefined;
  const policy = imported.listedOnly.has(domain.domain) ? 'listed' : standing;
  const named = EVENT_TYPES.some((eventType) => domain.webhooks[eventType] !== undefined);
  const says = [
    ...(isPart ? [`account: ${scalar(account.name)}`] : []),
    ...(template === undefined ? [] : [`template: ${scalar(template)}`]),
    ...(policy === undefined ? [] : [`policy: ${policy}`]),
  ];
  const key = `  ${scalar(domain.domain)}:`;
  if (named) {
    const webhooks = ['    webhooks:', ...urlLines(6, domain.webhooks)];
    return [key, ...says.map((line) => `    ${line}`), ...webhooks];
  }
  const asksNothing = template === undefined && imported.folded.defaultTemplate === undefined;
  const all = asksNothing ? [...says, 'webhooks: {}'] : says;
  return [all.length === 0 ? key : `${key} { ${all.join(', ')} }`];
}

/** What Mailgun has on a domain and the configuration leaves alone. */
function keptTexts(kept: Kept | undefined, show: ShowUrl): readonly string[] {
  const hooks = (kept?.unknownHooks ?? []).map(({ name, urls }) => {
    const today = LEGACY_EVENT_NAMES.get(name);
    const what =
      today === undefined ? `the unknown hook '${name}'` : `the legacy webhook '${name}' (today ${today})`;
    return `Left alone: ${what}: ${urls.map(show).join(' ')}`;
  });
  const events = (kept?.leftOut ?? []).map(
    ({ eventType, urls, problem }) =>
      `Left alone: '${eventType}', as ${problem}: ${urls.map(show).join(' ')}`,
  );
  return [...hooks, ...events];
}

function bareLines({ bare, kept }: Imported, show: ShowUrl): readonly string[] {
  if (bare.length === 0) return [];
  const lines = bare.flatMap((domain) => [
    `  ${domain}`,
    ...keptTexts(kept.get(domain), show).map((text) => `    ${text}`),
  ]);
  const why =
    'These domains have no webhooks that could be named here, and are not managed. To manage one, move it up.';
  return ['', ...prose(2, why), ...commentBlock(2, lines)];
}

function unreadLines({ unread }: Imported): readonly string[] {
  if (unread.length === 0) return [];
  const lines = unread.map(({ domain, reason }) => `  ${domain}: ${reason.message}`);
  return [
    '',
    ...prose(2, 'These domains could not be read, and are not managed.'),
    ...commentBlock(2, lines),
  ];
}
