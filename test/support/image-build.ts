import { execFile, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { whyMissing } from './debian-package.ts';

const ROOT = join(import.meta.dirname, '../..');
/** The base that the Dockerfile names. No registry of images is asked: one like it is made here, and gets its name. */
const BASE = 'docker.io/library/node:24-slim';
const DEBIAN_RELEASE = 'bookworm';
/** What the Dockerfile and npm call, what Node links to, and what runs the image as another user. */
const DEBIAN_PACKAGES = ['base-files', 'dash', 'coreutils', 'findutils', 'libstdc++6', 'util-linux'];
/** The packages are unpacked and not configured, which takes a quarter of the time. */
const UNPACKED = ['--quiet', '--variant=extract', '--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr'];
const NODE_PACKAGE = `node-linux-${process.arch}@24`;
const NPM_PACKAGE = 'npm@11';
const OUTPUT_LIMIT_BYTES = 32 * 1024 * 1024;
const ERROR_CHARACTERS = 4_000;

const TESTS_OF = 'the image';
const TOOLS = { buildah: 'buildah', mmdebstrap: 'mmdebstrap', unshare: 'util-linux', setpriv: 'util-linux' };

/** Why an image can be neither built nor run here, `undefined` if it can. On a build server that is an error. */
export const imageToolsMissing: string | undefined = findImageTools();

function findImageTools(): string | undefined {
  if (process.platform !== 'linux') return skipped('they need Linux');
  if (process.getuid?.() !== 0) return skipped('they need root, to make a file system and to mount it');
  for (const [binary, packageName] of Object.entries(TOOLS)) {
    const reason = whyMissing({ binary, packageName, testsOf: TESTS_OF });
    if (reason !== undefined) return reason;
  }
  const namespaces = spawnSync('unshare', ['--mount', '--pid', '--fork', 'true'], { encoding: 'utf8' });
  if (namespaces.status === 0) return undefined;
  return skipped(`this machine does not allow new namespaces (${namespaces.stderr.trim()})`);
}

function skipped(reason: string): string {
  if (process.env['CI'] === 'true') throw new Error(`The tests of ${TESTS_OF} cannot run: ${reason}`);
  console.warn(`Skipped: the tests of ${TESTS_OF}, because ${reason}`);
  return reason;
}

/** The parts of an OCI image configuration that the tests look at. */
export interface ImageConfig {
  readonly User: string;
  readonly Env: readonly string[];
  readonly Entrypoint: readonly string[];
  readonly Cmd: readonly string[];
  readonly WorkingDir: string;
  readonly Labels: Readonly<Record<string, string>>;
  readonly ExposedPorts: Readonly<Record<string, object>>;
  readonly StopSignal: string;
}

export interface BuiltImage {
  readonly config: ImageConfig;
  /** What the image adds to its base, uncompressed. */
  readonly addedBytes: number;
  /** The file system of a container made from the image. */
  readonly folder: string;
  /** Removes the image, its base and the container. */
  remove(): Promise<void>;
}

/** Builds the Dockerfile of the project with buildah, without any daemon and without a registry of images. */
export async function buildImage(): Promise<BuiltImage> {
  const folder = mkdtempSync(join(tmpdir(), 'mghooks-image-'));
  const buildah = createBuildah(folder);
  try {
    await makeBase(folder, buildah);
    await buildah('bud', '--pull-never', '--format', 'docker', ...(await npmAccess(folder)), ...LABELS, ROOT);
    return await describeImage(folder, buildah);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

export const LABEL_ARGUMENTS = { VERSION: '1.2.3', REVISION: 'abc1234', CREATED: '2026-01-02T03:04:05Z' };
const LABELS = [
  ...Object.entries(LABEL_ARGUMENTS).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
  '--tag',
  'mghooks:test',
];

/** Runs buildah with a storage of its own, and answers what it printed. */
type Buildah = (...words: readonly string[]) => Promise<string>;

function createBuildah(folder: string): Buildah {
  const storage = join(folder, 'storage.conf');
  writeFileSync(
    storage,
    `[storage]\ndriver = "vfs"\nrunroot = "${folder}/run"\ngraphroot = "${folder}/graph"\n`,
  );
  const environment = { ...process.env, CONTAINERS_STORAGE_CONF: storage, BUILDAH_ISOLATION: 'chroot' };
  return (...words) => run('buildah', words, environment);
}

/** Makes an image like the official one of Node: a small Debian, Node, npm. */
async function makeBase(folder: string, buildah: Buildah): Promise<void> {
  const debian = join(folder, 'debian.tar');
  const packages = join(folder, 'packages');
  await Promise.all([
    run('mmdebstrap', [...UNPACKED, `--include=${DEBIAN_PACKAGES.join(',')}`, DEBIAN_RELEASE, debian]),
    run('npm', [
      'install',
      '--silent',
      '--no-save',
      '--ignore-scripts',
      '--prefix',
      packages,
      NODE_PACKAGE,
      NPM_PACKAGE,
    ]),
  ]);
  const modules = join(packages, 'node_modules');
  const links = join(folder, 'links');
  mkdirSync(links);
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(links, 'npm'));

  const container = await buildah('from', 'scratch');
  await buildah('add', '--quiet', container, debian, '/');
  const node = join(modules, `node-linux-${process.arch}/bin/node`);
  await buildah('copy', '--quiet', container, node, '/usr/local/bin/node');
  await buildah('copy', '--quiet', container, join(modules, 'npm'), '/usr/local/lib/node_modules/npm');
  await buildah('copy', '--quiet', container, links, '/usr/local/bin');
  await buildah('commit', '--quiet', '--rm', container, BASE);
  for (const used of [debian, packages]) rmSync(used, { recursive: true });
}

/**
 * Lets the build use the packages and the registry of this machine, by the secret that the Dockerfile offers for it.
 * What `npm ci` has put into the cache is not fetched again.
 */
async function npmAccess(folder: string): Promise<readonly string[]> {
  const secret = join(folder, 'npmrc');
  const words = ['--secret', `id=npmrc,src=${secret}`, '--volume', `${await npmSetting('cache')}:/npm-cache`];
  const lines = [`registry=${await npmSetting('registry')}`, 'cache=/npm-cache', 'prefer-offline=true'];
  const authorities = process.env['NODE_EXTRA_CA_CERTS'];
  if (authorities !== undefined && existsSync(authorities)) {
    copyFileSync(authorities, join(folder, 'authorities.pem'));
    lines.push('cafile=/npm-authorities.pem');
    words.push('--volume', `${join(folder, 'authorities.pem')}:/npm-authorities.pem:ro`);
  }
  writeFileSync(secret, `${lines.join('\n')}\n`, { mode: 0o600 });
  return words;
}

function npmSetting(name: string): Promise<string> {
  return run('npm', ['config', 'get', name]);
}

async function describeImage(folder: string, buildah: Buildah): Promise<BuiltImage> {
  const image = await inspect(buildah, 'mghooks:test');
  const base = await inspect(buildah, BASE);
  const added = image.layers.slice(base.layers.length);
  const container = await buildah('from', '--pull-never', 'mghooks:test');
  return {
    config: image.config,
    addedBytes: added.reduce((sum, { size }) => sum + size, 0),
    folder: await buildah('mount', container),
    remove: async () => {
      await buildah('umount', container);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Inspected {
  readonly config: ImageConfig;
  readonly layers: readonly { readonly size: number }[];
}

async function inspect(buildah: Buildah, image: string): Promise<Inspected> {
  const found = JSON.parse(await buildah('inspect', '--type', 'image', image));
  return { config: found.Docker.config, layers: JSON.parse(found.Manifest).layers };
}

async function run(program: string, words: readonly string[], env = process.env): Promise<string> {
  const running = promisify(execFile)(program, words, { env, maxBuffer: OUTPUT_LIMIT_BYTES });
  const { stdout } = await running.catch((error: Error & { readonly stdout: string }) => {
    // The compiler, for one, says on the standard output what is wrong.
    throw new Error(`${error.message}\n${error.stdout.slice(-ERROR_CHARACTERS)}`);
  });
  return stdout.trim();
}
