import type { Answer } from '../answer.ts';
import { changedAnswer, type FaultEffect, type FaultScene } from './fault-effect.ts';

const PIECE_BYTES = 65_536;

/** Cuts the body off. With `whole` the header claims the full length, so that the end comes too early. */
export function truncate(bytes: number, length: 'whole' | 'cut'): FaultEffect {
  return onWholeBody((answer, body) => {
    const part = body.subarray(0, bytes);
    if (length === 'cut') return { ...answer, body: part };
    return { ...pieces(answer, body.length, [part]), afterwards: 'end' };
  });
}

/** The body in small pieces, with a pause after each. */
export function slowBody(chunkBytes: number, everyMs: number, { clock, signal }: FaultScene): FaultEffect {
  return onWholeBody((answer, body) => {
    async function* slowly(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < body.length; at += chunkBytes) {
        yield body.subarray(at, at + chunkBytes);
        await clock.sleep(everyMs, signal);
      }
    }
    return { ...pieces(answer, body.length, []), body: slowly() };
  });
}

/** Makes the body longer without making it invalid: `{"webhooks":{}}` gets a long second member. */
export function oversize(bytes: number): FaultEffect {
  return onWholeBody((answer, body) => {
    const end = body.lastIndexOf('}'.charCodeAt(0));
    const head = Buffer.from(body.subarray(0, Math.max(0, end)));
    return { ...answer, body: padded(head, bytes) };
  });
}

async function* padded(head: Uint8Array, bytes: number): AsyncGenerator<Uint8Array> {
  yield head;
  yield Buffer.from(',"padding":"');
  const piece = Buffer.alloc(PIECE_BYTES, 'x');
  for (let left = bytes; left > 0; left -= PIECE_BYTES) yield piece.subarray(0, left);
  yield Buffer.from('"}\n');
}

function onWholeBody(change: (answer: Answer, body: Uint8Array) => Answer): FaultEffect {
  return changedAnswer((answer) =>
    answer.body instanceof Uint8Array ? change(answer, answer.body) : answer,
  );
}

function pieces(answer: Answer, length: number, parts: readonly Uint8Array[]): Answer {
  async function* each(): AsyncGenerator<Uint8Array> {
    yield* parts;
  }
  return { ...answer, headers: { ...answer.headers, 'Content-Length': String(length) }, body: each() };
}
