import { createMailgunWriter } from '../adapters/mailgun/mailgun-writer.ts';
import type { WritePorts } from '../app/ports.ts';
import { RowTrust } from '../app/row-trust.ts';
import { SOLE_LEADERSHIP } from '../app/sole-leadership.ts';
import { type Composition, NO_AUDIT, type Parts, portsOf } from './compose.ts';

/** What it takes to write. No module that a plan needs imports this one, and so none of them reaches a writer. */
export function composeWriting(parts: Parts, { readPorts }: Composition): WritePorts {
  return {
    ...readPorts,
    writers: portsOf(parts, createMailgunWriter),
    budgets: parts.budgets,
    audit: parts.audit ?? NO_AUDIT,
    leadership: parts.leadership ?? SOLE_LEADERSHIP,
    rowTrust: new RowTrust(readPorts.journal),
  };
}
