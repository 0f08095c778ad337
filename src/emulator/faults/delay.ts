import type { FaultEffect, FaultScene } from './fault-effect.ts';
import type { FaultTime } from './fault-rule.ts';

/** The request has its effect after the delay (`before`, the default), or at once and only the answer is late. */
export function delay(ms: number, when: FaultTime | undefined, { clock, signal }: FaultScene): FaultEffect {
  return async (exchange, handle) => {
    if (when !== 'after') await clock.sleep(ms, signal);
    const reply = await handle(exchange);
    if (when === 'after') await clock.sleep(ms, signal);
    return reply;
  };
}
