import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { Context } from './context.ts';

const SHOWN_EVERY_MS = 200;
const CLEAR_LINE = '\r\u001b[K';

/**
 * One status line for a person at a terminal, so that minutes of waiting for the budget do not look like a hang.
 * Everything that is recorded goes on to `journal`; where nobody watches, nothing is added.
 */
export function withProgress(
  journal: Journal,
  { terminal, clock }: Pick<Context, 'terminal' | 'clock'>,
): Journal {
  if (!terminal.stderr.isTerminal) return journal;
  let requests = 0;
  let pausedUntilMs = 0;
  let shownAtMs = clock.nowMs();
  let visible = false;
  const clear = () => {
    if (visible) terminal.stderr.write(CLEAR_LINE);
    visible = false;
  };
  return {
    record(entry) {
      if (entry.kind !== 'request-ended') clear();
      else requests += 1;
      if (entry.kind === 'account-throttled') pausedUntilMs = entry.untilMs;
      journal.record(entry);
      if (clock.nowMs() - shownAtMs < SHOWN_EVERY_MS) return;
      shownAtMs = clock.nowMs();
      visible = true;
      terminal.stderr.write(`${CLEAR_LINE}${requests} requests ended${pause(pausedUntilMs, clock)}\r`);
    },
  };
}

function pause(untilMs: number, { wallMs }: Pick<Clock, 'wallMs'>): string {
  return untilMs <= wallMs() ? '' : `, Mailgun asked us to wait until ${new Date(untilMs).toISOString()}`;
}
