import type { ReadDomain } from '../../model/domain-state.ts';
import { EVENT_TYPES } from '../../model/event-type.ts';
import type { DomainCondition, DomainStatus } from '../../ports/status.ts';
import type { DomainRecord } from './domain-record.ts';

type Mask = (url: string) => string;

/**
 * A domain as it stands now, for people and monitors. Its URLs are masked when somebody looks: the status is asked for
 * every few seconds, there may be tens of thousands of domains, and few ask for the URLs.
 */
export class ShownDomain implements DomainStatus {
  readonly domain: string;
  readonly condition: DomainCondition;
  readonly reason?: string;
  readonly readAtMs?: number;
  readonly sinceMs: number;
  readonly #state: ReadDomain | undefined;
  readonly #mask: Mask;

  constructor({ desired, condition, reason, readWallMs, sinceMs, state }: DomainRecord, mask: Mask) {
    this.domain = desired.domain;
    this.condition = condition;
    if (reason !== undefined) this.reason = reason;
    if (readWallMs !== undefined) this.readAtMs = readWallMs;
    this.sinceMs = sinceMs;
    this.#state = state;
    this.#mask = mask;
  }

  get webhooks(): DomainStatus['webhooks'] {
    return EVENT_TYPES.flatMap((eventType) => {
      const urls = this.#state?.webhooks[eventType] ?? [];
      return urls.length === 0 ? [] : [{ eventType, urls: urls.map((url) => this.#mask(url)) }];
    });
  }

  /** JSON has what an object owns, and so not the URLs. */
  toJSON(): DomainStatus {
    return { ...this, webhooks: this.webhooks };
  }
}
