/**
 * A name for one life of one process: `mghooks-6d5f-x2x7q_0c3a91f4`. A pod's name alone is not enough: a container that
 * is started again, and a command run by `kubectl exec`, would take the lease of their neighbour for their own.
 */
export function createIdentity(podName: string, random: () => number): string {
  const mark = Math.floor(random() * 2 ** 32);
  return `${podName}_${mark.toString(16).padStart(8, '0')}`;
}
