import { type Answer, jsonAnswer } from '../answer.ts';
import { type ApiError, errorAnswer } from '../api-error.ts';
import type { Behaviour } from '../behaviour.ts';
import type { HookTable } from '../hook-table.ts';
import type { ReceivedRequest } from '../received-request.ts';
import type { DomainRecord } from '../world.ts';

/** A request to a domain that exists, with all that its route may look at. */
export interface DomainCall {
  readonly request: ReceivedRequest;
  readonly behaviour: Behaviour;
  readonly domain: DomainRecord;
  readonly hooks: HookTable;
}

/** What a route decides: an answer, and the webhooks of the domain after it, if it writes. */
export interface Outcome {
  readonly answer: Answer;
  readonly hooks?: HookTable;
}

export type DomainRoute = (call: DomainCall) => Outcome;

export function refused(error: ApiError, behaviour: Behaviour): Outcome {
  return { answer: errorAnswer(error, behaviour) };
}

export function read(value: unknown): Outcome {
  return { answer: jsonAnswer(200, value) };
}

export function written(value: unknown, hooks: HookTable): Outcome {
  return { answer: jsonAnswer(200, value), hooks };
}
