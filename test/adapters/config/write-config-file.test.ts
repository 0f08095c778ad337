import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeWholeFile } from '../../../src/adapters/config/write-config-file.ts';
import { workspace } from '../../support/workspace.ts';

describe('writing a file', () => {
  it('makes the folders on the way, and leaves nothing else behind', async () => {
    const folder = workspace();
    const path = join(folder, 'a/b/hooks.yaml');
    expect(await writeWholeFile({ path, text: 'x\n', mode: 0o600, replace: false })).toBeUndefined();
    expect(readFileSync(path, 'utf8')).toBe('x\n');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'a/b'))).toEqual(['hooks.yaml']);
  });

  it('leaves a file that is there as it is, unless it may be replaced', async () => {
    const folder = workspace({ 'hooks.yaml': 'mine' });
    const path = join(folder, 'hooks.yaml');
    expect(await writeWholeFile({ path, text: 'new', mode: 0o644, replace: false })).toBe(
      'it is there already',
    );
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect(await writeWholeFile({ path, text: 'new', mode: 0o644, replace: true })).toBeUndefined();
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['hooks.yaml']);
  });

  it('says why it could not', async () => {
    const path = join(workspace({ file: '' }), 'file/hooks.yaml');
    const problem = await writeWholeFile({ path, text: '', mode: 0o644, replace: false });
    expect(problem).toBe('its folder cannot be made: the system answered EEXIST');
  });
});
