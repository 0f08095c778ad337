import { EVENT_TYPES, type EventType } from '../../model/event-type.ts';
import { maskUrl } from '../../model/url-mask.ts';
import { buildWebhooks } from '../../model/webhooks.ts';
import type { DomainWebhooks } from './generalise.ts';
import { slug } from './name-list.ts';
import { hostWord } from './url-words.ts';

/** Texts that stand in URLs and are no secret although they may look like one. */
export type Harmless = (text: string) => boolean;

/** The names of the domains, of the event types, and what stands for them. */
export function harmlessTexts(domains: Iterable<string>): Harmless {
  const texts = new Set<string>([...domains, ...EVENT_TYPES, '{domain}', '{event}']);
  return (text) => texts.has(text);
}

/** Whether a URL holds what looks like a credential, by the rules by which credentials are masked in output. */
export function holdsCredential(url: string, isHarmless: Harmless): boolean {
  return credentialsIn(url, isHarmless).length > 0;
}

export interface Concealed<T> {
  readonly domains: readonly T[];
  /** By the names of the variables, sorted: the texts they stand for. */
  readonly variables: ReadonlyMap<string, string>;
}

/**
 * Puts a variable in place of every credential, so that the configuration holds none: `?token=${MGHOOKS_VAR_CRM_TOKEN}`.
 * The prefix, such as `main-`, stands in each name: `MGHOOKS_VAR_MAIN_CRM_TOKEN`.
 */
export function concealCredentials<T extends DomainWebhooks>(
  domains: readonly T[],
  isHarmless: Harmless,
  prefix = '',
): Concealed<T> {
  const parsed = new Map<string, readonly UrlPart[]>();
  for (const { webhooks } of domains) {
    for (const eventType of EVENT_TYPES) {
      for (const url of webhooks[eventType] ?? []) {
        if (!parsed.has(url)) parsed.set(url, partsOf(url, isHarmless));
      }
    }
  }
  const names = nameVariables(
    [...parsed].flatMap(([, parts]) => parts.filter(isCredential)),
    prefix,
  );
  const written = new Map(
    [...parsed].map(([url, parts]) => [url, parts.map((part) => write(part, names)).join('')]),
  );
  const urlsOf = ({ webhooks }: T, eventType: EventType) =>
    webhooks[eventType]?.map((url) => written.get(url) ?? url);
  return {
    domains: domains.map((each) => ({
      ...each,
      webhooks: buildWebhooks((eventType) => urlsOf(each, eventType)),
    })),
    variables: valuesByName(names),
  };
}

/** A stretch of a URL that is written as it is, or a credential with the beginning of its variable's name. */
type UrlPart = string | Credential;

interface Credential {
  readonly stem: string;
  readonly secret: string;
}

function isCredential(part: UrlPart): part is Credential {
  return typeof part !== 'string';
}

function credentialsIn(url: string, isHarmless: Harmless): readonly Credential[] {
  return partsOf(url, isHarmless).filter(isCredential);
}

/**
 * Cuts a URL where its mask begins and ends: what is masked in output is exactly what must not stand in a file. The mark
 * is a character that no URL contains.
 */
function partsOf(url: string, isHarmless: Harmless): readonly UrlPart[] {
  const secrets: string[] = [];
  const masked = maskUrl(url, (secret) => {
    secrets.push(secret);
    return '\0';
  });
  const pieces = masked.split('[\0]');
  return pieces.flatMap((piece, index): readonly UrlPart[] => {
    const secret = secrets[index];
    if (index === pieces.length - 1 || secret === undefined) return [piece];
    if (isHarmless(secret)) return [piece, secret];
    const next = pieces[index + 1] ?? '';
    return [piece, { stem: `${slug(hostWord(url)) || 'url'}-${kindOf(piece, next)}`, secret }];
  });
}

/** What a credential is, by what stands around it. */
function kindOf(before: string, after: string): string {
  const [, key] = /[?&]([^=&]*)=$/.exec(before) ?? [];
  if (key !== undefined && slug(key) !== '') return slug(key).slice(0, 30);
  if (after.startsWith('@')) return 'login';
  if (before.endsWith('#')) return 'fragment';
  return /[?&]$/.test(before) ? 'query' : 'token';
}

type VariableNames = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** By stem and secret. Secrets with one stem are told apart by numbers, in an order that does not depend on the input's. */
function nameVariables(credentials: readonly Credential[], prefix: string): VariableNames {
  const secrets = new Map<string, Set<string>>();
  for (const { stem, secret } of credentials) {
    const found = secrets.get(stem) ?? new Set();
    secrets.set(stem, found.add(secret));
  }
  return new Map(
    [...secrets].map(([stem, found]) => {
      const name = variableName(`${prefix}${stem}`);
      // A stem that ends with a digit gets a number at once, so that no two stems meet.
      const numbered = found.size > 1 || /\d$/.test(stem);
      const named = [...found]
        .sort()
        .map((secret, index) => [secret, numbered ? `${name}_${index + 1}` : name] as const);
      return [stem, new Map(named)];
    }),
  );
}

/** `MGHOOKS_VAR_CRM_TOKEN` for `crm-token`. */
export function variableName(name: string): string {
  return `MGHOOKS_VAR_${name.toUpperCase().replaceAll('-', '_')}`;
}

function write(part: UrlPart, names: VariableNames): string {
  return isCredential(part) ? `\${${names.get(part.stem)?.get(part.secret)}}` : part;
}

function valuesByName(names: VariableNames): ReadonlyMap<string, string> {
  const values = [...names.values()].flatMap((named) =>
    [...named].map(([secret, name]) => [name, secret] as const),
  );
  return new Map(values.sort(([a], [b]) => (a < b ? -1 : 1)));
}
