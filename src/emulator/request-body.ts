import type { IncomingMessage } from 'node:http';
import { jsonAnswer } from './answer.ts';

/** Far more than a call of the API needs: three URLs of any sane length. */
const BODY_BYTES_MAX = 1_048_576;

/** The answer to a request with a larger body. What is left of it is not read, so the connection ends. */
export const BODY_TOO_LARGE = jsonAnswer(413, { message: 'Request body too large' }, { Connection: 'close' });

/** The whole body of a request; or that it has more than `BODY_BYTES_MAX`, or that the client went away. */
export async function readBody(message: IncomingMessage): Promise<Buffer | 'too-large' | 'gone'> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > BODY_BYTES_MAX) return 'too-large';
      chunks.push(chunk);
    }
  } catch {
    return 'gone';
  }
  return Buffer.concat(chunks);
}
