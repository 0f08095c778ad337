import { parseDomainName } from '../../model/domain-name.ts';
import type { Parsed } from '../../model/parsed.ts';

/**
 * Checks the key of an entry of `domains`: the name of a domain, `*.` and the name of a domain, or `*`. Gives the one
 * spelling that is used to compare keys.
 */
export function parseDomainKey(text: string): Parsed<string> {
  if (text === '*') return { value: text };
  if (!text.includes('*')) return parseDomainName(text);
  if (!text.startsWith('*.') || text.includes('*', 1)) {
    return { problem: `'${text}' is no pattern: '*' stands alone, or at the start as in '*.example.com'` };
  }
  const suffix = text.slice(2);
  // A suffix may be a single label, which a domain name may not.
  const parsed = parseDomainName(suffix.includes('.') ? suffix : `any.${suffix}`);
  if ('problem' in parsed)
    return { problem: `'${text}' is no pattern: expected '*.' and the name of a domain` };
  return { value: `*.${suffix.includes('.') ? parsed.value : parsed.value.slice('any.'.length)}` };
}

/** The part after `*.` of a parsed key, empty for `*`; `undefined` if the key is the name of a domain. */
export function patternSuffix(key: string): string | undefined {
  if (key === '*') return '';
  return key.startsWith('*.') ? key.slice(2) : undefined;
}
