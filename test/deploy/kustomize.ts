import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { whyMissing } from '../support/debian-package.ts';
import { workspace } from '../support/workspace.ts';
import type { Manifest } from './manifest.ts';

export const DEPLOY = join(import.meta.dirname, '../../deploy');

/** Older ones, such as the kubectl 1.20 of Debian 12, know no components. */
const OLDEST_MAJOR = 5;
const GO_PACKAGE = 'sigs.k8s.io/kustomize/kustomize/v5@v5.0.3';
/** A release that Debian's own Go 1.19 can build; built once for a user of this machine. */
const BUILT_FOLDER = join(homedir(), '.cache/mghooks-tests/kustomize-5.0.3');

/** The program that renders a folder, and the words before the folder. */
type Renderer = readonly [program: string, ...words: readonly string[]];

const RENDERER = findRenderer();

function findRenderer(): Renderer {
  const ownKubectl = version('kubectl', ['version', '--client', '--output=json']);
  if (ownKubectl >= OLDEST_MAJOR) return ['kubectl', 'kustomize'];
  if (version('kustomize', ['version']) >= OLDEST_MAJOR) return ['kustomize', 'build'];
  const built = join(BUILT_FOLDER, 'kustomize');
  if (!existsSync(built)) buildKustomize();
  return [built, 'build'];
}

function version(program: string, words: readonly string[]): number {
  const { stdout } = spawnSync(program, words, { encoding: 'utf8' });
  const text = /"kustomizeVersion": *"([^"]+)"/.exec(stdout ?? '')?.[1] ?? stdout ?? '';
  return Number(/v(\d+)\.\d+/.exec(text)?.[1] ?? 0);
}

function buildKustomize(): void {
  const testsOf = 'the manifests';
  const missing = whyMissing({ binary: 'go', packageName: 'golang-go', testsOf, versionWords: ['version'] });
  if (missing !== undefined) {
    throw new Error(`No kubectl with kustomize ${OLDEST_MAJOR}, no kustomize, and ${missing}`);
  }
  execFileSync('go', ['install', GO_PACKAGE], { env: { ...process.env, GOBIN: BUILT_FOLDER } });
}

/** A rendering takes a while, and its input does not change during the tests. */
const RENDERED = new Map<string, string>();

/** What a folder of `deploy/` means, as kubectl would send it to a cluster. */
export function render(folder: string): readonly Manifest[] {
  return parseManifests(rendered(folder, () => renderPath(join(DEPLOY, folder))));
}

interface Overlay {
  /** The folder of `deploy/` that it stands on: the base, unless another one is named. */
  readonly on?: string;
  /** More of its kustomization. */
  readonly more?: object;
}

/** What a kustomization of a user means that adds some components. */
export function renderWith(components: readonly string[], overlay: Overlay = {}): readonly Manifest[] {
  const { on = 'base', more = {} } = overlay;
  return parseManifests(
    rendered(JSON.stringify([components, on, more]), () => {
      const folder = workspace();
      const here = (path: string) => relative(folder, join(DEPLOY, path));
      const kustomization = {
        apiVersion: 'kustomize.config.k8s.io/v1beta1',
        kind: 'Kustomization',
        namespace: 'mghooks',
        resources: [here(on)],
        components: components.map((name) => here(`components/${name}`)),
        ...more,
      };
      writeFileSync(join(folder, 'kustomization.yaml'), JSON.stringify(kustomization));
      return renderPath(folder);
    }),
  );
}

function rendered(key: string, work: () => string): string {
  const text = RENDERED.get(key) ?? work();
  RENDERED.set(key, text);
  return text;
}

/** Renders a folder anywhere. */
function renderPath(folder: string): string {
  const [program, ...words] = RENDERER;
  return execFileSync(program, [...words, folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function parseManifests(text: string): readonly Manifest[] {
  return parseAllDocuments(text).map((document) => document.toJS());
}
