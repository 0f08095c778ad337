import { eventTypesOf } from '../../model/call.ts';
import type { Fingerprint } from '../../model/url-mask.ts';
import { maskUrlsIn } from '../../model/url-mask.ts';
import type { Entry, Journal } from '../../ports/journal.ts';
import type { Logger, LogLevel } from './logger.ts';

interface Line {
  readonly level: Exclude<LogLevel, 'silent'>;
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** Names the pass that is under way on an account, if one is. */
export type PassOf = (account: string) => string | undefined;

/**
 * Turns recorded facts into log lines: one line an event, with the name of the event in the field `event`. What is
 * recorded of an account during a pass carries the name of the pass in `passId`.
 */
export function createLogJournal(logger: Logger, fingerprint: Fingerprint, passOf?: PassOf): Journal {
  return {
    record(entry) {
      const { level, event, fields, message } = lineFor(entry, (text) => maskUrlsIn(text, fingerprint));
      const passId = typeof fields['account'] === 'string' ? passOf?.(fields['account']) : undefined;
      logger.log(level, { event, ...(passId === undefined ? {} : { passId }), ...fields }, message);
    },
  };
}

function lineFor(entry: Entry, mask: (text: string) => string): Line {
  switch (entry.kind) {
    case 'read-failed':
      return readFailedLine(entry, mask);
    case 'request-ended': {
      const { kind, durationMs, ...rest } = entry;
      const fields = { ...rest, durationMs: Math.round(durationMs) };
      return { level: 'debug', event: kind, fields, message: 'request ended' };
    }
    case 'account-throttled': {
      const { kind, untilMs, ...fields } = entry;
      const until = new Date(untilMs).toISOString();
      return {
        level: 'warn',
        event: kind,
        fields: { ...fields, until },
        message: `Mailgun asked to wait until ${until}`,
      };
    }
    case 'budget-notice':
      return {
        level: 'warn',
        event: entry.event,
        fields: { account: entry.account },
        message: mask(entry.message),
      };
    case 'account-halted': {
      const fields = { account: entry.account, reason: mask(entry.reason) };
      return { level: 'error', event: entry.kind, fields, message: 'account stopped' };
    }
    case 'v4-given-up': {
      const { kind, ...fields } = entry;
      const message = 'v4 calls keep doing something else than is known of them: writing with v3 alone';
      return { level: 'warn', event: kind, fields, message };
    }
    case 'call-settled': {
      const { account, domain, kind } = entry.call;
      const eventTypes = eventTypesOf(entry.call);
      const reason = entry.message === undefined ? {} : { reason: mask(entry.message) };
      const fields = { account, domain, eventTypes, call: kind, result: entry.result, ...reason };
      return { level: 'debug', event: entry.kind, fields, message: 'call sent' };
    }
    case 'change-settled': {
      const { account, domain, eventType } = entry.change.key;
      const reason = entry.reason === undefined ? {} : { reason: mask(entry.reason) };
      const fields = {
        account,
        domain,
        eventType,
        change: entry.change.kind,
        result: entry.result,
        ...reason,
      };
      return { level: 'info', event: entry.kind, fields, message: 'change settled' };
    }
    case 'notice':
      return noticeLine(entry, mask);
    case 'pass-ended': {
      const { kind, durationMs, ...rest } = entry;
      const fields = { ...rest, durationMs: Math.round(durationMs) };
      return { level: 'info', event: kind, fields, message: 'pass ended' };
    }
  }
}

type Of<K extends Entry['kind']> = Extract<Entry, { readonly kind: K }>;

function readFailedLine({ kind, state, again }: Of<'read-failed'>, mask: (text: string) => string): Line {
  const { account, domain, reason } = state;
  return {
    // What a command shows anyway is no warning, and what was said before is no news.
    level: reason.code === 'stopped' || again === true ? 'debug' : 'info',
    event: kind,
    fields: { account, domain, code: reason.code, reason: mask(reason.message) },
    message: 'domain not read',
  };
}

function noticeLine(
  { level, event, account, details, message }: Of<'notice'>,
  mask: (text: string) => string,
): Line {
  const fields = {
    ...(account === undefined ? {} : { account }),
    ...(details === undefined ? {} : { details }),
  };
  return { level, event, fields, message: mask(message) };
}
