import type { Clock } from '../../../ports/clock.ts';

/** Wakes one sleeper early. A ring that nobody hears is kept: the next rest is over at once. */
export interface Bell {
  ring(): void;
  /** Resolves when the bell rings, after `ms` milliseconds at the latest. */
  rest(ms: number): Promise<void>;
}

export function createBell(clock: Clock): Bell {
  let rung = false;
  let wake = (): void => undefined;
  return {
    ring: () => {
      rung = true;
      wake();
    },
    rest: async (ms) => {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const cancel = clock.after(ms, resolve);
          wake = () => {
            cancel();
            resolve();
          };
        });
      }
      rung = false;
    },
  };
}
