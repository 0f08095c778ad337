import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withEmulator } from '../support/emulator.ts';
import { type BuiltImage, buildImage, imageToolsMissing, LABEL_ARGUMENTS } from '../support/image-build.ts';
import { launchImage, runImage, runInImage } from '../support/image-run.ts';
import { accountsFile, workspace } from '../support/workspace.ts';
import { render } from './kustomize.ts';
import { mghooksOf, podsOf, variablesOf } from './manifest.ts';

const ROOT = join(import.meta.dirname, '../..');
const BUILD_LIMIT_MS = 400_000;
const MEGABYTE = 1_000_000;

/** The variables that the manifests give to the daemon. */
function variables(): Readonly<Record<string, string>> {
  return podsOf(render('base')).map((pod) => variablesOf(mghooksOf(pod)))[0] ?? {};
}

/** What a process can tell of its own rights. Printed by the Node of the image. */
const CONFESSION = `
const { readFileSync, writeFileSync } = require('node:fs');
const { spawnSync } = require('node:child_process');
const status = Object.fromEntries(readFileSync('/proc/self/status', 'utf8').split('\\n').map((line) => line.split(':\\t')));
const tried = (work) => { try { work(); return 'worked'; } catch (error) { return error.code; } };
console.log(JSON.stringify({
  user: process.getuid(), group: process.getgid(), groups: process.getgroups(),
  capabilities: status.CapEff, noNewPrivileges: status.NoNewPrivs,
  writing: ['/app/dist/x', '/tmp/x', '/etc/mghooks/x'].map((path) => tried(() => writeFileSync(path, ''))),
  shell: spawnSync('/bin/sh', ['-c', 'true']).error?.code,
}));`;

describe.skipIf(imageToolsMissing !== undefined)('the image', () => {
  let image: BuiltImage;

  beforeAll(async () => {
    image = await buildImage();
  }, BUILD_LIMIT_MS);

  afterAll(() => image?.remove());

  it('adds less than 25 MB to its base', () => {
    console.info(`The image adds ${(image.addedBytes / MEGABYTE).toFixed(1)} MB to its base`);
    expect(image.addedBytes).toBeLessThan(25 * MEGABYTE);
    expect(image.addedBytes).toBeGreaterThan(MEGABYTE);
  });

  it('runs as a user that is a number, with the daemon as its default command', () => {
    expect(image.config).toMatchObject({
      User: '65532:65532',
      Entrypoint: ['node', '/app/dist/cli/main.js'],
      Cmd: ['run'],
      ExposedPorts: { '8080/tcp': {} },
      StopSignal: 'SIGTERM',
    });
  });

  it('says in its labels what it is', () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(image.config.Labels).toMatchObject({
      'org.opencontainers.image.title': manifest.name,
      'org.opencontainers.image.licenses': manifest.license,
      'org.opencontainers.image.version': LABEL_ARGUMENTS.VERSION,
      'org.opencontainers.image.revision': LABEL_ARGUMENTS.REVISION,
      'org.opencontainers.image.created': LABEL_ARGUMENTS.CREATED,
      'org.opencontainers.image.base.name': 'docker.io/library/node:24-slim',
    });
  });

  it('holds what runs and nothing else: no sources, no tests, no maps', () => {
    const app = join(image.folder, 'app');
    expect(readdirSync(app).sort()).toEqual(
      ['LICENSE', 'config', 'dist', 'docs', 'node_modules', 'package.json', 'schemas'].sort(),
    );
    const files = readdirSync(app, { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => /\.(ts|map)$|(^|\/)(\.git|\.npmrc|\.env)|\.test\./.test(file))).toEqual([]);
  });

  it('holds every production package of the lock file but typings, and no other', () => {
    const lock: { readonly packages: Readonly<Record<string, { readonly dev?: true }>> } = JSON.parse(
      readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
    );
    const wanted = Object.entries(lock.packages)
      .filter(([path, entry]) => path.startsWith('node_modules/') && entry.dev !== true)
      .map(([path]) => path)
      .filter((path) => !/^node_modules\/(@types\/.*|type-fest)$/.test(path));
    const found = readdirSync(join(image.folder, 'app/node_modules'), { recursive: true, encoding: 'utf8' })
      .filter((path) => /(^|\/node_modules\/)(@[^/]+\/)?[^@/][^/]*\/package\.json$/.test(path))
      .map((path) => `node_modules/${path.replace(/\/package\.json$/, '')}`);
    expect(found.sort()).toEqual(wanted.sort());
  });

  it('belongs to root, so that the process cannot change its own code', () => {
    const app = join(image.folder, 'app');
    const changeable = ['.', ...readdirSync(app, { recursive: true, encoding: 'utf8' })].filter((path) => {
      const { uid, mode } = statSync(join(app, path));
      return uid !== 0 || (mode & 0o002) !== 0;
    });
    expect(changeable).toEqual([]);
  });

  it('runs with nothing a restricted pod does not have, and needs no shell', async () => {
    const { stdout, stderr } = await runInImage(image, ['node', '-e', CONFESSION]);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      user: 65_532,
      group: 65_532,
      groups: [65_532],
      capabilities: '0000000000000000',
      noNewPrivileges: '1',
      writing: ['EROFS', 'EROFS', 'EROFS'],
      shell: 'EACCES',
    });
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(await runImage(image, ['--version'])).toEqual({
      code: 0,
      stdout: `${manifest.version}\n`,
      stderr: '',
    });
  });

  it('has the program on the path, for kubectl exec', async () => {
    expect((await runInImage(image, ['mghooks', '--version'])).code).toBe(0);
  });

  it('checks the example of the manifests with the options that the manifests give to Node', async () => {
    const run = await runImage(image, ['validate'], {
      readOnly: { '/etc/mghooks': join(ROOT, 'deploy/base/config') },
      environment: variables(),
    });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('The configuration is valid: 1 file, 1 account');
  });

  it('plans against a Mailgun, with its key from a mounted secret and its memory in a mounted folder', async () => {
    const { folder, restriction } = await pod();
    const run = await runImage(image, ['plan', '--detailed-exitcode'], restriction);
    expect(run.stderr).toBe('');
    expect(run.stdout).toContain('+ delivered');
    expect(run.code).toBe(2);
    expect(readdirSync(join(folder, 'state'), { recursive: true }).length).toBeGreaterThan(0);
  });

  it('runs the daemon with the arguments of the manifests, answers its probes, and ends in order', async () => {
    const { emulator, restriction } = await pod();
    const [daemon] = podsOf(render('base')).map(mghooksOf);
    // A new pod would wait for a minute, as it does not know what the one before it has sent.
    const argv =
      daemon?.args?.map((word) => word.replace('0.0.0.0:8080', '127.0.0.1:0').replace('=spent', '=rested')) ??
      [];
    const running = launchImage(image, argv, restriction);
    const [origin] = (await running.line(/"event":"listening"/)).match(/http:\/\/127\.0\.0\.1:\d+/) ?? [];
    for (const probe of [daemon?.startupProbe, daemon?.livenessProbe, daemon?.readinessProbe]) {
      await expect.poll(async () => (await fetch(`${origin}${probe?.httpGet?.path}`)).status).toBe(200);
    }
    await expect
      .poll(() => emulator.webhooks('mg.example.com'), { timeout: 10_000 })
      .toMatchObject({ delivered: ['https://hooks.example.com/d'] });
    const started = performance.now();
    const { code } = await running.terminate();
    expect(code).toBe(0);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

/** A Mailgun with one domain, and what a pod mounts to bring it in order. */
async function pod() {
  const emulator = await withEmulator({ seed: { domains: { 'mg.example.com': {} } } });
  const mounted = '{ file: /run/secrets/mailgun/api-key }';
  const folder = workspace({
    'config/webhooks.yaml': `${accountsFile(emulator.origin).replace('{ env: MAILGUN_API_KEY }', mounted)}domains:
  mg.example.com:
    webhooks:
      delivered: https://hooks.example.com/d
`,
    'secret/api-key': 'key-1',
    'secret/token': 'a-token-that-is-long-enough-to-be-one',
  });
  mkdirSync(join(folder, 'state'));
  return {
    emulator,
    folder,
    restriction: {
      readOnly: {
        '/etc/mghooks': join(folder, 'config'),
        '/run/secrets/mailgun': join(folder, 'secret'),
      },
      writable: { '/var/lib/mghooks': join(folder, 'state') },
      environment: variables(),
    },
  };
}
