import { type Change, removedUrls, urlsAfter, urlsBefore } from '../../model/change.ts';
import { domainText } from '../../model/domain-state.ts';
import { EVENT_TYPES, type EventType } from '../../model/event-type.ts';
import { urlsWithout } from '../../model/webhooks.ts';
import type { Conflict, DomainPlan, Held } from '../../plan/plan.ts';
import { printableText, printableUrl } from './printable.ts';

/**
 * One line of a domain's block. `sign` says what happens to the URL or event type:
 * `+` is added, `-` is removed, `~` is changed, `=` is left as it is, and the note says why,
 * `!` is refused, and a space stays as it is.
 */
export interface DomainLine {
  readonly sign: '+' | '-' | '~' | '=' | '!' | ' ';
  /** 0 for an event type, 1 for a URL below it. */
  readonly depth: 0 | 1;
  readonly label: string;
  readonly text: string;
  /** Why the line is there, such as `foreign` or `ignored`. */
  readonly note: string;
}

/** What a plan that does not come from the configuration says otherwise. */
export interface Wording {
  /** Why URLs are removed, if not because the configuration does not name them. */
  readonly whyRemoved?: string;
  /** Domains, as `domainText` has them, that the configuration only observes, and the plan changes all the same. */
  readonly onlyObserved?: ReadonlySet<string>;
}

/** Everything worth saying about one domain; nothing if it is in sync and has nothing but desired URLs. */
export function domainLines(
  domain: DomainPlan,
  { whyRemoved = 'foreign: not in the configuration', onlyObserved }: Wording = {},
): readonly DomainLine[] {
  const isOverridden = domain.changes.length > 0 && onlyObserved?.has(domainText(domain)) === true;
  const overridden = isOverridden ? [headLine('!', 'policy observe', 'would not be touched by apply')] : [];
  const unknown = domain.actual.unknownHooks.map(({ name, urls }) => ({
    ...headLine('=', printableText(name), 'not one of the eight event types, left alone'),
    text: urls.map(printableUrl).join(' '),
  }));
  return [
    ...overridden,
    ...EVENT_TYPES.flatMap((eventType) => eventTypeLines({ ...aspectOf(domain, eventType), whyRemoved })),
    ...unknown,
  ];
}

/** What a plan says about one event type. */
interface Aspect {
  readonly eventType: EventType;
  readonly actual: readonly string[];
  readonly change: Change | undefined;
  readonly conflict: Conflict | undefined;
  readonly held: Held | undefined;
  /** Desired URLs that are missing and that the policy does not add. */
  readonly missing: readonly string[];
  /** Why a URL that stays is not simply a desired one; empty if it is. */
  readonly noteOf: (url: string) => string;
  readonly whyRemoved: string;
}

function aspectOf(domain: DomainPlan, eventType: EventType): Omit<Aspect, 'whyRemoved'> {
  const about = <T extends { readonly key: { readonly eventType: EventType } }>(list: readonly T[]) =>
    list.find(({ key }) => key.eventType === eventType);
  const withheld = about(domain.withheld);
  const notes: readonly (readonly [readonly string[], string])[] = [
    [about(domain.ignored)?.urls ?? [], 'ignored'],
    [withheld === undefined ? [] : removedUrls(withheld), `foreign, kept by policy ${domain.desired.policy}`],
    [about(domain.unmanaged)?.urls ?? [], 'unmanaged'],
  ];
  return {
    eventType,
    actual: domain.actual.webhooks[eventType] ?? [],
    change: about(domain.changes),
    conflict: about(domain.conflicts),
    held: domain.held.find(({ change }) => change.key.eventType === eventType),
    missing: withheld === undefined ? [] : urlsWithout(urlsAfter(withheld), urlsBefore(withheld)),
    noteOf: (url) => notes.find(([urls]) => urls.includes(url))?.[1] ?? '',
  };
}

function eventTypeLines(aspect: Aspect): readonly DomainLine[] {
  if (aspect.conflict !== undefined) return conflictLines(aspect, aspect.conflict);
  if (aspect.change !== undefined) return changeLines(aspect, aspect.change);
  if (aspect.held !== undefined) return heldLines(aspect, aspect.held);
  return standingLines(aspect);
}

function changeLines(
  { eventType, actual, noteOf, whyRemoved }: Aspect,
  change: Change,
): readonly DomainLine[] {
  const sign = { create: '+', update: '~', delete: '-' } as const;
  const removed = removedUrls(change);
  return withUrls(headLine(sign[change.kind], eventType, ''), [
    ...urlsWithout(actual, removed).map((url) => keptLine(url, noteOf(url))),
    ...urlsWithout(urlsAfter(change), actual).map((url) => urlLine('+', url, '')),
    ...removed.map((url) => urlLine('-', url, whyRemoved)),
  ]);
}

function conflictLines({ eventType, actual }: Aspect, { desired, kept }: Conflict): readonly DomainLine[] {
  const note = `conflict: ${desired.length + kept.length} URLs, at most 3 are possible; nothing is done here`;
  return [
    headLine('!', eventType, note),
    ...desired.map((url) =>
      actual.includes(url) ? keptLine(url, '') : urlLine('+', url, 'desired, not added'),
    ),
    ...kept.map((url) => urlLine('=', url, 'has to stay')),
  ];
}

/** What is due is shown, and why it is not done. */
function heldLines({ eventType, actual, noteOf }: Aspect, held: Held): readonly DomainLine[] {
  const { change, reason, untilMs } = held;
  const until = untilMs === undefined ? '' : ` until ${new Date(untilMs).toISOString().slice(0, 16)}Z`;
  const removed = removedUrls(change);
  return [
    headLine('!', eventType, `held${until}: ${reason}`),
    ...urlsWithout(actual, removed).map((url) => keptLine(url, noteOf(url))),
    ...urlsWithout(urlsAfter(change), actual).map((url) => urlLine('=', url, 'held, not added')),
    ...removed.map((url) => urlLine('=', url, 'held, not removed')),
  ];
}

/** Nothing happens here; said only where a URL is not as the configuration would have it. */
function standingLines({ eventType, actual, missing, noteOf }: Aspect): readonly DomainLine[] {
  const notable = actual.some((url) => noteOf(url) !== '') || missing.length > 0;
  if (!notable) return [];
  return withUrls(headLine('=', eventType, ''), [
    ...actual.map((url) => keptLine(url, noteOf(url))),
    ...missing.map((url) => urlLine('=', url, 'missing, and the policy observe does not add it')),
  ]);
}

function headLine(sign: DomainLine['sign'], label: string, note: string): DomainLine {
  return { sign, depth: 0, label, text: '', note };
}

function keptLine(url: string, note: string): DomainLine {
  return urlLine(note === '' ? ' ' : '=', url, note);
}

function urlLine(sign: DomainLine['sign'], url: string, note: string): DomainLine {
  return { sign, depth: 1, label: '', text: printableUrl(url), note };
}

/** A single URL stands on the line of its event type. */
function withUrls(head: DomainLine, urls: readonly DomainLine[]): readonly DomainLine[] {
  const [only] = urls;
  if (urls.length !== 1 || only === undefined || only.sign !== head.sign) return [head, ...urls];
  return [{ ...head, text: only.text, note: only.note }];
}
