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

/** Turns recorded facts into log lines: one line an event, with the name of the event in the field `event`. */
export function createLogJournal(logger: Logger, fingerprint: Fingerprint): Journal {
  return {
    record(entry) {
      const { level, event, fields, message } = lineFor(entry, (text) => maskUrlsIn(text, fingerprint));
      logger.log(level, { event, ...fields }, message);
    },
  };
}

function lineFor(entry: Entry, mask: (text: string) => string): Line {
  switch (entry.kind) {
    case 'read-failed': {
      const { account, domain, reason } = entry.state;
      const fields = { account, domain, code: reason.code, reason: mask(reason.message) };
      return {
        // What a command shows anyway is no warning.
        level: reason.code === 'stopped' ? 'debug' : 'info',
        event: entry.kind,
        fields,
        message: 'domain not read',
      };
    }
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
      return { level: 'error', event: entry.kind, fields, message: 'account stopped for this pass' };
    }
    case 'call-settled': {
      const { account, domain, eventType, kind } = entry.call;
      const reason = entry.message === undefined ? {} : { reason: mask(entry.message) };
      const fields = { account, domain, eventType, call: kind, result: entry.result, ...reason };
      return {
        level: 'info',
        event: entry.kind,
        fields,
        message: 'call sent',
      };
    }
  }
}
