import type { DomainName } from '../../model/domain-name.ts';
import type { EventType } from '../../model/event-type.ts';
import { matchesGlob } from '../../model/glob.ts';
import { fillDomain, parseWebhookUrl } from '../../model/webhook-url.ts';
import type { DomainEntry } from './config-file.gen.ts';
import { type Entry, entryOrigin } from './named-entries.ts';
import { type Report, valueOrigin } from './origin.ts';
import type { CompiledWebhooks, UrlUse } from './webhook-urls.ts';

/** The URLs one entry of `domains` asks for. */
export interface DomainUrls {
  readonly compiled: CompiledWebhooks;
  /** Absent for a pattern: `{domain}` stays open. */
  readonly domain: DomainName | undefined;
}

/** What can only be seen once the domain is known: URLs that become equal, too long, or ignored by the domain itself. */
export function checkDomainUrls(entry: Entry<DomainEntry>, urls: DomainUrls, report: Report): void {
  const ignored = (entry.value?.ignore ?? []).filter((pattern) => pattern !== undefined);
  for (const [eventType, uses] of urls.compiled) {
    if (urls.domain !== undefined) checkFilled(entry, { eventType, uses, domain: urls.domain }, report);
    if (ignored.length === 0) continue;
    for (const { pattern } of uses) {
      const url = urls.domain === undefined ? pattern : fillDomain(pattern, urls.domain);
      reportIgnored(entry, { eventType, url }, report);
    }
  }
}

interface FilledUses {
  readonly eventType: EventType;
  readonly uses: readonly UrlUse[];
  readonly domain: DomainName;
}

function checkFilled(
  entry: Entry<DomainEntry>,
  { eventType, uses, domain }: FilledUses,
  report: Report,
): void {
  const open = uses.filter(({ pattern }) => pattern.includes('{domain}'));
  if (open.length === 0) return;
  for (const { pattern, origin } of open) {
    const parsed = parseWebhookUrl(fillDomain(pattern, domain));
    if ('problem' in parsed) report({ at: origin, message: `${parsed.problem}, for the domain '${domain}'` });
  }
  const patterns = new Set(uses.map(({ pattern }) => pattern));
  const filled = new Set(uses.map(({ pattern }) => fillDomain(pattern, domain)));
  if (filled.size === patterns.size) return;
  report({
    at: entryOrigin('domains', entry),
    message: `'${eventType}' of '${entry.name}' has the same URL twice once {domain} is filled in`,
    hint: () => 'leave one of them out: a URL receives an event once',
  });
}

/** A URL that the domain asks for and ignores at once would be neither added nor removed. */
function reportIgnored(
  { file, name, value }: Entry<DomainEntry>,
  { eventType, url }: { readonly eventType: EventType; readonly url: string },
  report: Report,
): void {
  for (const [index, pattern] of (value?.ignore ?? []).entries()) {
    if (pattern === undefined || !mayMatch(pattern, url) || !matchesGlob(pattern, url)) continue;
    report({
      at: valueOrigin(file, 'domains', name, 'ignore', index),
      message: `the pattern matches ${url}, which '${name}' asks for on '${eventType}'`,
      hint: () => 'make the pattern narrower, or leave the URL out',
    });
  }
}

/** Cheap, and false for nearly every pair: what stands between the stars of a pattern is found in all it matches. */
function mayMatch(pattern: string, url: string): boolean {
  return pattern.split('*').every((literal) => url.includes(literal));
}

/** Placeholders mean nothing in a pattern, and one that was never filled in would protect no URL at all. */
export function checkIgnorePatterns({ file, name, value }: Entry<DomainEntry>, report: Report): void {
  for (const [index, pattern] of (value?.ignore ?? []).entries()) {
    const placeholder = /\$?\{[^{}]*\}/.exec(pattern ?? '')?.[0];
    if (placeholder === undefined) continue;
    report({
      at: valueOrigin(file, 'domains', name, 'ignore', index),
      message: `'${placeholder}' is not filled in inside an ignore pattern`,
      hint: () => "write '*' for any characters but '/', '**' for any characters",
    });
  }
}
