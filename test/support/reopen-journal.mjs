/**
 * Opens the slot journal of a file, as a restart does, and ends: `node test/support/reopen-journal.mjs FILE`.
 * It is the compiled program's, so `npm run build` comes first.
 */
import { openSlotJournal } from '../../dist/adapters/budget/journal/slot-journal.js';
import { createBootClock } from '../../dist/adapters/clock/boot-clock.js';
import { createSystemClock } from '../../dist/adapters/clock/system-clock.js';

// The system tells with this signal that a file has reached its limit; unheard, it ends the process.
process.on('SIGXFSZ', () => undefined);

openSlotJournal({
  path: process.argv[2],
  clock: createSystemClock(),
  bootClock: createBootClock(),
  windowMs: 60_000,
  limit: 300,
}).close();
