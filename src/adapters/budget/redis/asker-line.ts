import { setMaxListeners } from 'node:events';

/** Those who ask for something that comes one at a time: first come, first served. */
export interface AskerLine<T> {
  /** Resolves with what is served; rejects with the signal's reason as soon as it is aborted. */
  enter(signal: AbortSignal): Promise<T>;
  /** Serves the first in the line; says whether there was one. */
  serve(thing: T): boolean;
  length(): number;
  /** Rejects everybody, and everybody who comes later. */
  close(reason: Error): void;
}

interface Asker<T> {
  readonly take: (thing: T) => void;
  readonly leave: (reason: unknown) => void;
}

export function createAskerLine<T>(): AskerLine<T> {
  const askers = new Set<Asker<T>>();
  const closing = new AbortController();
  return {
    enter: async (signal) => {
      signal.throwIfAborted();
      closing.signal.throwIfAborted();
      // Many wait on one signal; Node would print that it suspects a leak.
      setMaxListeners(0, signal);
      return await new Promise<T>((resolve, reject) => {
        const giveUp = (): void => asker.leave(signal.reason);
        // Signals outlive askers by far: a listener left behind on each would be a leak.
        const depart = (): void => {
          askers.delete(asker);
          signal.removeEventListener('abort', giveUp);
        };
        const asker: Asker<T> = {
          take: (thing) => {
            depart();
            resolve(thing);
          },
          leave: (reason) => {
            depart();
            reject(reason);
          },
        };
        askers.add(asker);
        signal.addEventListener('abort', giveUp);
      });
    },
    serve: (thing) => {
      const [first] = askers;
      first?.take(thing);
      return first !== undefined;
    },
    length: () => askers.size,
    close: (reason) => {
      closing.abort(reason);
      for (const asker of [...askers]) asker.leave(reason);
    },
  };
}
