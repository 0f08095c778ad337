import { describe, expect, it } from 'vitest';
import { withProgress } from '../../src/cli/progress.ts';
import type { Entry } from '../../src/ports/journal.ts';
import { MAIN } from '../support/domains.ts';
import { createHurriedClock } from '../support/hurried-clock.ts';

const ended: Entry = { kind: 'request-ended', account: MAIN, method: 'GET', status: 200, durationMs: 5 };

function watched(isTerminal: boolean) {
  const clock = createHurriedClock();
  let shown = '';
  const output = {
    isTerminal,
    write: (text: string) => {
      shown += text;
    },
  };
  const entries: Entry[] = [];
  const terminal = { stdout: output, stderr: output, ask: undefined };
  const journal = withProgress({ record: (entry) => void entries.push(entry) }, { terminal, clock });
  return { clock, journal, entries, shown: () => shown };
}

describe('withProgress', () => {
  it('tells a person now and then how far it is, and passes everything on', () => {
    const { clock, journal, entries, shown } = watched(true);
    for (let request = 0; request < 10; request += 1) {
      clock.advance(150);
      journal.record(ended);
    }
    expect(entries).toHaveLength(10);
    expect(shown()).toContain('10 requests ended');
    expect(shown().split('requests ended').length).toBeLessThan(10);
  });

  it('says until when Mailgun asked us to wait', () => {
    const { clock, journal, shown } = watched(true);
    const untilMs = clock.wallMs() + 60_000;
    journal.record({ kind: 'account-throttled', account: MAIN, pauseMs: 60_000, untilMs });
    clock.advance(1000);
    journal.record(ended);
    expect(shown()).toContain(`wait until ${new Date(untilMs).toISOString()}`);
  });

  it('adds nothing where nobody watches', () => {
    const { clock, journal, shown } = watched(false);
    clock.advance(1000);
    journal.record(ended);
    expect(shown()).toBe('');
  });
});
