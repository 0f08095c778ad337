import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Scrubber } from '../adapters/telemetry/scrubber.ts';
import type { Account } from '../model/account.ts';
import { Secret } from '../model/secret.ts';
import type { Environment } from './environment.ts';
import { UsageError } from './exit-code.ts';

export interface KeyRing {
  readonly environment: Environment;
  readonly workingDirectory: string;
  readonly scrubber: Scrubber;
}

/**
 * Gives the API key of an account each time it is asked. A key in a file is read again every time, so that a rotated
 * key is used at once; while the file is being replaced, the last good key stays in use. Every key that is ever seen
 * is scrubbed from all output.
 *
 * @throws UsageError now, if there is no usable key, naming the account and where the key is expected.
 */
export function apiKeyOf(account: Account, ring: KeyRing): () => Secret {
  const read = () => {
    const secret = new Secret(checkKey(account, readKey(account, ring)));
    ring.scrubber.add(secret);
    return secret;
  };
  let last = read();
  if ('env' in account.apiKey) return () => last;
  return () => {
    try {
      last = read();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
    return last;
  };
}

function readKey({ name, apiKey }: Account, { environment, workingDirectory }: KeyRing): string {
  if ('env' in apiKey) {
    const key = environment.get(apiKey.env);
    if (key !== undefined && key !== '') return key;
    throw new UsageError(
      `No API key for account '${name}': the environment variable ${apiKey.env} is ${key === '' ? 'empty' : 'not set'}`,
    );
  }
  try {
    return readFileSync(resolve(workingDirectory, apiKey.file), 'utf8').trim();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new UsageError(`No API key for account '${name}': cannot read the file ${apiKey.file} (${code})`);
  }
}

/** A key with white space inside is a file of something else, or two keys; it would only earn a 401. */
function checkKey({ name, apiKey }: Account, key: string): string {
  const place = 'env' in apiKey ? `the environment variable ${apiKey.env}` : `the file ${apiKey.file}`;
  if (key === '') throw new UsageError(`No API key for account '${name}': ${place} is empty`);
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new UsageError(
      `The API key of account '${name}' in ${place} holds white space or non-ASCII characters`,
    );
  }
  return key;
}
