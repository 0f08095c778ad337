import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { variableNamesIn, variablesText } from '../../../src/adapters/config/write-config-variables.ts';
import { workspace } from '../../support/workspace.ts';

describe('a file of variables', () => {
  it('gives a shell exactly the values, whatever is in them', () => {
    const values = ["it's", '$HOME `id` \\n "x" #y', '!!&*?~', "''", 'ü'];
    const variables = new Map(values.map((value, index) => [`MGHOOKS_VAR_${index}`, value]));
    const folder = workspace({ 'hooks.env': variablesText(variables) });
    const script = 'set -a; . "$1"; set +a; env -0';
    const printed = execFileSync('sh', ['-c', script, 'sh', join(folder, 'hooks.env')], { encoding: 'utf8' });
    const read = printed.split('\0').flatMap((line) => /^MGHOOKS_VAR_\d=(.*)$/s.exec(line)?.[1] ?? []);
    expect(read.sort()).toEqual([...values].sort());
  });

  it('tells which variables it sets, also when a person wrote it', () => {
    const text = `# A=1\nB='x'\n  export C="y=z"\nB=2\necho D=4\n`;
    expect(variableNamesIn(text)).toEqual(['B', 'C']);
    expect(variableNamesIn(variablesText(new Map([['E', "it's\tF=5"]])))).toEqual(['E']);
  });
});
