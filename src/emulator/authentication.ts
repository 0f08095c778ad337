import { createHash } from 'node:crypto';
import { type Answer, jsonAnswer, textAnswer, withHeaders } from './answer.ts';
import type { Behaviour } from './behaviour.ts';

/** The key of an `Authorization` header: HTTP Basic, user `api`, the password is the key (vendor documentation). */
export function presentedKey(authorization: string | undefined): string | undefined {
  const encoded = /^basic\s+([A-Za-z0-9+/=]+)\s*$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  return decoded.startsWith('api:') && decoded.length > 'api:'.length
    ? decoded.slice('api:'.length)
    : undefined;
}

/** A name for a key that may be shown, in the form of Mailgun's `X-Mailgun-Key-Id`: `0a1b2c3d-4e5f6071`. */
export function keyId(key: string): string {
  const digest = createHash('sha256').update(key).digest('hex');
  return `${digest.slice(0, 8)}-${digest.slice(8, 16)}`;
}

/** Recorded: plain text without a newline. The OpenAPI document prints JSON. */
export function unauthorized(behaviour: Behaviour): Answer {
  const challenge = { 'Www-Authenticate': 'Basic realm="MG API"' };
  return behaviour.unauthorizedBody === 'text'
    ? withHeaders(textAnswer(401, 'text/plain; charset=utf-8', 'Forbidden'), challenge)
    : jsonAnswer(401, { message: 'Invalid private key' }, challenge);
}
