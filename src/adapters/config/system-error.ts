/** The code of a file system error such as `ENOENT`, or its text if it has none. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return String(error);
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file or folder'],
  ['ENOTDIR', 'a part of the path is not a folder'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['ELOOP', 'its symbolic links go round in a circle'],
  ['ENAMETOOLONG', 'the name is too long'],
]);

/** Why a file could not be read, for people. */
export function errorReason(error: unknown): string {
  const code = errorCode(error);
  return REASONS.get(code) ?? `the system answered ${code}`;
}
