import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BuiltImage } from './image-build.ts';

/** What a pod gives to a container: nothing else of this machine is seen inside. */
export interface Restriction {
  /** Folders of this machine by where they are seen; they cannot be written. */
  readonly readOnly?: Readonly<Record<string, string>>;
  /** The same, but the user of the image owns them and may write. */
  readonly writable?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface ImageRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Does what a container runtime does under the restricted pod standard: a root file system that cannot be written, a
 * user that is not root, no capability, no new privileges, processes of its own. The shells are taken away as well. The
 * network is the one of this machine.
 */
const ENTER = `
set -e
root=$1 user=$2 group=$3 folder=$4; shift 4
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
while [ "$1" != -- ]; do
  mount --bind "$2" "$root$3"
  [ "$1" = writable ] || mount -o remount,ro,bind "$root$3"
  shift 3
done
shift
for shell in dash bash; do
  [ ! -e "$root/usr/bin/$shell" ] || mount --bind /dev/null "$root/usr/bin/$shell"
done
mount -o remount,ro,bind "$root"
exec chroot "$root" /usr/bin/setpriv --reuid="$user" --regid="$group" --clear-groups --inh-caps=-all \
  --bounding-set=-all --no-new-privs /usr/bin/env --ignore-environment --chdir="$folder" "$@"
`;

/** Runs the entry point of an image with some arguments, as restricted as a pod, and waits for its end. */
export async function runImage(
  image: BuiltImage,
  argv: readonly string[],
  restriction: Restriction = {},
): Promise<ImageRun> {
  return outcome(startImage(image, [...image.config.Entrypoint, ...argv], restriction));
}

/** Runs any program of an image under the same restrictions. */
export async function runInImage(image: BuiltImage, words: readonly string[]): Promise<ImageRun> {
  return outcome(startImage(image, words, {}));
}

/** A process that goes on until it is told to stop, such as the daemon. */
export interface RunningImage {
  /** Resolves with the first line of the standard error that matches; rejects if the process ends before. */
  line(pattern: RegExp): Promise<string>;
  /** Sends SIGTERM, as Kubernetes does, and waits for the end. */
  terminate(): Promise<ImageRun>;
}

/** Starts the entry point of an image with some arguments, as restricted as a pod. */
export function launchImage(
  image: BuiltImage,
  argv: readonly string[],
  restriction: Restriction,
): RunningImage {
  const child = startImage(image, [...image.config.Entrypoint, ...argv], restriction);
  const ended = outcome(child);
  const seen: string[] = [];
  const reader = createInterface(child.stderr);
  reader.on('line', (line) => seen.push(line));
  return {
    line: async (pattern) => {
      for (;;) {
        const found = seen.find((line) => pattern.test(line));
        if (found !== undefined) return found;
        const more = await Promise.race([once(reader, 'line'), ended]);
        if ('code' in more) throw new Error(`it ended with code ${more.code}:\n${more.stderr}`);
      }
    },
    terminate: () => {
      // The process that was started only waits; its only child is the one that became the program.
      const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
      process.kill(Number(children.trim().split(' ')[0]), 'SIGTERM');
      return ended;
    },
  };
}

async function outcome(child: ChildProcessWithoutNullStreams): Promise<ImageRun> {
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk) => {
      printed[name] += chunk;
    });
  }
  const [code] = await once(child, 'close');
  return { code, ...printed };
}

function startImage(
  image: BuiltImage,
  words: readonly string[],
  { readOnly = {}, writable = {}, environment = {} }: Restriction,
): ChildProcessWithoutNullStreams {
  const [user = '', group = ''] = image.config.User.split(':');
  const mounts = [...mount(image, 'readonly', readOnly), ...mount(image, 'writable', writable)];
  for (const folder of Object.values(writable)) chownSync(folder, Number(user), Number(group));
  const variables = [...image.config.Env, ...Object.entries(environment).map((pair) => pair.join('='))];
  const place = [image.folder, user, group, image.config.WorkingDir];
  const entering = ['sh', '-c', ENTER, 'enter', ...place, ...mounts, '--', ...variables, ...words];
  const child = spawn('unshare', ['--mount', '--pid', '--fork', '--kill-child', ...entering]);
  child.stdin.end();
  return child;
}

function mount(image: BuiltImage, way: string, folders: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(folders).flatMap(([inside, outside]) => {
    mkdirSync(join(image.folder, inside), { recursive: true });
    return [way, outside, inside];
  });
}
