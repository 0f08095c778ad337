import { NoAnswer } from '../../../src/adapters/kubernetes/no-answer.ts';
import type { Answer, Wire } from '../../../src/adapters/kubernetes/wire.ts';
import type { LeaseStore } from './lease-store.ts';
import type { Life, Timeline } from './timeline.ts';

/** How a network treats one request. */
export interface Passage {
  readonly thereMs: number;
  readonly backMs: number;
  /** What never arrives. */
  readonly lost?: 'request' | 'answer' | undefined;
}

export interface VirtualWireOptions {
  readonly timeline: Timeline;
  readonly store: LeaseStore;
  readonly life: Life;
  /** Asked for each request. */
  readonly passage: (method: string) => Passage;
  readonly token?: () => string;
}

/**
 * A wire on the timeline instead of a socket. As on a real one, a request that the client gives up may still arrive,
 * and a process that is frozen or dead hears no answer.
 */
export function createVirtualWire({ timeline, store, life, passage, token }: VirtualWireOptions): Wire {
  return {
    send: ({ method, path, body = '', signal }) =>
      new Promise<Answer>((resolve, reject) => {
        const { thereMs, backMs, lost } = passage(method);
        const authorization = token === undefined ? undefined : `Bearer ${token()}`;
        signal.addEventListener('abort', () => reject(reasonOf(signal)));
        if (signal.aborted) return reject(reasonOf(signal));
        timeline.after(thereMs, () => {
          if (lost === 'request') return;
          const { status, object } = store.handle({ method, path, authorization, body });
          const text = typeof object === 'string' ? object : JSON.stringify(object);
          if (lost !== 'answer') life.deliver(backMs, () => resolve({ status, text }));
        });
      }),
  };
}

function reasonOf({ reason }: AbortSignal): NoAnswer {
  return reason instanceof NoAnswer ? reason : new NoAnswer('the request was cut off');
}
