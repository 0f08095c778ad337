import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  endLine,
  headerLine,
  parseJournal,
  pauseLine,
  recordLines,
  takenLine,
} from '../../../../src/adapters/budget/journal/journal-text.ts';

const HEADER = headerLine('boot-1');

describe('parseJournal', () => {
  it('reads what was written: slots under way, answered, lost and given back', () => {
    const text = [
      HEADER,
      takenLine(1, 1000),
      takenLine(2, 1001),
      takenLine(3, 1002),
      takenLine(4, 1003),
      endLine(1, 'answered', 1100),
      endLine(2, 'lost', 9001),
      endLine(3, 'unused', 1010),
    ].join('');
    expect(parseJournal(text)).toEqual({
      bootId: 'boot-1',
      slots: [
        { id: 1, takenAtMs: 1000, end: { how: 'answered', atMs: 1100 } },
        { id: 2, takenAtMs: 1001, end: { how: 'lost', atMs: 9001 } },
        { id: 4, takenAtMs: 1003 },
      ],
      pausedUntilMs: Number.NEGATIVE_INFINITY,
    });
  });

  it('knows the longest pause that was asked for', () => {
    const text = [HEADER, pauseLine(5000), takenLine(1, 1000), pauseLine(9000), pauseLine(7000)].join('');
    expect(parseJournal(text)).toMatchObject({ slots: [{ id: 1 }], pausedUntilMs: 9000 });
  });

  it('reads a record back as it was', () => {
    const record = fc.record({ id: fc.nat(), takenAtMs: fc.nat() }).map((slot) => ({
      ...slot,
      end: { how: 'answered' as const, atMs: slot.takenAtMs + 5 },
    }));
    fc.assert(
      fc.property(record, (slot) => {
        expect(parseJournal(`${HEADER}${recordLines(slot)}`)?.slots).toEqual([slot]);
      }),
    );
  });

  it('takes a last line without its end for a request that never left', () => {
    expect(parseJournal(`${HEADER}${takenLine(1, 1000)}s 2 10`)?.slots.map(({ id }) => id)).toEqual([1]);
  });

  it.each([
    ['nothing', ''],
    ['another file', 'hello\nworld\n'],
    ['another version', 'mghooks-slots 2 boot-1\n'],
    ['a header cut off', 'mghooks-slots 1 boo'],
    ['a line that says nothing', `${HEADER}x 1 2\n`],
    ['an end without its slot', `${HEADER}a 7 100\n`],
    ['a number that is none', `${HEADER}s 1 -5\n`],
    ['zeroes of a torn block', `${HEADER}\0\0\0\0\n`],
    ['an empty line', `${HEADER}\n`],
  ])('finds %s damaged', (_name, text) => {
    expect(parseJournal(text)).toBeUndefined();
  });

  it('never throws, whatever the file holds', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseJournal(`${HEADER}${text}`)));
  });
});
