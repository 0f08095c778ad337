import type { DomainName } from '../../model/domain-name.ts';
import type { EventType } from '../../model/event-type.ts';
import type { Place } from '../../ports/configuration-source.ts';

/** One step on the way to a value: what says it, such as `the template 'standard'`, and where. */
export interface ExplainStep {
  readonly text: string;
  /** Absent for what no file says, such as a built-in default or an environment variable. */
  readonly place?: Place;
}

/** A value, and the steps that lead to it, from the domain to where the value itself is written. */
export interface Explained {
  readonly value: string;
  readonly steps: readonly ExplainStep[];
}

export interface ExplainedWebhook {
  readonly eventType: EventType;
  /** Says that the event type is asked for: the domain itself or its template. */
  readonly steps: readonly ExplainStep[];
  /**
   * The URLs as written, `{domain}` and `{event}` filled in. `${MGHOOKS_VAR_…}` stays as it is, as its value may be a
   * secret; so may other parts of a URL, which whoever shows it must mask.
   */
  readonly urls: readonly Explained[];
}

/** Where everything comes from that the configuration asks of a domain. */
export interface DomainExplanation {
  readonly domain: DomainName;
  /** The entry that holds for the domain: its own, or a pattern. */
  readonly entry: ExplainStep;
  readonly account: Explained;
  readonly policy: Explained;
  /** Absent if the domain has no template. */
  readonly template?: Explained;
  readonly ignore: readonly Explained[];
  /** In Mailgun's order; event types that are not asked for are left out. */
  readonly webhooks: readonly ExplainedWebhook[];
}
