import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { FileDisaster, FileShape } from './file-disaster.ts';
import { BYSTANDER, STRUCK } from './scene.ts';

const MIB = 1024 * 1024;

type Strike = FileShape['strike'];

const says =
  (text: string | Uint8Array): Strike =>
  ({ file }) =>
    writeFileSync(file, text);

const becomes =
  (change: (text: string) => string): Strike =>
  ({ file }, text) =>
    writeFileSync(file, change(text));

const shape = (title: string, strike: Strike): FileShape => ({ title, strike });

/** A file next to the others that says something about a domain, in whatever spelling. */
const beside =
  (spelling: string): Strike =>
  ({ folder }) =>
    writeFileSync(
      join(folder, 'config/twin.yaml'),
      `version: 1\ndomains: { "${spelling}": { policy: exact, webhooks: { opened: [] } } }\n`,
    );

const nested = (levels: number): string => `${'{a: '.repeat(levels)}1${'}'.repeat(levels)}\n`;

/** Each alias stands for ten of the one before it: nine levels, a billion URLs. */
const BOMB = `version: 1\nx: &a0 [a]\n${Array.from(
  { length: 9 },
  (_, level) => `y${level}: &a${level + 1} [${Array.from({ length: 10 }, () => `*a${level}`).join(', ')}]\n`,
).join('')}`;

const EMPTY: readonly FileShape[] = [
  shape('no byte', says('')),
  shape('blank lines and spaces', says('\n  \n\n')),
  shape('nothing but comments', says('# all gone\n# and this too\n')),
  shape('--- alone', says('---\n')),
  shape('null', says('null\n')),
  shape('an empty mapping', says('{}\n')),
  shape('domains: null', says('version: 1\ndomains:\n')),
  shape('domains: {}', says('version: 1\ndomains: {}\n')),
];

const FOLDERS: readonly FileShape[] = [
  shape('the folder is missing', ({ folder }) => rmSync(join(folder, 'config'), { recursive: true })),
  shape('the folder is empty', ({ folder }) => {
    rmSync(join(folder, 'config'), { recursive: true });
    mkdirSync(join(folder, 'config'));
  }),
  shape('the folder is replaced by an empty file', ({ folder }) => {
    rmSync(join(folder, 'config'), { recursive: true });
    writeFileSync(join(folder, 'config'), '');
  }),
  shape('the file of the domains is missing', ({ file }) => rmSync(file)),
  shape('the file of the accounts is missing', ({ folder }) => rmSync(join(folder, 'config/accounts.yaml'))),
];

const HALVES: readonly FileShape[] = [
  shape(
    'a file that was being written: its last line is half',
    becomes((text) => text.slice(0, -9)),
  ),
  shape(
    'a file that was overwritten with a shorter one, and not cut',
    becomes((text) => `version: 1\n${text.slice(11)}${text.slice(-20)}`),
  ),
  shape('a file of the right length, all NUL after its middle', ({ file }, text) => {
    writeFileSync(file, text.slice(0, text.length / 2));
    truncateSync(file, text.length);
  }),
];

const HOSTILE: readonly FileShape[] = [
  shape('an alias bomb', says(BOMB)),
  shape(
    'an alias without an anchor',
    becomes((text) => `${text}  alias.example.com: *nowhere\n`),
  ),
  shape(
    'a merge key',
    becomes((text) => text.replace(`  ${BYSTANDER}:\n`, `  ${BYSTANDER}:\n    <<: { policy: exact }\n`)),
  ),
  shape(
    'the tag !!js/function',
    becomes((text) => text.replace('version: 1', 'version: !!js/function "1"')),
  ),
  shape(
    'the tag !env',
    becomes((text) => text.replace('version: 1', 'version: !env VERSION')),
  ),
  shape(
    'a domain twice in one file',
    becomes((text) => `${text}  ${STRUCK}:\n    policy: exact\n    webhooks: {}\n`),
  ),
  shape(
    "'domains' twice in one file",
    becomes((text) => `${text}domains: {}\n`),
  ),
  shape(
    'a second document',
    becomes((text) => `${text}---\nversion: 1\ndomains: {}\n`),
  ),
  shape(
    'tabs',
    becomes((text) => text.replaceAll('    ', '\t')),
  ),
  shape(
    'a NUL',
    becomes((text) => text.replace('version', 'version\0')),
  ),
  shape('bytes that are no text', says(Buffer.from([0x76, 0xff, 0xfe, 0x00, 0x0a]))),
  shape('UTF-16', ({ file }, text) => writeFileSync(file, text, 'utf16le')),
  shape('values 10 000 levels deep', says(nested(10_000))),
  shape('33 MiB', ({ file }) => truncateSync(file, 33 * MIB)),
  shape(
    'an unknown key',
    becomes((text) => text.replace('webhooks:', 'webhook:')),
  ),
  shape(
    'the conflict markers of a merge',
    becomes((text) => text.replace(`  ${BYSTANDER}:`, `<<<<<<< HEAD\n  ${BYSTANDER}:`)),
  ),
];

const SPECIAL: readonly FileShape[] = [
  shape('a link that leaves the folder', ({ folder, file }, text) => {
    writeFileSync(join(folder, 'outside.yaml'), text);
    rmSync(file);
    symlinkSync('../outside.yaml', file);
  }),
  shape('a link to itself', ({ file }) => {
    rmSync(file);
    symlinkSync('domains.yaml', file);
  }),
  shape('a link to nothing', ({ file }) => {
    rmSync(file);
    symlinkSync('gone.yaml', file);
  }),
  shape('a pipe', ({ file }) => {
    rmSync(file);
    execFileSync('mkfifo', [file]);
  }),
  shape('a socket', async ({ file }) => {
    rmSync(file);
    const server = createServer();
    await new Promise<void>((listening) => server.listen(file, listening));
    onTestFinished(() => void server.close());
  }),
  shape('a device', ({ file }) => {
    rmSync(file);
    symlinkSync('/dev/zero', file);
  }),
  shape('a folder in place of the file', ({ file }) => {
    rmSync(file);
    mkdirSync(file);
  }),
];

const TWINS: readonly FileShape[] = [
  shape('a domain in two files', beside(STRUCK)),
  shape('a domain in two files, once in capitals', beside(STRUCK.toUpperCase())),
  shape('a domain with a dot behind it', beside(`${STRUCK}.`)),
  shape('a domain in full-width letters', beside(`ｓｔｒｕｃｋ.example.com`)),
  shape('a domain with a Cyrillic letter that looks Latin', beside(STRUCK.replace('c', '\u0441'))),
  shape('a name that is no name', beside('..')),
];

const TIMES: readonly FileShape[] = [
  shape('a broken file with the time and the length of the right one', ({ file }, text) => {
    writeFileSync(file, text.replace('version', 'versiom'));
    utimesSync(file, 1_700_000_000, 1_700_000_000);
  }),
];

const LEFT_BESIDE: readonly FileShape[] = [
  shape('what editors and Kubernetes leave beside it', ({ folder }, text) => {
    const half = text.slice(0, text.length / 2);
    for (const name of ['.domains.yaml.swp', 'domains.yaml~', '#domains.yaml#', '4913', '.domains.yaml.x7Fq'])
      writeFileSync(join(folder, 'config', name), half);
    mkdirSync(join(folder, 'config/..2026_11_21_20_45_01.3141592653'));
    writeFileSync(join(folder, 'config/..2026_11_21_20_45_01.3141592653/domains.yaml'), half);
  }),
];

const HARMLESS: readonly FileShape[] = [
  shape(
    'an anchor, and one alias of it',
    becomes((text) => text.replace('policy: ', 'policy: &p ').replace(/policy: (?!&)(\w+)/, 'policy: *p')),
  ),
  shape(
    'a byte order mark',
    becomes((text) => `\ufeff${text}`),
  ),
  shape(
    'CRLF',
    becomes((text) => text.replaceAll('\n', '\r\n')),
  ),
  shape(
    '8 MiB, nearly all of it comment',
    becomes((text) => `${text}# ${'x'.repeat(8 * MIB)}\n`),
  ),
];

const LINKED: readonly FileShape[] = [
  shape('a link within the folder', ({ folder, file }) => {
    mkdirSync(join(folder, 'config/.data'));
    renameSync(file, join(folder, 'config/.data/domains.yaml'));
    symlinkSync('.data/domains.yaml', file);
  }),
];

const STRANGE_TIMES: readonly FileShape[] = [
  shape('a file of the year 2106', ({ file }) => utimesSync(file, 4_294_967_295, 4_294_967_295)),
  shape('a file of the year 1970', ({ file }) => utimesSync(file, 0, 0)),
];

/** C02 and C04 to C10: what may become of the files. C01, C03, C09 and C11 take more than one state of the files. */
export const FILES: readonly FileDisaster[] = [
  { id: 'C02', title: 'a folder or a file is gone', outcome: 'refused', shapes: FOLDERS },
  { id: 'C04', title: 'a file that says nothing', outcome: 'refused', shapes: EMPTY },
  { id: 'C05', title: 'a file that is half written', outcome: 'refused', shapes: HALVES },
  { id: 'C05', title: 'half files beside the whole one', outcome: 'used', shapes: LEFT_BESIDE },
  { id: 'C06', title: 'text that is hostile, or means two things', outcome: 'refused', shapes: HOSTILE },
  { id: 'C06', title: 'text that is unusual', outcome: 'used', shapes: HARMLESS },
  { id: 'C07', title: 'a file that is no file', outcome: 'refused', shapes: SPECIAL },
  { id: 'C07', title: 'a link within the folder', outcome: 'used', shapes: LINKED },
  { id: 'C08', title: 'a domain twice, however it is spelt', outcome: 'refused', shapes: TWINS },
  { id: 'C10', title: 'a broken file that looks untouched', outcome: 'refused', shapes: TIMES },
  { id: 'C10', title: 'a file of another time', outcome: 'used', shapes: STRANGE_TIMES },
];
