import type { ProcessIdentity } from '../../../ports/process-table.ts';

/** Reads who holds a lock; `undefined` if the text is not one of ours, such as one that was cut off. */
export function parseHolder(text: string): ProcessIdentity | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { host, pid, startedAt, command }: Readonly<Record<string, unknown>> = { ...value };
  const known = typeof host === 'string' && typeof startedAt === 'string' && typeof command === 'string';
  if (!known || typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 1) return undefined;
  return { host, pid, startedAt, command };
}
