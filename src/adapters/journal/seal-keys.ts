import { hkdfSync } from 'node:crypto';
import type { Secret } from '../../model/secret.ts';

/** URLs that are sealed with one salt. Random nonces never meet among so few (NIST SP 800-38D allows 2^32). */
const SEALED_MAX = 100_000;

/** Keys that are kept: one for each salt, and older trails have a salt for each URL. */
const KEYS_MAX = 1000;

/**
 * The keys that seal and open URLs, derived from an API key. To derive one takes longer than to open a URL with it, so
 * they are kept, and many URLs share a salt: one process, one API key, one salt for a while.
 */
export class SealKeys {
  #revealed: string | undefined;
  readonly #derived = new Map<string, Uint8Array>();
  #salt: Uint8Array | undefined;
  #sealed = 0;

  /** The salt to seal one more URL with. */
  saltFor(key: Secret, fresh: () => Uint8Array): Uint8Array {
    this.#turnTo(key);
    const isUsedUp = this.#salt === undefined || this.#sealed >= SEALED_MAX;
    const salt = this.#salt === undefined || isUsedUp ? fresh() : this.#salt;
    this.#sealed = isUsedUp ? 1 : this.#sealed + 1;
    this.#salt = salt;
    return salt;
  }

  derive(key: Secret, salt: Uint8Array): Uint8Array {
    this.#turnTo(key);
    const name = Buffer.from(salt).toString('base64');
    const known = this.#derived.get(name);
    if (known !== undefined) return known;
    if (this.#derived.size >= KEYS_MAX) this.#derived.clear();
    const derived = new Uint8Array(hkdfSync('sha256', key.reveal(), salt, 'mghooks audit trail', 32));
    this.#derived.set(name, derived);
    return derived;
  }

  /** What was derived from another API key is of no use for this one. */
  #turnTo(key: Secret): void {
    if (this.#revealed === key.reveal()) return;
    this.#revealed = key.reveal();
    this.#derived.clear();
    this.#salt = undefined;
  }
}
