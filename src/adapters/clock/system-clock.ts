import { setMaxListeners } from 'node:events';
import type { Clock } from '../../ports/clock.ts';

/** Node keeps the delay of a timer in 31 bits; a longer one would fire at once. About 24.8 days. */
const TIMER_MAX_MS = 2 ** 31 - 1;

/**
 * The clock of this machine. Decisions rest on `performance.now()`, which neither NTP nor a suspended laptop moves
 * backwards. A timer that has not fired keeps the process alive, so that a queue that waits for one is never left
 * behind; whoever sets a timer cancels it when it is no longer needed.
 */
export function createSystemClock(): Clock {
  return {
    nowMs: () => performance.now(),
    wallMs: () => Date.now(),
    sleep,
    after,
  };
}

function after(ms: number, action: () => void): () => void {
  let timer: NodeJS.Timeout;
  const arm = (leftMs: number): void => {
    const stepMs = Math.min(leftMs, TIMER_MAX_MS);
    timer = setTimeout(() => (leftMs > stepMs ? arm(leftMs - stepMs) : action()), stepMs);
  };
  arm(ms);
  return () => clearTimeout(timer);
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const wake = (): void => {
      // Signals outlive sleeps by far: a listener left behind on each would be a leak.
      signal?.removeEventListener('abort', abort);
      resolve();
    };
    const cancel = after(ms, wake);
    const abort = (): void => {
      cancel();
      reject(signal?.reason);
    };
    if (!signal) return;
    // Many sleep on one signal; Node would print that it suspects a leak.
    setMaxListeners(0, signal);
    signal.addEventListener('abort', abort, { once: true });
  });
}
