import type { Clock } from '../../src/ports/clock.ts';

/** A clock that goes `factor` times as fast as the one on the wall, waiting included. */
export function createSwiftClock(factor: number): Clock {
  const startMs = performance.now();
  const nowMs = () => (performance.now() - startMs) * factor;
  const after = (ms: number, action: () => void) => {
    const timer = setTimeout(action, ms / factor);
    return () => clearTimeout(timer);
  };
  return {
    nowMs,
    wallMs: () => Date.now() + nowMs(),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const cancel = after(ms, resolve);
        signal?.addEventListener('abort', () => {
          cancel();
          reject(signal.reason as Error);
        });
      }),
    after,
  };
}
