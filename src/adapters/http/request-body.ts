import type { IncomingMessage } from 'node:http';

/** The most a request may send us; an approval takes some 100 bytes. */
export const BODY_BYTES_MAX = 4096;

export type Body =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'too-large' }
  /** The connection ended too early, or the bytes are not UTF-8. */
  | { readonly kind: 'broken' };

/** Reads a request's body, but no more of it than is allowed. Never rejects. */
export function readBody(message: IncomingMessage): Promise<Body> {
  if (Number(message.headers['content-length'] ?? 0) > BODY_BYTES_MAX) {
    return Promise.resolve({ kind: 'too-large' });
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= BODY_BYTES_MAX) chunks.push(chunk);
      else resolve({ kind: 'too-large' });
    });
    message.once('end', () => resolve(decode(Buffer.concat(chunks))));
    message.once('error', () => resolve({ kind: 'broken' }));
    message.once('close', () => resolve({ kind: 'broken' }));
  });
}

function decode(bytes: Buffer): Body {
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { kind: 'broken' };
  }
}
