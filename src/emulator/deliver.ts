import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Answer, Ending, Reply } from './answer.ts';

/** Sends a reply. Resolves when there is nothing more to do for it, also when the client has gone away. */
export async function deliver(reply: Reply, response: ServerResponse): Promise<void> {
  if (reply.kind === 'silence') return finish(response, reply.ending);
  const { body, afterwards } = reply;
  if (body instanceof Uint8Array) {
    response.writeHead(reply.status, { ...reply.headers, 'Content-Length': String(body.length) });
    response.end(body);
    return;
  }
  response.writeHead(reply.status, reply.headers);
  await sendPieces(body, response);
  if (afterwards === undefined) response.end();
  else finish(response, afterwards);
}

async function sendPieces(
  pieces: Exclude<Answer['body'], Uint8Array>,
  response: ServerResponse,
): Promise<void> {
  response.flushHeaders();
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  for await (const piece of pieces) {
    if (gone.signal.aborted) return;
    if (!response.write(piece)) await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
  }
}

/** Leaves the connection as asked. What was written before is sent first, save by a reset. */
function finish({ socket }: ServerResponse, ending: Ending): void {
  if (ending === 'reset') socket?.resetAndDestroy();
  if (ending === 'end') socket?.destroySoon();
}
