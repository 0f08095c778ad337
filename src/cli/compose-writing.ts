import { createRandomBytes } from '../adapters/clock/random-bytes.ts';
import { createMailgunWriter } from '../adapters/mailgun/mailgun-writer.ts';
import type { WritePorts } from '../app/ports.ts';
import { RowTrust } from '../app/row-trust.ts';
import { SOLE_LEADERSHIP } from '../app/sole-leadership.ts';
import { type Composition, NO_AUDIT, type Parts, portsOf } from './compose.ts';

/** Enough that two never meet. */
const ID_BYTES = 8;

/** What it takes to write. No module that a plan needs imports this one, and so none of them reaches a writer. */
export function composeWriting(parts: Parts, { readPorts }: Composition): WritePorts {
  const freshBytes = createRandomBytes();
  return {
    ...readPorts,
    writers: portsOf(parts, createMailgunWriter),
    budgets: parts.budgets,
    audit: parts.audit ?? NO_AUDIT,
    newId: () => Buffer.from(freshBytes(ID_BYTES)).toString('hex'),
    leadership: parts.leadership ?? SOLE_LEADERSHIP,
    rowTrust: new RowTrust(readPorts.journal),
  };
}
