import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Collects all garbage there is, and answers with the bytes in use. */
export function collectGarbage(): number {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  if (typeof gc !== 'function') throw new Error('this Node cannot collect garbage on demand');
  // What a first round lets go of may hold more.
  gc();
  gc();
  return process.memoryUsage().heapUsed;
}
