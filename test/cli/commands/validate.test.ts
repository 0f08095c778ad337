import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../support/command-line.ts';
import { workspace } from '../../support/workspace.ts';

const TEXT = `version: 1
accounts: { main: { apiKey: { env: KEY } } }
domains: { mg.example.com: { webhooks: { clicked: https://a.example/ } } }
`;

async function validate(text: string, ...flags: readonly string[]) {
  const workingDirectory = workspace();
  writeFileSync(join(workingDirectory, 'a.yaml'), text);
  return runCommandLine(['validate', '--config', 'a.yaml', ...flags], { workingDirectory });
}

describe('mghooks validate', () => {
  it('notes which files lack the end mark, and is content with them', async () => {
    const { code, stdout } = await validate(TEXT);
    expect(stdout).toBe(
      "The configuration is valid: 1 file, 1 account, 1 domain, 0 patterns.\nNote: a.yaml does not end with the line '...', so it may have been cut off: if it is whole, add that line at its end.\n",
    );
    expect(code).toBe(0);
    expect((await validate(`${TEXT}...\n`)).stdout).not.toContain('Note');
  });

  it('says it as JSON too', async () => {
    const { code, stdout } = await validate(TEXT, '-o', 'json');
    const doubts = [{ kind: 'no-end-mark', file: 'a.yaml' }];
    expect(JSON.parse(stdout)).toMatchObject({ valid: true, doubts });
    expect(code).toBe(0);
    expect(JSON.parse((await validate(`${TEXT}...\n`, '-o', 'json')).stdout)).toMatchObject({ doubts: [] });
  });

  it('says nothing where no account minds', async () => {
    const text = TEXT.replace('{ env: KEY }', '{ env: KEY }, guard: { requireEndMark: false }');
    expect((await validate(text)).stdout).not.toContain('Note');
  });
});
