import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SealKeys } from '../../../src/adapters/journal/seal-keys.ts';
import { openUrl, type StoredUrl, storeUrl } from '../../../src/adapters/journal/sealed-url.ts';
import { fingerprint } from '../../../src/cli/fingerprint.ts';
import { Secret } from '../../../src/model/secret.ts';

const URL_TEXT = 'https://user:c4n4ry@hooks.example.com/hook';
const KEY = new Secret('key-of-the-account');
const OTHER = new Secret('key-after-a-rotation');

const seal = (keys: SealKeys, key = KEY) =>
  storeUrl(URL_TEXT, { key, fingerprint, freshBytes: randomBytes, keys });

const bytesOf = (stored: StoredUrl) => Buffer.from(typeof stored === 'string' ? '' : stored.sealed, 'base64');
const saltOf = (stored: StoredUrl) => bytesOf(stored).subarray(0, 16).toString('hex');
const nonceOf = (stored: StoredUrl) => bytesOf(stored).subarray(16, 28).toString('hex');

describe('the keys of sealed URLs', () => {
  it('share a salt and never a nonce, so that one derivation opens many', () => {
    const keys = new SealKeys();
    const sealed = Array.from({ length: 50 }, () => seal(keys));
    expect(new Set(sealed.map(saltOf)).size).toBe(1);
    expect(new Set(sealed.map(nonceOf)).size).toBe(50);
    const reader = new SealKeys();
    for (const each of sealed) expect(openUrl(each, KEY, reader)).toBe(URL_TEXT);
  });

  it('differ from process to process, and from one API key to the next', () => {
    const keys = new SealKeys();
    const salts = [seal(keys), seal(keys, OTHER), seal(new SealKeys())].map(saltOf);
    expect(new Set(salts).size).toBe(3);
  });

  it('open nothing that another API key sealed, whichever was asked before', () => {
    const keys = new SealKeys();
    const [old, fresh] = [seal(keys), seal(keys, OTHER)];
    for (let time = 0; time < 2; time += 1) {
      expect(openUrl(old, KEY, keys)).toBe(URL_TEXT);
      expect(openUrl(old, OTHER, keys)).toBeUndefined();
      expect(openUrl(fresh, OTHER, keys)).toBe(URL_TEXT);
      expect(openUrl(fresh, KEY, keys)).toBeUndefined();
    }
  });

  it('renew the salt long before nonces could meet', () => {
    const keys = new SealKeys();
    const fresh = () => randomBytes(16);
    const salts = new Set(Array.from({ length: 250_000 }, () => keys.saltFor(KEY, fresh)));
    expect(salts.size).toBe(3);
  });
});
