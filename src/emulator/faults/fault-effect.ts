import type { Answer, Reply } from '../answer.ts';
import type { EmulatorClock } from '../clock.ts';
import type { Exchange, Handler } from '../exchange.ts';
import type { World } from '../world.ts';
import type { FaultTime } from './fault-rule.ts';

/** What a fault does around the handling of a request: it may act before and after, change either, or not call it. */
export type FaultEffect = (exchange: Exchange, handle: Handler) => Promise<Reply>;

/** What a fault may look at and wait for. */
export interface FaultScene {
  readonly world: World;
  readonly clock: EmulatorClock;
  /** Ends all waiting when the emulator is closed. */
  readonly signal: AbortSignal;
}

/** Replies with something else; `after` lets the request have its effect first. */
export function insteadOfAnswer(reply: Reply, when: FaultTime | undefined): FaultEffect {
  return async (exchange, handle) => {
    if (when === 'after') await handle(exchange);
    return reply;
  };
}

/** Changes the right answer; a silence stays one. */
export function changedAnswer(change: (answer: Answer) => Answer): FaultEffect {
  return async (exchange, handle) => {
    const reply = await handle(exchange);
    return reply.kind === 'answer' ? change(reply) : reply;
  };
}

/** Handles the request with other powers. */
export function changedExchange(change: (exchange: Exchange) => Exchange): FaultEffect {
  return (exchange, handle) => handle(change(exchange));
}
