import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer, Reply } from './answer.ts';
import { type Arrival, type Arrivals, arrivalOf } from './arrivals.ts';
import type { Behaviour } from './behaviour.ts';
import type { EmulatorClock } from './clock.ts';
import { deliver } from './deliver.ts';
import type { Exchange, Handler } from './exchange.ts';
import type { FaultBook } from './faults/fault-book.ts';
import { type Gate, throughGate } from './gate.ts';
import type { RequestHandler } from './listener.ts';
import { type ReceivedRequest, receivedRequest } from './received-request.ts';
import { BODY_TOO_LARGE, readBody } from './request-body.ts';
import type { LoggedRequest, RequestLog } from './request-log.ts';
import { type Routed, route, strayAnswer } from './router.ts';
import type { World } from './world.ts';

export interface PipelineParts {
  readonly world: World;
  readonly log: RequestLog;
  readonly gate: Gate;
  readonly faults: FaultBook;
  readonly arrivals: Arrivals;
  readonly behaviour: Behaviour;
  readonly clock: EmulatorClock;
  /** Ends all waiting. */
  readonly signal: AbortSignal;
}

/** The way of a request: it arrives, is counted and logged, meets faults, the gate and its route, and is answered. */
export class Pipeline implements RequestHandler {
  readonly #parts: PipelineParts;

  constructor(parts: PipelineParts) {
    this.#parts = parts;
  }

  /** Everything is for Mailgun that is not for somebody else. */
  accepts(): boolean {
    return true;
  }

  async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { log, clock, faults, arrivals } = this.#parts;
    const opened = log.open(message, clock.nowMs());
    const body = await readBody(message);
    if (typeof body === 'string') {
      arrivals.add(this.#arrival(opened));
      return body === 'gone' ? undefined : this.#send(opened, BODY_TOO_LARGE, response);
    }
    const request = receivedRequest(opened.id, message, body);
    log.complete(request);
    const struck = faults.strike(request);
    if (struck.holdMs > 0) await this.#holdBack(request, struck.holdMs);
    const arrival = this.#arrival(opened);
    arrivals.add(arrival);
    const reply = await struck.around(this.#handler(request, arrival))(this.#exchange(request));
    await this.#send(opened, reply, response);
  }

  async #holdBack({ id }: ReceivedRequest, ms: number): Promise<void> {
    const { clock, log, signal } = this.#parts;
    await clock.sleep(ms, signal);
    log.arriveLater(id, clock.nowMs());
  }

  #arrival(opened: LoggedRequest): Arrival {
    return arrivalOf(this.#parts.log.find(opened.id) ?? opened, this.#parts.behaviour);
  }

  #exchange(request: ReceivedRequest): Exchange {
    const { world, log } = this.#parts;
    return {
      request,
      hooksOf: (domain) => world.hooks(domain),
      commit: (domain, hooks) => {
        const entry = log.find(request.id);
        world.write({ domain, hooks, ...(entry === undefined ? {} : { request: entry }) });
      },
    };
  }

  /** The gate is passed at once, so that a request whose answer a fault replaces still costs the budget. */
  #handler(request: ReceivedRequest, arrival: Arrival): Handler {
    const passage = this.#parts.gate.pass(request, arrival);
    return async (exchange) =>
      strayAnswer(exchange.request.segments) ?? throughGate(passage, () => this.#routed(exchange));
  }

  #routed(exchange: Exchange): Answer {
    const { behaviour, world } = this.#parts;
    const { request, hooksOf } = exchange;
    const routed: Routed = route({ request, behaviour, world, hooksOf });
    if (routed.hooks !== undefined && routed.domain !== undefined)
      exchange.commit(routed.domain, routed.hooks);
    return routed.answer;
  }

  async #send({ id }: LoggedRequest, reply: Reply, response: ServerResponse): Promise<void> {
    if (reply.kind === 'answer') this.#parts.log.answered(id, reply.status);
    await deliver(reply, response);
  }
}
