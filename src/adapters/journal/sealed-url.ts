import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Secret } from '../../model/secret.ts';
import { type Fingerprint, maskUrl } from '../../model/url-mask.ts';
import type { SealKeys } from './seal-keys.ts';

/** A URL as a file keeps it: as it is or, where it holds what may be a credential, masked and sealed. */
export type StoredUrl = string | SealedUrl;

export interface SealedUrl {
  /** What people see of it. */
  readonly masked: string;
  /** The whole URL, in Base64: salt, nonce, cipher text, tag. */
  readonly sealed: string;
}

export interface Sealing {
  readonly key: Secret;
  readonly fingerprint: Fingerprint;
  /** Bytes that nobody can foresee. */
  readonly freshBytes: (count: number) => Uint8Array;
  readonly keys: SealKeys;
}

const CIPHER = 'aes-256-gcm';
const SALT_LENGTH = 16;
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

/**
 * The form in which a URL is kept. Whoever has the API key can read such a URL at Mailgun anyway, so the key opens it,
 * and nothing else does: AES-256-GCM with a fresh nonce, under a key that HKDF-SHA256 (RFC 5869) makes from the API key
 * and a salt. The mask is authenticated with it: what was shown is what is opened.
 */
export function storeUrl(url: string, { key, fingerprint, freshBytes, keys }: Sealing): StoredUrl {
  const masked = maskUrl(url, fingerprint);
  if (masked === url) return url;
  const salt = keys.saltFor(key, () => freshBytes(SALT_LENGTH));
  const nonce = freshBytes(NONCE_LENGTH);
  const cipher = createCipheriv(CIPHER, keys.derive(key, salt), nonce, { authTagLength: TAG_LENGTH });
  cipher.setAAD(Buffer.from(masked));
  const text = Buffer.concat([cipher.update(url, 'utf8'), cipher.final()]);
  return { masked, sealed: Buffer.concat([salt, nonce, text, cipher.getAuthTag()]).toString('base64') };
}

/** `undefined` if it was sealed with another API key, or is damaged. */
export function openUrl(stored: StoredUrl, key: Secret, keys: SealKeys): string | undefined {
  if (typeof stored === 'string') return stored;
  const bytes = Buffer.from(stored.sealed, 'base64');
  const textAt = SALT_LENGTH + NONCE_LENGTH;
  if (bytes.length <= textAt + TAG_LENGTH) return undefined;
  const derived = keys.derive(key, bytes.subarray(0, SALT_LENGTH));
  const nonce = bytes.subarray(SALT_LENGTH, textAt);
  const decipher = createDecipheriv(CIPHER, derived, nonce, { authTagLength: TAG_LENGTH });
  decipher.setAAD(Buffer.from(stored.masked));
  decipher.setAuthTag(bytes.subarray(-TAG_LENGTH));
  try {
    const text = decipher.update(bytes.subarray(textAt, -TAG_LENGTH));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

/** What people see of a URL; needs no key. */
export function shownUrl(stored: StoredUrl): string {
  return typeof stored === 'string' ? stored : stored.masked;
}
