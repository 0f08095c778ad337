import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readYamlFile } from '../../../src/adapters/config/yaml-file.ts';
import { makeFolder } from './config-folder.ts';

describe('a YAML file that is no configuration', () => {
  it('gives a plain value, from YAML as from JSON, with or without a line break at the end', async () => {
    const value = { domains: { 'mg.example.com': { opened: ['https://a.example/'] } } };
    const root = await makeFolder({
      'a.yaml': 'domains:\n  mg.example.com: { opened: [ https://a.example/ ] }\n',
      'a.json': JSON.stringify(value),
      'b.json': `${JSON.stringify(value, null, 2)}\n`,
    });
    for (const name of ['a.yaml', 'a.json', 'b.json']) {
      expect(JSON.parse(JSON.stringify(await readYamlFile(name, root)))).toEqual(value);
    }
    expect(await readYamlFile(join(root, 'a.yaml'), '/')).toEqual(await readYamlFile('a.yaml', root));
  });

  it('is as strict as a configuration, and says where', async () => {
    const root = await makeFolder({ 'a.yaml': 'a: 1\nb: 2\na: 3\n' });
    await expect(readYamlFile('a.yaml', root)).rejects.toMatchObject({
      name: 'ConfigurationError',
      diagnostics: [
        { place: { file: 'a.yaml', line: 3, column: 1 }, message: expect.stringContaining('twice') },
      ],
    });
  });

  it('must be a file that is there', async () => {
    const root = await makeFolder({});
    execFileSync('mkfifo', [join(root, 'pipe')]);
    const reasons = {
      missing: 'there is no such file',
      '.': 'it is not a regular file',
      pipe: 'it is not a regular file',
    };
    for (const [name, reason] of Object.entries(reasons)) {
      await expect(readYamlFile(name, root)).rejects.toMatchObject({
        diagnostics: [{ message: `cannot read '${name}': ${reason}` }],
      });
    }
  });
});
