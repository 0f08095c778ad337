import { Secret } from '../../model/secret.ts';
import type { ApiServer } from './api-server.ts';
import { NoAnswer } from './no-answer.ts';
import { readText } from './read-text.ts';

export interface Credentials {
  readonly token: Secret | undefined;
  /** Certificates to trust, as PEM. */
  readonly ca: string | undefined;
}

/**
 * Reads both files again for each request. The kubelet replaces the token about once an hour, and the API server
 * refuses the old one some time later; a process that kept it would lose the lease for good.
 */
export async function readCredentials({ tokenFile, caFile }: ApiServer): Promise<Credentials> {
  const token = await readFileOf(tokenFile);
  // Anything else would split the header, and Node would put it into the message of an error.
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) throw new NoAnswer(`${tokenFile} holds no token`);
  return { token: token === undefined ? undefined : new Secret(token), ca: await readFileOf(caFile) };
}

async function readFileOf(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const text = await readText(path);
  if ('problem' in text) throw new NoAnswer(text.problem);
  return text.value;
}
