import { setMaxListeners } from 'node:events';

/** A caller's place in the line: held from the moment it asks until its request leaves, or it gives up. */
export interface Place {
  /** Aborted, with the reason, when the caller has given up. */
  readonly left: AbortSignal;
  /** The request leaves now: from here on nobody can give the place up. Throws the reason if somebody has. */
  depart(): void;
}

/** Everybody whose request has not left yet. */
export interface WaitingLine {
  /** Takes a place that is given up as soon as `signal` is aborted. */
  enter(signal: AbortSignal): Place;
  length(): number;
  /** Gives up all places, and every place that is asked for later. */
  close(reason: Error): void;
}

export function createWaitingLine(): WaitingLine {
  const places = new Set<AbortController>();
  const closing = new AbortController();
  return {
    enter: (signal) => {
      signal.throwIfAborted();
      closing.signal.throwIfAborted();
      const place = new AbortController();
      const giveUp = (): void => place.abort(signal.reason);
      // Signals outlive places by far: a listener left behind on each would be a leak.
      const end = (): void => {
        places.delete(place);
        signal.removeEventListener('abort', giveUp);
      };
      places.add(place);
      // Many wait on one signal; Node would print that it suspects a leak.
      setMaxListeners(0, signal);
      signal.addEventListener('abort', giveUp);
      place.signal.addEventListener('abort', end);
      return {
        left: place.signal,
        depart: () => {
          place.signal.throwIfAborted();
          end();
        },
      };
    },
    length: () => places.size,
    close: (reason) => {
      closing.abort(reason);
      for (const place of [...places]) place.abort(reason);
    },
  };
}
