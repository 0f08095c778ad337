import type { Webhooks } from '../../model/webhooks.ts';
import { nameEndpoints } from './endpoints.ts';
import type { Folded, FoldedDomain } from './folded.ts';
import { type FoldableDomain, groupAlike } from './grouping.ts';
import { type Choice, chooseTemplates, countNamed, type SharedWebhooks } from './template-choice.ts';
import { BLANK, nameTemplates } from './template-names.ts';

/** What it takes to stand beside others. */
export interface Part {
  readonly prefix: string;
  /** Whether a domain that names no template would get one of the others. */
  readonly hasDefaultTemplate: boolean;
}

/**
 * Folds the webhooks of many domains into templates and endpoints. Pure, and independent of the order of the domains:
 * what each of them gets back from the result is exactly what it had.
 *
 * The part of a whole begins all names with its prefix, and no domain of it relies on a default template.
 */
export function fold(domains: readonly FoldableDomain[], part?: Part): Folded {
  const choices = chooseTemplates(groupAlike(domains));
  const templates = byUse(choices);
  const names = nameTemplates(templates, part?.prefix);
  const written = [...templates.map(({ webhooks }) => webhooks), ...choices.flatMap(ownOfEach)];
  const endpoints = nameEndpoints(written, part?.prefix);
  const standard = part === undefined ? defaultOf(choices, templates) : undefined;
  const hasDefault = standard !== undefined || part?.hasDefaultTemplate === true;
  const needsBlank = hasDefault && choices.some(({ shared }) => shared === undefined);
  const blank = `${part?.prefix ?? ''}${BLANK}`;
  const nameOf = ({ shared }: Choice): string | undefined => {
    if (shared === undefined) return hasDefault ? blank : undefined;
    return shared === standard ? undefined : names.get(shared);
  };
  return {
    endpoints: endpoints.list,
    templates: [
      ...templates.map((shared) => ({
        name: names.get(shared) ?? '',
        webhooks: endpoints.shorten(shared.webhooks),
      })),
      ...(needsBlank ? [{ name: blank, webhooks: {} }] : []),
    ],
    ...(standard === undefined ? {} : { defaultTemplate: names.get(standard) ?? '' }),
    domains: choices
      .flatMap((choice) => foldedDomains(choice, nameOf(choice), endpoints.shorten(choice.own)))
      .sort((a, b) => (a.domain < b.domain ? -1 : 1)),
  };
}

/** The templates, the one that most domains start from first. */
function byUse(choices: readonly Choice[]): readonly SharedWebhooks[] {
  const uses = new Map<SharedWebhooks, number>();
  for (const { group, shared } of choices) {
    if (shared !== undefined) uses.set(shared, (uses.get(shared) ?? 0) + group.domains.length);
  }
  return [...uses].sort(([, a], [, b]) => b - a).map(([shared]) => shared);
}

/** What each domain of a group says itself, once for each of them. */
function ownOfEach({ group, own }: Choice): readonly Webhooks[] {
  return countNamed(own) === 0 ? [] : group.domains.map(() => own);
}

/** The most used template, where more domains start from it than share nothing with others. */
function defaultOf(
  choices: readonly Choice[],
  [first]: readonly SharedWebhooks[],
): SharedWebhooks | undefined {
  const count = (wanted: SharedWebhooks | undefined) =>
    choices.reduce((sum, { group, shared }) => sum + (shared === wanted ? group.domains.length : 0), 0);
  return first !== undefined && count(first) > count(undefined) ? first : undefined;
}

function foldedDomains(
  { group }: Choice,
  template: string | undefined,
  webhooks: Webhooks,
): readonly FoldedDomain[] {
  return group.domains.map((domain) => ({
    domain,
    ...(template === undefined ? {} : { template }),
    webhooks,
  }));
}
