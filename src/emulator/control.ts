import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, jsonAnswer } from './answer.ts';
import { deliver } from './deliver.ts';
import type { FaultBook } from './faults/fault-book.ts';
import { FAULT_SHAPES, MATCH_SHAPE, type Shape } from './faults/fault-shapes.ts';
import { FIELD_TYPES } from './faults/field-checks.ts';
import { parseFaultRules } from './faults/parse-fault-rule.ts';
import { hookRecord } from './hook-table.ts';
import type { RequestHandler } from './listener.ts';
import { BODY_TOO_LARGE, readBody } from './request-body.ts';
import type { RequestLog } from './request-log.ts';
import type { World } from './world.ts';

export interface ControlParts {
  readonly world: World;
  readonly log: RequestLog;
  readonly faults: FaultBook;
}

const PREFIX = '/_emulator';

/** Part of the answer of `GET /_emulator/`. */
const CALLS = {
  'GET /_emulator/': 'this guide',
  'GET /_emulator/requests': 'all requests that have arrived, without credentials',
  'GET /_emulator/state': 'the webhooks of every domain',
  'GET /_emulator/faults': 'the faults in force, and how many requests each has hit',
  'POST /_emulator/faults': 'adds a fault: {"match":{...},"fault":{"kind":...}}, or a list of them',
  'DELETE /_emulator/faults': 'removes all faults',
};

/**
 * A surface to look at and to disturb a running emulator, under `/_emulator/`. It needs no key and costs no budget.
 * Requests with an `Origin` header are refused, so that no web page can post to it.
 */
export class ControlSurface implements RequestHandler {
  readonly #parts: ControlParts;

  constructor(parts: ControlParts) {
    this.#parts = parts;
  }

  accepts(target: string): boolean {
    return target === PREFIX || target.startsWith(`${PREFIX}/`) || target.startsWith(`${PREFIX}?`);
  }

  async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(message);
    if (typeof body === 'string') return deliver(BODY_TOO_LARGE, response);
    await deliver(message.headers.origin === undefined ? this.#answer(message, body) : NO_BROWSERS, response);
  }

  #answer(message: IncomingMessage, body: Buffer): Answer {
    const { world, log, faults } = this.#parts;
    const path = (message.url ?? '').split('?')[0]?.slice(PREFIX.length).replace(/^\//, '') ?? '';
    switch (`${message.method} ${path}`) {
      case 'GET ':
        return jsonAnswer(200, guide());
      case 'GET requests':
        return jsonAnswer(200, { requests: log.all() });
      case 'GET state':
        return jsonAnswer(200, { domains: stateOf(world) });
      case 'GET faults':
        return jsonAnswer(200, { faults: faults.rules() });
      case 'POST faults':
        return addFaults(faults, body);
      case 'DELETE faults':
        faults.clear();
        return jsonAnswer(200, { faults: [] });
      default:
        return jsonAnswer(404, { message: `no control call ${message.method} ${message.url}`, calls: CALLS });
    }
  }
}

const NO_BROWSERS = jsonAnswer(403, { message: 'control calls from web pages are refused' });

function guide(): unknown {
  const faults = Object.entries(FAULT_SHAPES).map(([kind, shape]) => [kind, explained(shape)] as const);
  return { calls: CALLS, match: explained(MATCH_SHAPE), faults: Object.fromEntries(faults) };
}

/** The fields of a shape, with a question mark where one may be left out. */
function explained({ required, optional }: Shape): unknown {
  const fields = (names: Shape['required'], mark: string) =>
    Object.entries(names).map(([name, type]) => [`${name}${mark}`, FIELD_TYPES[type].expected] as const);
  return Object.fromEntries([...fields(required, ''), ...fields(optional, '?')]);
}

function stateOf(world: World): unknown {
  return Object.fromEntries(world.domains().map(({ name }) => [name, hookRecord(world.hooks(name))]));
}

function addFaults(faults: FaultBook, body: Buffer): Answer {
  const parsed = parseFaultRules(body.toString());
  if ('problem' in parsed) return jsonAnswer(400, { message: parsed.problem });
  for (const rule of parsed.value) faults.add(rule);
  return jsonAnswer(200, { faults: faults.rules() });
}
