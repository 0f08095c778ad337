import { jsonAnswer } from '../answer.ts';
import { addressedDomain } from '../received-request.ts';
import { changedExchange, type FaultEffect, type FaultScene } from './fault-effect.ts';

/** A read sees the webhooks as they were `ms` ago; a write sees them as they are. */
export function stale(ms: number, { world, clock }: FaultScene): FaultEffect {
  return changedExchange((exchange) =>
    exchange.request.method === 'GET'
      ? { ...exchange, hooksOf: (domain) => world.hooksAt(domain, clock.nowMs() - ms) }
      : exchange,
  );
}

/** For `ms` after a write to a domain, the domain is not found. */
export function temporarilyNotFound(ms: number, { world, clock }: FaultScene): FaultEffect {
  return async (exchange, handle) => {
    const domain = addressedDomain(exchange.request.segments)?.toLowerCase() ?? '';
    const writtenMs = world.lastWriteMs(domain);
    const fresh = writtenMs !== undefined && clock.nowMs() - writtenMs < ms;
    return fresh ? jsonAnswer(404, { message: 'Domain not found' }) : handle(exchange);
  };
}

/** A read answers with the webhooks of another domain, as a mixed-up cache would. */
export function otherDomain(other: string, { world }: FaultScene): FaultEffect {
  return changedExchange((exchange) =>
    exchange.request.method === 'GET'
      ? { ...exchange, hooksOf: () => world.hooks(other.toLowerCase()) }
      : exchange,
  );
}
