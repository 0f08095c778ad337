import type { DomainName } from '../../model/domain-name.ts';
import type { Webhooks } from '../../model/webhooks.ts';

/** The webhooks of many domains as a person would write them. Where a URL is expected, a name stands for an endpoint. */
export interface Folded {
  /** Sorted by name. */
  readonly endpoints: readonly FoldedEndpoint[];
  /** The most used first. */
  readonly templates: readonly FoldedTemplate[];
  /** What a domain that names no template gets. */
  readonly defaultTemplate?: string;
  /** Sorted by name. */
  readonly domains: readonly FoldedDomain[];
}

export interface FoldedEndpoint {
  readonly name: string;
  readonly url: string;
}

export interface FoldedTemplate {
  readonly name: string;
  readonly webhooks: Webhooks;
}

export interface FoldedDomain {
  readonly domain: DomainName;
  /** Absent where it is the default one, or where there is none. */
  readonly template?: string;
  /** On top of the template, event type by event type. */
  readonly webhooks: Webhooks;
}
