import { readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPart } from '../../../src/adapters/config/config-part.ts';
import { createFileSource } from '../../../src/adapters/config/file-source.ts';
import { resolveConfiguration } from '../../../src/adapters/config/resolve.ts';
import { compileSchemaCheck } from '../../../src/adapters/config/schema-check.ts';
import { Variables } from '../../../src/adapters/config/variables.ts';
import { ConfigurationError } from '../../../src/ports/configuration-source.ts';
import { errorsOf, load, makeFolder } from './config-folder.ts';

const VALID = 'version: 1\ndomains:\n  mg.example.com: { webhooks: { opened: https://a.example/ } }\n';
const EXAMPLE = readFileSync(join(import.meta.dirname, '../../../config/domains.yaml'), 'utf8');
const CHECK = compileSchemaCheck();

/** What a single file means: its domains, or nothing if anything is wrong with it. */
function domainsOf(text: string): readonly string[] | undefined {
  const part = readPart({ name: 'a.yaml', folder: '/', bytes: Buffer.from(text) }, CHECK);
  const { desired, problems, diagnostics } = resolveConfiguration([part], new Variables(new Map()));
  const wrong = [...part.diagnostics, ...part.problems, ...problems, ...diagnostics];
  return wrong.length > 0 ? undefined : desired.domains.map(({ domain }) => domain);
}

describe('the configuration in files', () => {
  it('is one value: accounts, desired state, digest and files', async () => {
    const { explain: _, ...configuration } = await load(VALID);
    expect(configuration).toEqual({
      accounts: [expect.objectContaining({ name: 'default' })],
      desired: {
        domains: [
          {
            account: 'default',
            domain: 'mg.example.com',
            policy: 'listed',
            ignore: [],
            webhooks: { opened: ['https://a.example/'] },
          },
        ],
        patterns: [],
        doubts: [{ kind: 'no-end-mark', file: 'config.yaml' }, { kind: 'no-accounts' }],
      },
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      files: ['config.yaml'],
    });
  });

  it('is never empty: no folder, no file, no domain is an error', async () => {
    const accounts = 'version: 1\naccounts: { main: { apiKey: { env: KEY } } }\n';
    expect(await errorsOf({}, { paths: ['missing'] })).toEqual([
      "cannot read 'missing': there is no such file or folder",
    ]);
    expect(await errorsOf({})).toEqual(["the folder '.' holds no *.yaml or *.yml file"]);
    expect(await errorsOf({ 'a.yaml': accounts })).toEqual([
      "'a.yaml' names no domain (add a section 'domains')",
    ]);
    expect(await errorsOf({ 'a.yaml': accounts, 'b.yaml': 'version: 1\ndomains: {}\n' })).toEqual([
      "the 2 files name no domain (add a section 'domains')",
    ]);
  });

  it('follows its files, and is the same value while they stay as they are', async () => {
    const root = await makeFolder({ 'a.yaml': VALID });
    const source = createFileSource({ paths: ['.'], variables: new Map(), workingDirectory: root });
    const first = await source.load();
    expect(await source.load()).toBe(first);
    await writeFile(join(root, 'a.yaml'), VALID.replace('mg.', 'mh.'));
    const second = await source.load();
    expect(second.desired.domains.map(({ domain }) => domain)).toEqual(['mh.example.com']);
    expect(second.digest).not.toBe(first.digest);
    await writeFile(join(root, 'a.yaml'), 'version: 1\n');
    await expect(source.load()).rejects.toBeInstanceOf(ConfigurationError);
    await rm(join(root, 'a.yaml'));
    await expect(source.load()).rejects.toBeInstanceOf(ConfigurationError);
    await writeFile(join(root, 'a.yaml'), VALID);
    expect(await source.load()).toEqual(first);
  });

  it('that is wrong is checked once while it stays as it is, and wrong each time', async () => {
    const root = await makeFolder({ 'a.yaml': 'version: 2\n' });
    const source = createFileSource({ paths: ['.'], variables: new Map(), workingDirectory: root });
    const first = await source.load().catch((error: unknown) => error);
    expect(first).toBeInstanceOf(ConfigurationError);
    await expect(source.load()).rejects.toBe(first);
    await writeFile(join(root, 'a.yaml'), VALID);
    expect((await source.load()).files).toEqual(['a.yaml']);
  });

  it('knows a file that moved to another folder from the same file', async () => {
    const text = `version: 1\naccounts: { main: { apiKey: { file: key } } }\n${VALID.slice('version: 1\n'.length)}`;
    const root = await makeFolder({ 'a/x.yaml': text });
    const named = createFileSource({ paths: ['a', 'b'], variables: new Map(), workingDirectory: root });
    await mkdir(join(root, 'b'));
    await writeFile(join(root, 'b/other.yaml'), 'version: 1\n');
    expect((await named.load()).accounts[0]?.apiKey).toEqual({ file: join(root, 'a/key') });
    await rename(join(root, 'a/x.yaml'), join(root, 'b/x.yaml'));
    await rename(join(root, 'b/other.yaml'), join(root, 'a/other.yaml'));
    expect((await named.load()).accounts[0]?.apiKey).toEqual({ file: join(root, 'b/key') });
  });

  it('lets other work go on while many files are parsed', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, n) => [
        `${n}.yaml`,
        `# ${'x'.repeat(60_000)}\n${VALID.replace('mg.', `mg${n}.`)}`,
      ]),
    );
    const root = await makeFolder(files);
    const pauses: number[] = [];
    const pause = (ms: number) => Promise.resolve(void pauses.push(ms));
    await createFileSource({ paths: ['.'], variables: new Map(), workingDirectory: root, pause }).load();
    expect(pauses.length).toBeGreaterThanOrEqual(4);
    expect(new Set(pauses)).toEqual(new Set([0]));
  });

  it('shares the webhooks of domains that take a template as it is', async () => {
    const names = Array.from({ length: 200 }, (_, n) => `  d${n}.example:\n`).join('');
    const { desired } = await load(
      `version: 1\ndefaults: { template: t }\ntemplates: { t: { opened: https://a.example/ } }\ndomains:\n${names}`,
    );
    expect(new Set(desired.domains.map(({ webhooks }) => webhooks)).size).toBe(1);
  });
});

describe('a damaged file', () => {
  it('that was cut off anywhere but at the end of a line is refused', () => {
    const head = 'version: 1\ndefaults: { template: t }\ntemplates: { t: { opened: https://a.example/ } }\n';
    const text =
      `${head}domains:${EXAMPLE.split('domains:')[1]?.replaceAll('template: marketing', 'template: t')}`.replaceAll(
        /audit|warehouse/g,
        'https://b.example/',
      );
    const whole = domainsOf(text);
    expect(whole?.length).toBeGreaterThan(20);
    for (let end = 0; end < text.length; end += 1) {
      const cut = text.slice(0, end);
      if (!cut.endsWith('\n')) expect(domainsOf(cut), cut.slice(-40)).toBeUndefined();
    }
  }, 120_000);

  it('that was cut off at the end of a line is refused or names domains that the whole one names too', () => {
    const text =
      VALID +
      Array.from({ length: 30 }, (_, n) => `  d${n}.example:\n    webhooks:\n      opened: []\n`).join('');
    const whole = domainsOf(text) ?? [];
    const lines = text.split('\n');
    for (let count = 0; count < lines.length; count += 1) {
      const domains = domainsOf(
        lines
          .slice(0, count)
          .map((line) => `${line}\n`)
          .join(''),
      );
      expect(whole).toEqual(expect.arrayContaining([...(domains ?? [])]));
    }
  });

  it('of any kind is refused with a configuration error, or valid, and nothing else', () => {
    const piece = fc.constantFrom(
      ...'version: 1|\n|domains:|  |mg.example.com:|webhooks: |{|}|[|]|, |- |? |: |"|\'|*a|&a |!x |#|%YAML 1.1|---|...|<<: |'.split(
        '|',
      ),
      'opened: ',
      'policy: exact',
      '__proto__: ',
      'constructor: ',
      '\t',
      '\r\n',
      '\0',
      '|',
      '>',
      'https://a.example/{domain}',
      '😀',
      '123',
      'null',
      'apiKey: ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.boolean(), (pieces, headed) => {
        const text = `${headed ? 'version: 1\ndomains:\n  ' : ''}${pieces.join('')}\n`;
        const domains = domainsOf(text);
        expect(domains === undefined || domains.length > 0 || text.includes('*')).toBe(true);
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  }, 120_000);

  it('with one character changed is refused or valid, and never ends the program', () => {
    fc.assert(
      fc.property(
        fc.nat(EXAMPLE.length - 1),
        fc.constantFrom(...'\0\t\n\r "\'#&*,-.:?[]{}|>%@`!<=~x'),
        (at, character) => {
          domainsOf(EXAMPLE.slice(0, at) + character + EXAMPLE.slice(at + 1));
        },
      ),
      { numRuns: 500 },
    );
  }, 120_000);
});
