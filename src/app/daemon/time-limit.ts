import type { Clock } from '../../ports/clock.ts';

/** Whether something ends within `ms` milliseconds; if not, it is left behind. Rejects if it does. */
export async function endsWithin(clock: Clock, ms: number, work: Promise<unknown>): Promise<boolean> {
  let cancel: () => void = () => undefined;
  const late = new Promise<boolean>((resolve) => {
    cancel = clock.after(Math.max(0, ms), () => resolve(false));
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    cancel();
  }
}
