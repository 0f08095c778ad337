import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../../src/model/event-type.ts';
import { POLICIES } from '../../src/model/policy.ts';
import { Editor } from './editor.ts';

const ROOT = join(import.meta.dirname, '../..');
const MODELINE = '# yaml-language-server: $schema=../schemas/config.schema.json';

describe('an editor with the YAML language server', () => {
  let editor: Editor;

  beforeAll(async () => {
    editor = await Editor.start(ROOT);
  });

  afterAll(() => editor.close());

  it.each(readdirSync(join(ROOT, 'config')))('finds nothing wrong with config/%s', async (name) => {
    const file = join(ROOT, 'config', name);
    const text = readFileSync(file, 'utf8');
    expect(text.split('\n')[0]).toBe(MODELINE);
    expect(await editor.open(file, text)).toEqual([]);
  });

  it('underlines a wrong key, a wrong word and a wrong value where they stand', async () => {
    const text = `${MODELINE}
version: 1
accounts:
  main: { apiKey: { env: MAILGUN_API_KEY }, requestsPerMinute: "300" }
domains:
  mg.example.com:
    policy: exat
    polcy: exact
    webhooks:
      opened: 5
      bounce: audit
`;
    const diagnostics = await editor.open(join(ROOT, 'config/wrong.yaml'), text);
    const found = diagnostics.map(({ range: { start }, message }) => [start.line, start.character, message]);
    expect(found.sort((a, b) => Number(a[0]) - Number(b[0]))).toEqual([
      [3, 63, 'must be a whole number from 1 to 300'],
      [6, 12, expect.stringContaining('Valid values: "listed", "exact", "merge", "observe"')],
      [7, 4, 'Property polcy is not allowed.'],
      [9, 14, expect.stringContaining('must be a URL, the name of an endpoint')],
      [10, 6, 'Property bounce is not allowed.'],
    ]);
  });

  it('completes event types, policies and the keys of a domain, and explains them', async () => {
    const text = `${MODELINE}
version: 1
domains:
  a.example.com:
    policy:${' '}
  b.example.com:
    webhooks:
      opened: []
${' '.repeat(6)}
  c.example.com:
${' '.repeat(4)}
`;
    const file = join(ROOT, 'config/completed.yaml');
    await editor.open(file, text);
    expect(await editor.complete(file, 4, 12)).toEqual([...POLICIES].sort());
    expect(await editor.complete(file, 8, 6)).toEqual(
      EVENT_TYPES.filter((eventType) => eventType !== 'opened').sort(),
    );
    expect(await editor.complete(file, 10, 4)).toEqual([
      'account',
      'ignore',
      'policy',
      'template',
      'webhooks',
    ]);
    expect(await editor.hover(file, 7, 8)).toContain('The recipient opened the message');
  });
});
