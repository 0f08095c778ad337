import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../../src/ports/configuration-source.ts';
import { diagnosticsOf, errorsOf, load, loadFrom, makeFolder } from './config-folder.ts';

describe('everything that is wrong', () => {
  it('is said at once, sorted by file and place', async () => {
    const wrong =
      'version: 1\ndomains:\n  z.example: { policy: x, account: y }\n  a.example: { ignore: 5 }\n';
    const errors = await errorsOf({ 'b.yaml': wrong, 'a.yaml': wrong.replaceAll('example', 'test') });
    expect(errors.map((error) => error.split(' ')[0])).toEqual([
      'a.yaml:3:21',
      'a.yaml:3:33',
      'a.yaml:4:21',
      'b.yaml:3:24',
      'b.yaml:3:36',
      'b.yaml:4:24',
    ]);
  });

  it('is shown a hundred times at most, and the rest is counted', async () => {
    const many = (letter: string) =>
      Array.from({ length: 150 }, (_, n) => `  ${letter}${n}.example: { policy: x }\n`);
    const files = Object.fromEntries(
      ['a', 'b', 'c'].map((l) => [`${l}.yaml`, `version: 1\ndomains:\n${many(l).join('')}`]),
    );
    const diagnostics = await diagnosticsOf(files);
    expect(diagnostics).toHaveLength(101);
    expect(diagnostics[99]?.place).toMatchObject({ file: 'a.yaml', line: 102 });
    expect(diagnostics[100]).toEqual({ message: '350 more errors are not shown' });
    const root = await makeFolder(files);
    await expect(loadFrom(root)).rejects.toThrow('The configuration has 450 errors');
  });

  it('needs time in proportion to its number, not to its square', async () => {
    // 30,000 errors in one map: looking each one up by walking the map would take minutes.
    const lines = Array.from(
      { length: 15_000 },
      (_, n) => `  d${n}.example: { policy: x, template: t${n} }\n`,
    );
    const diagnostics = await diagnosticsOf(`version: 1\ndomains:\n${lines.join('')}`);
    expect(diagnostics.at(-1)?.message).toMatch(/^\d+ more errors are not shown$/);
  });

  it('is an error of its own kind that counts', async () => {
    const error = await load('version: 1\ndomains: 5\n').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ message: 'The configuration has an error' });
  });

  it('never repeats a secret of a URL, neither in the message nor in the line', async () => {
    const secret = 'c0ffee00c0ffee00c0ffee00';
    const urls = [
      `https://user:${secret}@h.example/{x}`,
      `https://h.example/?token=${secret}&y={x}`,
      `https://h.example/${secret}/{x}`,
      `ftp://h.example/${secret}`,
      `https://h.example/a b?${secret}`,
      `https//u:${secret}@h.example`,
    ];
    for (const url of urls) {
      const text = `version: 1\nendpoints:\n  e: "${url}"\ndomains:\n  a.example: { policy: "${url}", webhooks: { opened: ["${url}"] } }\n`;
      const diagnostics = await diagnosticsOf(text);
      expect(diagnostics.length).toBeGreaterThan(1);
      expect(JSON.stringify(diagnostics), url).not.toContain(secret);
    }
  });

  it('cannot make a terminal do anything', async () => {
    const text =
      'version: 1\ndomains:\n  "a\\e[31m\\u202e.example": { "x\\ny": 1 }\n  b.example: { policy: "a\u202eb" }\n';
    const url = '  c.example: { webhooks: { opened: "https://h.example/$' + '{MGHOOKS_VAR_\\e[31m}" } }\n';
    const diagnostics = await diagnosticsOf(text + url);
    expect(diagnostics).toHaveLength(4);
    for (const { message, hint, source } of diagnostics) {
      expect(`${message}${hint}${source?.line}`.replaceAll('\t', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });

  it('leaves out a source line that no terminal has room for', async () => {
    const [diagnostic] = await diagnosticsOf(
      `version: 1\ndomains: { a.example: { policy: x, webhooks: {} } } # ${'x'.repeat(1000)}\n`,
    );
    expect(diagnostic?.place).toMatchObject({ line: 2, column: 33 });
    expect(diagnostic).not.toHaveProperty('source');
  });
});
