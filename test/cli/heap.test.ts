import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

const DIST = join(import.meta.dirname, '../../dist/cli');

/** Makes 160 MB of lists, of which 12 MB are in use at any time; prints how large the heap became, in bytes. */
const CHURN = `
let heapMax = 0;
const inUse = [];
for (let round = 0; round < 40_000; round += 1) {
  inUse[round % 3000] = new Array(500).fill(round);
  if (round % 100 === 0) heapMax = Math.max(heapMax, process.memoryUsage().heapTotal);
}
console.log(heapMax);
`;

function heapMaxOf(...imports: readonly string[]): number {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [...imports, '--input-type=module', '--eval', CHURN],
    { encoding: 'utf8', env: {} },
  );
  expect(stderr).toBe('');
  return Number(stdout);
}

describe('the settings of the heap', () => {
  it('hold from the first moment: the program sets them before anything else', () => {
    const [, first] = readFileSync(join(DIST, 'main.js'), 'utf8').split('\n');
    expect(first).toBe("import './heap.js';");
  });

  it('keep garbage from piling up, with nothing said on the command line', () => {
    const set = heapMaxOf(`--import=${pathToFileURL(join(DIST, 'heap.js')).href}`);
    expect(set).toBeGreaterThan(12_000_000);
    expect(set).toBeLessThan(heapMaxOf() * 0.7);
  });
});
