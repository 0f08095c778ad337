import { parseUrl } from './parse-url.ts';
import type { Parsed } from './parsed.ts';

/** A sending domain as Mailgun stores it: lower case, ASCII (IDN in punycode), at least two labels. */
export type DomainName = string & { readonly __brand: 'DomainName' };

const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;
const FORBIDDEN_BEFORE_IDNA = /[\s\p{Cc}/\\?#@:%[\]<>^|`{}"'*,;]/u;
const LENGTH_MAX = 253;

/**
 * Checks a domain name and gives it the one spelling that is used as a key: lower case and punycode.
 *
 * The grammar is strict because the name becomes a segment of a request path: a name such as `..` survives
 * percent-encoding, is resolved by every URL parser, and would address another route of the API.
 */
export function parseDomainName(text: string): Parsed<DomainName> {
  if (text === '') return { problem: 'a domain name is empty' };
  if (text.endsWith('.')) return { problem: `the domain name '${text}' ends with a dot` };
  const forbidden = FORBIDDEN_BEFORE_IDNA.exec(text);
  if (forbidden) return { problem: `the domain name contains ${JSON.stringify(forbidden[0])}` };
  const mixed = text.split('.').find(mixesAlphabets);
  if (mixed !== undefined) {
    return {
      problem: `'${mixed}' in '${text}' mixes Latin letters with others that look like them; write its punycode if it is meant`,
    };
  }
  const ascii = toAscii(text);
  if (ascii === undefined) return { problem: `'${text}' is not a valid internationalised domain name` };
  return checkAscii(ascii);
}

/**
 * `exаmple` with a Cyrillic `а` is another domain that nobody can tell from the right one. Whole labels in one alphabet
 * are fine, and so are Latin letters among those of East Asia (UTS 39, mixed-script confusables).
 */
function mixesAlphabets(label: string): boolean {
  return (
    /\p{Script=Latin}/u.test(label) &&
    /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u.test(label)
  );
}

/** URL parsers implement IDNA (UTS 46) for host names: `BÜCHER.example` becomes `xn--bcher-kva.example`. */
function toAscii(text: string): string | undefined {
  const lower = text.toLowerCase();
  // Plain names skip the URL parser, which would read `1.2` or `0x7f.1` as an IPv4 address, and which differs between
  // releases of Node in what it thinks of punycode.
  if (/^[a-z0-9_.-]*$/.test(lower)) return lower;
  return parseUrl(`http://${lower}`)?.hostname;
}

function checkAscii(ascii: string): Parsed<DomainName> {
  if (ascii.length > LENGTH_MAX) return { problem: `a domain name is longer than ${LENGTH_MAX} characters` };
  const labels = ascii.split('.');
  if (labels.length < 2) return { problem: `the domain name '${ascii}' has no dot` };
  const bad = labels.find((label) => !LABEL.test(label));
  if (bad !== undefined) return { problem: `the domain name '${ascii}' has an invalid label '${bad}'` };
  if (/^\d+$/.test(labels.at(-1) ?? '')) return { problem: `'${ascii}' is an address, not a domain name` };
  return { value: ascii as DomainName };
}
