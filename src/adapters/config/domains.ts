import type { Account } from '../../model/account.ts';
import type {
  DesiredDomain,
  DesiredPattern,
  DesiredState,
  DesiredWebhooks,
} from '../../model/desired-state.ts';
import type { DomainName } from '../../model/domain-name.ts';
import { EVENT_TYPES, type EventType } from '../../model/event-type.ts';
import { fillDomain } from '../../model/webhook-url.ts';
import { buildWebhooks, type Webhooks } from '../../model/webhooks.ts';
import type { DomainEntry } from './config-file.gen.ts';
import { patternSuffix } from './domain-key.ts';
import { checkDomainUrls, checkIgnorePatterns, type DomainUrls } from './domain-urls.ts';
import { type Entry, entryOrigin, type NamedEntries } from './named-entries.ts';
import { accountNameOf, checkReferences, type ReferenceContext } from './references.ts';
import { type CompiledWebhooks, compileWebhooks, type UrlContext } from './webhook-urls.ts';

export interface DomainContext extends ReferenceContext, UrlContext {
  readonly templates: ReadonlyMap<string, CompiledWebhooks>;
}

/** The desired state, as far as it is right. Domains are sorted by name, whatever file they stand in. */
export function resolveDomains(
  entries: NamedEntries<DomainEntry>,
  context: DomainContext,
): Omit<DesiredState, 'doubts'> {
  const domains: DesiredDomain[] = [];
  const patterns: DesiredPattern[] = [];
  const shared = new Map<CompiledWebhooks, Webhooks>();
  for (const key of [...entries.entries.keys()].sort()) {
    const entry = entries.entries.get(key);
    const resolved = entry === undefined ? undefined : resolveDomain(key, entry, context);
    if (resolved === undefined) continue;
    const { account, policy, ignore, urls } = resolved;
    const suffix = patternSuffix(key);
    const desired: DesiredWebhooks = { policy, ignore, webhooks: toWebhooks(urls, shared) };
    if (suffix !== undefined) patterns.push({ account, suffix, ...desired });
    // A key that is no pattern has been parsed as the name of a domain.
    else domains.push({ account, domain: key as DomainName, ...desired });
  }
  return { domains, patterns };
}

interface ResolvedDomain extends Pick<DesiredWebhooks, 'policy' | 'ignore'> {
  readonly account: Account['name'];
  readonly urls: DomainUrls;
}

function resolveDomain(
  key: string,
  entry: Entry<DomainEntry>,
  context: DomainContext,
): ResolvedDomain | undefined {
  checkReferences(entry, context);
  checkIgnorePatterns(entry, context.report);
  const accountName = accountNameOf(entry, context);
  const urls = urlsOf(key, entry, context);
  if (urls === undefined || entry.damaged) return undefined;
  checkDomainUrls(entry, urls, context.report);
  const account = context.accounts.get(accountName ?? '');
  if (account === undefined) return undefined;
  const policy = entry.value?.policy ?? context.defaults.policy?.value ?? 'listed';
  return { account: account.name, policy, ignore: entry.value?.ignore ?? [], urls };
}

/** The template with the domain's own webhooks in place of the template's, event type by event type. */
function urlsOf(key: string, entry: Entry<DomainEntry>, context: DomainContext): DomainUrls | undefined {
  const { template: ownTemplate, webhooks } = entry.value ?? {};
  const place = { file: entry.file, path: ['domains', entry.name, 'webhooks'] };
  const own = webhooks === undefined ? undefined : compileWebhooks(webhooks, place, context);
  const name = ownTemplate ?? context.defaults.template?.value;
  if (name === undefined && own === undefined) {
    if (!entry.damaged && context.defaults.complete) reportNothingAsked(entry, context);
    return undefined;
  }
  const template = name === undefined ? undefined : context.templates.get(name);
  const compiled = own === undefined && template !== undefined ? template : override(template, own);
  return { compiled, domain: patternSuffix(key) === undefined ? (key as DomainName) : undefined };
}

function override(
  template: CompiledWebhooks | undefined,
  own: CompiledWebhooks | undefined,
): CompiledWebhooks {
  return new Map([...(template ?? []), ...(own ?? [])]);
}

function reportNothingAsked(entry: Entry<DomainEntry>, context: DomainContext): void {
  context.report({
    at: entryOrigin('domains', entry),
    message: `nothing is asked of '${entry.name}': it has no webhooks and no template, and there is no default one`,
    hint: () => "add 'template' or 'webhooks'; write 'webhooks: {}' if nothing is what you mean",
  });
}

/** Domains that take a template as it is, and fill nothing in, share one value: there may be tens of thousands. */
function toWebhooks({ compiled, domain }: DomainUrls, shared: Map<CompiledWebhooks, Webhooks>): Webhooks {
  const same = shared.get(compiled);
  if (same !== undefined) return same;
  const webhooks = buildWebhooks((eventType) => filledUrls(compiled, eventType, domain));
  if (!hasOpenDomain(compiled)) shared.set(compiled, webhooks);
  return webhooks;
}

function filledUrls(
  compiled: CompiledWebhooks,
  eventType: EventType,
  domain: DomainName | undefined,
): readonly string[] | undefined {
  const uses = compiled.get(eventType);
  return uses?.map(({ pattern }) => (domain === undefined ? pattern : fillDomain(pattern, domain)));
}

function hasOpenDomain(compiled: CompiledWebhooks): boolean {
  return EVENT_TYPES.some((eventType) =>
    compiled.get(eventType)?.some(({ pattern }) => pattern.includes('{domain}')),
  );
}
