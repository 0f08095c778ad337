import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * The house, as docs/architecture.md draws it: which folder may import which, where each package lives, and where the
 * clock, timers, random numbers, `process` and `console` may be used.
 */
const ROOT = join(import.meta.dirname, '..');
const SRC = join(ROOT, 'src');

/** A room and the rooms it may import from, itself always included. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  plan: ['model'],
  ports: ['model', 'plan'],
  app: ['model', 'plan', 'ports'],
  emulator: ['model'],
  adapters: ['model', 'plan', 'ports'],
  cli: ['model', 'plan', 'ports', 'app', 'emulator', 'adapters'],
};

/** Each package has one home; got has two, as Mailgun and Kubernetes are two neighbours that speak HTTP. */
const HOMES_OF: Readonly<Record<string, readonly string[]>> = {
  ajv: ['adapters/config'],
  bottleneck: ['adapters/budget'],
  commander: ['cli'],
  got: ['adapters/mailgun', 'adapters/kubernetes'],
  ioredis: ['adapters/budget'],
  'p-limit': ['app'],
  pino: ['adapters/telemetry'],
  'pino-pretty': ['adapters/telemetry'],
  'prom-client': ['adapters/telemetry'],
  yaml: ['adapters/config'],
};

/** Rooms that know nothing of Node. */
const PURE = ['model', 'plan', 'ports', 'app'];

/** Names that only some rooms may use. */
const RESTRICTED: readonly { readonly pattern: RegExp; readonly home: string; readonly name: string }[] = [
  { name: 'process and console', pattern: /(?<![\w.'`])(process|console)\s*\./, home: 'cli' },
  {
    name: 'the clock and timers',
    pattern: /(?<![\w.'`])(Date\.now|new Date\(\)|performance\.now|setTimeout|setInterval|setImmediate)\b/,
    home: 'adapters/clock',
  },
  {
    name: 'random numbers',
    pattern: /(?<![\w'`])(Math\.random|randomUUID|randomBytes|randomInt)\b/,
    home: 'adapters/clock',
  },
  { name: 'fetch', pattern: /(?<![\w.'`])fetch\(/, home: 'nowhere' },
];

interface SourceFile {
  /** Relative to src, such as `adapters/config/paths.ts`. */
  readonly path: string;
  /** The room: the first folder. For adapters the unit of isolation is the second one. */
  readonly room: string;
  readonly folder: string;
  readonly text: string;
  readonly imports: readonly string[];
}

/** `import … from 'x'` and `export … from 'x'` over any number of lines, `import 'x'`, `import('x')`. */
const IMPORT = /^(?:import|export)\s[^'"`;]*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm;

function sourceFiles(): readonly SourceFile[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => {
      const text = readFileSync(join(SRC, path), 'utf8');
      const [room = '', second = ''] = path.split('/');
      const folder = room === 'adapters' ? `${room}/${second}` : room;
      const imports = [...text.matchAll(IMPORT)].map(
        ([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '',
      );
      return { path, room, folder, text, imports };
    });
}

const FILES = sourceFiles();

/** Comments may name anything. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

function targetOf(file: SourceFile, name: string): string {
  return relative(SRC, join(SRC, dirname(file.path), name));
}

function folderOf(path: string): string {
  const [room = '', second = ''] = path.split('/');
  return room === 'adapters' ? `${room}/${second}` : room;
}

const violations = (check: (file: SourceFile) => readonly string[]) =>
  FILES.flatMap((file) => check(file).map((problem) => `src/${file.path}: ${problem}`));

describe('the house', () => {
  it('has only rooms that are drawn', () => {
    expect([...new Set(FILES.map((file) => file.room))].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
  });

  it('lets a room import only from the rooms below it', () => {
    const found = violations((file) =>
      file.imports
        .filter((name) => name.startsWith('.'))
        .map((name) => folderOf(targetOf(file, name)))
        .filter((folder) => {
          const room = folder.split('/')[0] ?? '';
          return folder !== file.folder && !(MAY_IMPORT[file.room] ?? []).includes(room);
        })
        .map((folder) => `imports ${folder}`),
    );
    expect(found).toEqual([]);
  });

  it('gives every package one home, and pure rooms no package but p-limit in app', () => {
    const found = violations((file) =>
      file.imports
        .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
        .map((name) => name.split('/')[0] ?? '')
        .filter((name) => HOMES_OF[name]?.includes(file.folder) !== true)
        .map((name) => `imports ${name}, whose home is ${HOMES_OF[name]?.join(' or ') ?? 'nowhere'}`),
    );
    expect(found).toEqual([]);
  });

  it('knows the home of every production dependency', () => {
    const manifest: { readonly dependencies: object } = JSON.parse(
      readFileSync(join(ROOT, 'package.json'), 'utf8'),
    );
    expect(Object.keys(manifest.dependencies).sort()).toEqual(Object.keys(HOMES_OF).sort());
  });

  it('keeps node: modules out of the pure rooms', () => {
    const found = violations((file) =>
      PURE.includes(file.room) ? file.imports.filter((name) => name.startsWith('node:')) : [],
    );
    expect(found).toEqual([]);
  });

  it.each(RESTRICTED)('uses $name only at home', ({ pattern, home }) => {
    const found = violations((file) => {
      const match = file.folder === home ? undefined : code(file.text).match(pattern);
      return match ? [`uses ${match[0]}`] : [];
    });
    expect(found).toEqual([]);
  });

  it('has small files: median under 80 lines, none over 300', () => {
    const sizes = FILES.filter((file) => !file.path.endsWith('.gen.ts'))
      .map((file) => ({ path: file.path, lines: file.text.split('\n').length }))
      .sort((a, b) => a.lines - b.lines);
    expect(sizes.filter((file) => file.lines > 300)).toEqual([]);
    expect(sizes[Math.floor(sizes.length / 2)]?.lines).toBeLessThan(80);
  });

  it('names no file after a language construct or a leftover', () => {
    const banned = /(^|[/-])(utils?|helpers?|manager|service|types|misc|common)\.ts$/;
    expect(FILES.map((file) => file.path).filter((path) => banned.test(path))).toEqual([]);
  });

  it('writes relative imports with their ending', () => {
    const found = violations((file) =>
      file.imports.filter((name) => name.startsWith('.') && !name.endsWith('.ts')),
    );
    expect(found).toEqual([]);
  });
});
