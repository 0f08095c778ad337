/**
 * A request ended without an answer; it may have had its effect all the same. Made from nothing but a code that is on
 * the list below: errors of got carry the request with its API key, and never leave this folder.
 */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** What went wrong, by the codes of Node and got. Codes of TLS are those of OpenSSL (`openssl verify`, its manual). */
const MEANINGS: ReadonlyMap<string, string> = new Map([
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['CERT_NOT_YET_VALID', 'its certificate is not valid yet'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is self-signed'],
  ['EAI_AGAIN', 'the host name could not be looked up'],
  ['ECONNABORTED', 'the connection was aborted'],
  ['ECONNREFUSED', 'the connection was refused'],
  ['ECONNRESET', 'the connection was reset'],
  ['EHOSTUNREACH', 'the host cannot be reached'],
  ['ENETDOWN', 'the network is down'],
  ['ENETUNREACH', 'the network cannot be reached'],
  ['ENOTFOUND', 'the host name is unknown'],
  ['EPIPE', 'the connection was closed'],
  ['EPROTO', 'no secure connection was possible'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another host'],
  ['ETIMEDOUT', 'the time limit passed'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'its certificate is signed by nobody we trust'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'its certificate is signed by nobody we trust'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'its certificate is signed by nobody we trust'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its certificate is signed by nobody we trust'],
]);

/** Codes of whole families: Node's HTTP parser, and its TLS. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/^HPE_[A-Z_]{1,40}$/, 'what it sent is not HTTP'],
  [/^ERR_(SSL|TLS)_[A-Z0-9_]{1,80}$/, 'no secure connection was possible'],
];

/** Why there is no answer, or not all of it: `the connection was refused (ECONNREFUSED)`. */
export function describeFailure(error: unknown): string {
  const code = codeOf(error);
  const meaning = MEANINGS.get(code) ?? FAMILIES.find(([pattern]) => pattern.test(code))?.[1];
  return meaning === undefined ? 'the request failed' : `${meaning} (${code})`;
}

function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}
