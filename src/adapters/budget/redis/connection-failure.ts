import { displayAddress, type RedisAddress } from './redis-address.ts';
import { type Outlook, SharedWindowError } from './shared-window-error.ts';

/** What is known of an error of Node or ioredis: its code, or the first word of what Redis replied. */
type Finding = readonly [sentence: string, outlook: Outlook];

const FINDINGS: ReadonlyMap<string, Finding> = new Map([
  ['ECONNREFUSED', ['nothing listens there', 'passing']],
  ['ENOTFOUND', ['the name of the host is unknown', 'passing']],
  ['EAI_AGAIN', ['the name of the host cannot be looked up', 'passing']],
  ['ETIMEDOUT', ['it does not answer', 'passing']],
  ['EHOSTUNREACH', ['there is no route to it', 'passing']],
  ['ENETUNREACH', ['there is no route to it', 'passing']],
  ['ECONNRESET', ['it closed the connection', 'passing']],
  ['LOADING', ['it is still loading its data', 'passing']],
  ['BUSY', ['it is busy with a script', 'passing']],
  ['READONLY', ['it is a replica, which cannot be written to', 'passing']],
  ['MASTERDOWN', ['it is a replica without a master', 'passing']],
  ['CLUSTERDOWN', ['its cluster is down', 'passing']],
  ['TRYAGAIN', ['its cluster is being moved', 'passing']],
  ['OOM', ['it has no memory left', 'passing']],
  ['MISCONF', ['it refuses writes because it cannot save its data', 'passing']],
  ['MOVED', ['it is a node of a cluster that does not hold this account', 'final']],
  ['NOAUTH', ['it wants a password, and the URL has none', 'final']],
  ['WRONGPASS', ['it refuses the user or the password', 'final']],
  ['NOPERM', ['the user may not run the script, or not on keys that start with mghooks:', 'final']],
]);

/** Errors without a code, by their text. */
const TEXTS: readonly (readonly [pattern: RegExp, finding: Finding])[] = [
  [/timed out/i, ['it does not answer', 'passing']],
  [/connection is closed|isn't writeable/i, ['it closed the connection', 'passing']],
  // Long commands get this instead of NOAUTH since Redis 7.
  [/unauthenticated/, ['it wants a password, and the URL has none', 'final']],
  [/^ERR invalid password/, ['it refuses the password', 'final']],
  [
    /without any password configured|no password is set/,
    ['it has no password, but the URL has one', 'final'],
  ],
  [/^ERR DB index|^ERR invalid DB index/, ['it has no database with this number', 'final']],
  [/^Protocol error/, ['what answers is not Redis', 'final']],
  [/certificate|self.signed/i, ['its certificate is not trusted', 'final']],
  [/SSL|TLS/, ['it does not speak TLS', 'final']],
];

/**
 * An error of our own for whatever went wrong with a connection. The original is dropped, not chained: ioredis puts
 * the arguments of a command, which may be a password, into its errors.
 */
export function connectionFailure(error: unknown, address: RedisAddress): SharedWindowError {
  const text = error instanceof Error ? error.message : '';
  const code = codeOf(error) ?? /^[A-Z]+(?= )/.exec(text)?.[0] ?? '';
  const found = FINDINGS.get(code) ?? TEXTS.find(([pattern]) => pattern.test(`${text} ${code}`))?.[1];
  const [sentence, outlook] = found ?? ['it cannot be used', 'passing'];
  const hint = code === '' || code === 'ERR' ? '' : ` (${code})`;
  return new SharedWindowError(`Redis at ${displayAddress(address)}: ${sentence}${hint}`, outlook);
}

/** Some errors, such as one for each address of a host, hold the telling ones inside. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof AggregateError ? codeOf(error.errors[0]) : undefined;
}
