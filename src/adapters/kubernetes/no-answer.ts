/**
 * A request ended without an answer; a write may have been applied all the same. Made from words of our own alone:
 * errors of got carry the request with its token, and never leave this folder.
 */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** What went wrong, by the codes of Node and OpenSSL. */
const MEANINGS: ReadonlyMap<string, string> = new Map([
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['CERT_NOT_YET_VALID', 'its certificate is not valid yet'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is not signed by the CA we were given'],
  ['EAI_AGAIN', 'the host name could not be looked up'],
  ['ECONNREFUSED', 'the connection was refused'],
  ['ECONNRESET', 'the connection was reset'],
  ['EHOSTUNREACH', 'the host cannot be reached'],
  ['ENETUNREACH', 'the network cannot be reached'],
  ['ENOTFOUND', 'the host name is unknown'],
  ['EPIPE', 'the connection was closed'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another host'],
  ['ETIMEDOUT', 'the connection timed out'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'its certificate is not signed by the CA we were given'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'its certificate is not signed by the CA we were given'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its certificate is not signed by the CA we were given'],
]);

/** Codes of whole families: Node's HTTP parser, and its TLS. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/^HPE_[A-Z_]{1,40}$/, 'what it sent is not HTTP'],
  [/^(EPROTO|ERR_(SSL|TLS|OSSL)_[A-Z0-9_]{1,80})$/, 'no secure connection was possible'],
];

/** An error of Node or got in our words: `the connection was refused (ECONNREFUSED)`. */
export function noAnswerFrom(error: unknown): NoAnswer {
  if (error instanceof NoAnswer) return error;
  const value: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
  const code = typeof value === 'string' ? value : '';
  const meaning = MEANINGS.get(code) ?? FAMILIES.find(([pattern]) => pattern.test(code))?.[1];
  return new NoAnswer(meaning === undefined ? 'the request failed' : `${meaning} (${code})`);
}
