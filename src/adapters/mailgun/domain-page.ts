import { type DomainName, parseDomainName } from '../../model/domain-name.ts';
import type { Parsed } from '../../model/parsed.ts';
import { isJsonObject } from './json-body.ts';

/** One page of the domains of an account. */
export interface DomainPage {
  readonly domains: readonly DomainName[];
  /** How many domains all pages have together, if the answer says so. */
  readonly totalCount?: number;
}

/**
 * The answer to a list of domains: `{"total_count": 1, "items": [{"name": "mg.example.com", …}]}`. Other members come
 * and go from year to year and are not looked at.
 */
export function decodeDomainPage(json: unknown): Parsed<DomainPage> {
  const items = isJsonObject(json) ? json['items'] : undefined;
  if (!isJsonObject(json) || !Array.isArray(items)) return { problem: "it has no list 'items'" };
  const domains: DomainName[] = [];
  for (const item of items) {
    const name: unknown = isJsonObject(item) ? item['name'] : undefined;
    if (typeof name !== 'string') return { problem: 'it has a domain without a name' };
    const parsed = parseDomainName(name);
    if ('problem' in parsed) return { problem: `it has a domain that cannot exist: ${parsed.problem}` };
    domains.push(parsed.value);
  }
  const totalCount = json['total_count'];
  return { value: typeof totalCount === 'number' ? { domains, totalCount } : { domains } };
}
