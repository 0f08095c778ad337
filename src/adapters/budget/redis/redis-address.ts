import { parseUrl } from '../../../model/parse-url.ts';
import type { Parsed } from '../../../model/parsed.ts';
import { Secret } from '../../../model/secret.ts';

/** Where Redis is and how to sign in there. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly database: number;
  readonly username?: string;
  readonly password?: Secret;
}

const DEFAULT_PORT = 6379;
const EXPECTED = 'expected redis://[[user]:password@]host[:port][/database], or rediss:// for TLS';

/** Reads the URL of a Redis server. The problem never repeats the URL, which may hold a password. */
export function parseRedisAddress(text: string): Parsed<RedisAddress> {
  const url = parseUrl(text);
  if (url === undefined) return { problem: `The Redis URL cannot be read: ${EXPECTED}` };
  const problem = problemOf(url);
  if (problem !== undefined) return { problem: `The Redis URL ${problem}: ${EXPECTED}` };
  const username = decode(url.username);
  const password = decode(url.password);
  if (username === undefined || password === undefined) {
    return { problem: `The credentials in the Redis URL are not percent-encoded: ${EXPECTED}` };
  }
  return {
    value: {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? DEFAULT_PORT : Number(url.port),
      tls: url.protocol === 'rediss:',
      database: Number(url.pathname.slice(1)),
      ...(username === '' ? {} : { username }),
      ...(password === '' ? {} : { password: new Secret(password) }),
    },
  };
}

/** The place as people may see it: without credentials. */
export function displayAddress({ host, port, tls }: RedisAddress): string {
  return `${tls ? 'rediss' : 'redis'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function problemOf(url: URL): string | undefined {
  // A forgotten scheme makes the user name one: it is not repeated.
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') return 'has another scheme';
  if (url.hostname === '') return 'names no host';
  if (!/^\/?$|^\/\d{1,4}$/.test(url.pathname)) return 'does not end with the number of a database';
  if (url.search !== '' || url.hash !== '') return "has a part after '?' or '#'";
  if (url.username !== '' && url.password === '') return 'has a user without a password';
  return undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
