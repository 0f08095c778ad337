import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { selectFiles } from '../../../../src/adapters/config/select-files.ts';
import { frozenMounts, parseMountTable } from '../../../../src/adapters/config/watch/frozen-mounts.ts';
import { workspace } from '../../../support/workspace.ts';

/** Lines of `/proc/self/mountinfo` in a container; the last part of each is left as it is. */
function table(...mounts: readonly (readonly [root: string, mountPoint: string])[]): string {
  const lines = mounts.map(([root, at], n) => `${n} 1 254:1 ${root} ${at} ro,relatime - ext4 /dev/vda1 rw\n`);
  return lines.join('');
}

const VOLUME = '/var/lib/kubelet/pods/0a1b/volumes/kubernetes.io~configmap/config';
const DATA = '..2026_11_21_20_45_01.3141592653';

describe('what Kubernetes never updates', () => {
  const frozen = async (root: string, text: string) => {
    const { files } = await selectFiles(['config'], root);
    return [...frozenMounts(files, parseMountTable(text))];
  };

  it('is a file mounted by itself, but not the files of a mounted folder', async () => {
    const root = realpathSync(workspace({ 'config/a.yaml': 'a', 'config/b.yaml': 'b' }));
    const folder = join(root, 'config');
    expect(await frozen(root, table(['/', '/'], [VOLUME, folder]))).toEqual([]);
    expect(
      await frozen(root, table(['/', '/'], [`${VOLUME}/${DATA}/a.yaml`, join(folder, 'a.yaml')])),
    ).toEqual(['config/a.yaml']);
  });

  it('is a folder inside a ConfigMap that was mounted by itself, told once', async () => {
    const root = realpathSync(workspace({ 'config/a.yaml': 'a', 'config/sub/b.yaml': 'b' }));
    const folder = join(root, 'config');
    expect(await frozen(root, table(['/', '/'], [`${VOLUME}/${DATA}/x`, folder]))).toEqual([folder]);
    expect(await frozen(root, table(['/', '/'], [`${VOLUME}/${DATA}/x`, folder], [VOLUME, folder]))).toEqual(
      [],
    );
  });

  it('is found where a path has spaces, and nowhere without a mount table', async () => {
    const root = realpathSync(workspace({ 'config/a b\\c.yaml': 'a' }));
    const point = join(root, 'config/a b\\c.yaml').replaceAll('\\', '\\134').replaceAll(' ', '\\040');
    expect(await frozen(root, table(['/x', point]))).toEqual(['config/a b\\c.yaml']);
    expect(await frozen(root, '')).toEqual([]);
    expect(parseMountTable('nonsense\n\n')).toEqual([]);
  });
});
