import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Secret } from '../../model/secret.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../exit-code.ts';

const LENGTH_MIN = 16;

/** Reads the token of the POST requests anew each time, so that it can be rotated; absent if there is none to read. */
export function tokenFrom(context: Context, file: string | undefined): () => Secret | undefined {
  if (file === undefined) return () => undefined;
  const read = (): Secret | string => {
    const token = readToken(resolve(context.workingDirectory, file));
    if (typeof token !== 'string') context.scrubber.add(token);
    return token;
  };
  const first = read();
  if (typeof first === 'string') {
    throw new UsageError(`Cannot use '--token-file': the file '${file}' ${first}`);
  }
  return () => {
    const token = read();
    return typeof token === 'string' ? undefined : token;
  };
}

/** The token, or what is wrong with the file. */
function readToken(path: string): Secret | string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return `cannot be read (${code})`;
  }
  if (!/^[\x21-\x7e]*$/.test(text)) return 'holds white space or non-ASCII characters inside the token';
  if (text.length >= LENGTH_MIN) return new Secret(text);
  const length = text.length === 0 ? 'is empty' : `holds ${text.length} characters`;
  return `${length}; a token has ${LENGTH_MIN} or more, such as those of: openssl rand -hex 32`;
}
