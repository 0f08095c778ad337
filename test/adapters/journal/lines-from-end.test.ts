import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { linesFromEnd } from '../../../src/adapters/journal/lines-from-end.ts';
import { workspace } from '../../support/workspace.ts';

async function slicesOf(text: string): Promise<readonly (readonly string[])[]> {
  const path = join(workspace(), 'lines');
  writeFileSync(path, text);
  const file = await open(path, 'r');
  const slices: (readonly string[])[] = [];
  for await (const slice of linesFromEnd(file)) slices.push(slice);
  await file.close();
  return slices;
}

it.each([
  ['nothing', ''],
  ['one line', 'one\n'],
  ['a last line that was cut short', 'one\ntwo\nthr'],
  ['an empty line', '\none\n\n\ntwo\n'],
  ['lines of many bytes a letter, wherever a slice ends', `${'ü€😀'.repeat(999)}\n`.repeat(40)],
  ['a line longer than several slices', `short\n${'x'.repeat(300_000)}\nshort\n`],
  ['nothing but one long line', 'y'.repeat(200_000)],
  ['lines that end exactly where a slice ends', `${'z'.repeat(65_535)}\n`.repeat(3)],
])('The lines of a file with %s come last first, and whole', async (_name, text) => {
  const lines = (await slicesOf(text)).flat();
  expect(lines.filter((line) => line !== '')).toEqual(
    text
      .split('\n')
      .reverse()
      .filter((line) => line !== ''),
  );
});

it('A long file comes in slices, each of which is short', async () => {
  const slices = await slicesOf(`${'a'.repeat(99)}\n`.repeat(10_000));
  expect(slices.length).toBeGreaterThan(10);
  for (const slice of slices) expect(slice.length).toBeLessThan(1000);
});
