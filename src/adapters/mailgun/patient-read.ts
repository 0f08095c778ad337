import type { Spending } from '../../ports/rate-budget.ts';
import type { ApiRequest, Exchange, Exchanged } from './exchange.ts';
import type { MailgunOptions } from './mailgun-options.ts';

const TRIES_MAX = 3;
const FIRST_BACK_OFF_MS = 1000;

export type Read = (request: ApiRequest<'GET'>, spending: Spending) => Promise<Exchanged>;

/**
 * Reads again when the server failed or its answer did not arrive: up to three tries in all, about 1 s and 2 s apart,
 * each with a slot of its own.
 */
export function createPatientRead(exchange: Exchange<'GET'>, options: MailgunOptions): Read {
  const { clock, random } = options;
  return async (request, spending) => {
    let exchanged = await exchange(request, spending);
    for (let tries = 1; tries < TRIES_MAX && mayPass(exchanged); tries += 1) {
      // Half to one and a half times as long, so that the domains of a broken minute do not come back together.
      const backOffMs = FIRST_BACK_OFF_MS * 2 ** (tries - 1) * (0.5 + random());
      try {
        await clock.sleep(backOffMs, spending.signal);
      } catch {
        return { kind: 'stopped', message: 'not read again, because the program was told to stop' };
      }
      exchanged = await exchange(request, { ...spending, priority: 'retry' });
    }
    return exchanged;
  };
}

function mayPass(exchanged: Exchanged): boolean {
  if (exchanged.kind !== 'answered') return exchanged.kind === 'unanswered';
  const { status, body } = exchanged.answer;
  return Math.floor(status / 100) === 5 || (status === 200 && body.kind === 'cut-off');
}
