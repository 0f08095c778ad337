import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../model/secret.ts';

/** Whether an `Authorization` header carries the token, compared in a time that tells nothing about either of them. */
export function carriesToken(header: string | undefined, token: Secret): boolean {
  const [, given] = /^Bearer +(\S+) *$/i.exec(header ?? '') ?? [];
  // Hashes have equal lengths, which the comparison needs and which hides the length of the token.
  return given !== undefined && timingSafeEqual(digest(given), digest(token.reveal()));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
