import { looksLikeToken } from '../../model/url-mask.ts';

/** Labels that say nothing by themselves: `hooks.slack.com` is called `slack-hooks`. */
const GENERIC_LABELS: ReadonlySet<string> = new Set(['api', 'app', 'hook', 'hooks', 'webhook', 'webhooks']);

/** What people would call the host of a URL: the first label of `crm.example.com`; `own-host` where it is `{domain}`. */
export function hostWord(url: string): string {
  const labels = hostOf(url)
    .split('.')
    .filter((label) => label !== 'www');
  const [first = '', second = ''] = labels;
  if (/^[\d.]+$/.test(labels.join('.'))) return labels.join('-');
  if (first.startsWith('{')) return 'own-host';
  return GENERIC_LABELS.has(first) && labels.length > 2 ? `${second}-${first}` : first;
}

/** The host without its port, all labels of it. */
export function hostOf(url: string): string {
  const authority = /^[a-z]+:\/\/([^/?#]*)/i.exec(url)?.[1] ?? '';
  return authority
    .slice(authority.lastIndexOf('@') + 1)
    .replace(/:\d+$/, '')
    .toLowerCase();
}

/** The path segments that are words: no placeholder, no version, no credential. */
export function pathWords(url: string): readonly string[] {
  const path = /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? '';
  return path
    .split('/')
    .filter((segment) => segment !== '' && !/[${}]|^v\d+$/.test(segment) && !looksLikeToken(segment));
}
