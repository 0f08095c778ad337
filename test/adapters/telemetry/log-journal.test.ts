import { describe, expect, it } from 'vitest';
import { createLogJournal } from '../../../src/adapters/telemetry/log-journal.ts';
import type { Logger } from '../../../src/adapters/telemetry/logger.ts';
import type { Entry } from '../../../src/ports/journal.ts';
import { MAIN, MG } from '../../support/domains.ts';

function lineOf(entry: Entry) {
  const lines: unknown[] = [];
  const logger: Logger = { log: (level, fields, message) => lines.push({ level, ...fields, message }) };
  createLogJournal(logger, () => '#').record(entry);
  return lines;
}

describe('createLogJournal', () => {
  it('tells of a domain that could not be read, with the reason and its code', () => {
    const reason = { code: 'unknown-domain', message: 'Mailgun does not know it' } as const;
    expect(
      lineOf({ kind: 'read-failed', state: { kind: 'unread', account: MAIN, domain: MG, reason } }),
    ).toEqual([
      {
        level: 'info',
        event: 'read-failed',
        account: 'main',
        domain: 'mg.example.com',
        code: 'unknown-domain',
        reason: 'Mailgun does not know it',
        message: 'domain not read',
      },
    ]);
  });

  it('masks credentials in URLs that an error message repeats', () => {
    const call = { kind: 'v3-delete', account: MAIN, domain: MG, eventType: 'clicked' } as const;
    const message = 'https://user:pw@h.example/?t=abc is not a valid url';
    const [line] = lineOf({ kind: 'call-settled', call, result: 'rejected', message });
    expect(line).toMatchObject({ level: 'debug', reason: 'https://[#]@h.example/?t=[#] is not a valid url' });
  });

  it('is quiet about the domains that were not asked because their account was halted', () => {
    const reason = { code: 'stopped', message: 'not asked' } as const;
    const [line] = lineOf({
      kind: 'read-failed',
      state: { kind: 'unread', account: MAIN, domain: MG, reason },
    });
    expect(line).toMatchObject({ level: 'debug' });
  });
});
