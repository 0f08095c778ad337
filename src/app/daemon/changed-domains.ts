import type { DomainName } from '../../model/domain-name.ts';

/**
 * Domains that the configuration wants otherwise than before, and that no pass has come to since. Those of the last
 * change go first: who has changed one domain does not wait for the thousand that were changed before it.
 */
export class ChangedDomains {
  readonly #revisions = new Map<DomainName, number>();
  #revision = 0;

  /** Domains of one change. */
  add(domains: readonly DomainName[]): void {
    this.#revision += 1;
    for (const domain of domains) this.#revisions.set(domain, this.#revision);
  }

  delete(domain: DomainName): void {
    this.#revisions.delete(domain);
  }

  /** Those of the last change that is not done; none if there is none. */
  newest(): readonly DomainName[] {
    let last = 0;
    for (const revision of this.#revisions.values()) last = Math.max(last, revision);
    return [...this.#revisions].filter(([, revision]) => revision === last).map(([domain]) => domain);
  }
}
