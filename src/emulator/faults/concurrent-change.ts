import type { FaultEffect, FaultScene } from './fault-effect.ts';
import type { ChangeFault } from './fault-rule.ts';

/** Somebody else sets the URLs of a webhook, just before the request has its effect (the default) or just after. */
export function concurrentChange(fault: ChangeFault, { world }: FaultScene): FaultEffect {
  const change = () => world.setHook(fault.domain.toLowerCase(), fault.event, fault.urls);
  return async (exchange, handle) => {
    if (fault.when !== 'after') change();
    const reply = await handle(exchange);
    if (fault.when === 'after') change();
    return reply;
  };
}
