import type { Clock } from '../../ports/clock.ts';
import { NoAnswer } from './no-answer.ts';

export interface Deadline {
  readonly clock: Clock;
  readonly limitMs: number;
  /** Ends it sooner. */
  readonly signal: AbortSignal;
}

/** Gives `action` a signal that is aborted when the time has passed, or with the other signal. */
export async function within<T>(
  { clock, limitMs, signal }: Deadline,
  action: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const cut = (): void => controller.abort(signal.reason);
  const cancel = clock.after(limitMs, () => {
    controller.abort(new NoAnswer(`the time limit of ${limitMs / 1000} s passed`));
  });
  // Not AbortSignal.any: on a signal that lives as long as the process, each would leave something behind.
  signal.addEventListener('abort', cut, { once: true });
  try {
    if (signal.aborted) cut();
    return await action(controller.signal);
  } finally {
    cancel();
    signal.removeEventListener('abort', cut);
  }
}
