import { type AccountName, accountName } from '../../src/model/account.ts';
import type { DesiredDomain } from '../../src/model/desired-state.ts';
import { type DomainName, parseDomainName } from '../../src/model/domain-name.ts';
import type { ReadDomain } from '../../src/model/domain-state.ts';
import type { Webhooks } from '../../src/model/webhooks.ts';

export const MAIN: AccountName = accountName('main');

/** A checked domain name; throws where the text is none. */
export function domainName(text: string): DomainName {
  const parsed = parseDomainName(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed.value;
}

export const MG: DomainName = domainName('mg.example.com');

export function desiredDomain(fields: Partial<DesiredDomain> = {}): DesiredDomain {
  return { account: MAIN, domain: MG, policy: 'listed', ignore: [], webhooks: {}, ...fields };
}

export function readDomain(webhooks: Webhooks, fields: Partial<ReadDomain> = {}): ReadDomain {
  return { kind: 'read', account: MAIN, domain: MG, webhooks, unknownHooks: [], ...fields };
}
