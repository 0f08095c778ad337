import type { FileHandle } from 'node:fs/promises';

/** Parsed in a millisecond or so: between two slices, others have their turn. */
const SLICE_BYTES = 65_536;

const NEW_LINE = '\n'.charCodeAt(0);

/** The lines of a file, last first, as many at a time as a slice of it holds; mostly the end is all that is needed. */
export async function* linesFromEnd(file: FileHandle): AsyncGenerator<readonly string[]> {
  let { size: end } = await file.stat();
  /** The rest of a line that begins before what was read so far. */
  let rest: Buffer[] = [];
  while (end > 0) {
    const start = Math.max(0, end - SLICE_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
    // Somebody cut the file short.
    if (bytesRead < end - start) return;
    end = start;
    // The line that this begins with may have begun before.
    const wholeFrom = start === 0 ? 0 : buffer.indexOf(NEW_LINE) + 1;
    if (start > 0 && wholeFrom === 0) {
      rest = [buffer, ...rest];
      continue;
    }
    const text = Buffer.concat([buffer.subarray(wholeFrom), ...rest]).toString('utf8');
    rest = [buffer.subarray(0, wholeFrom)];
    yield text.split('\n').reverse();
  }
}
