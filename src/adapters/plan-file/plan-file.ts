import { constants } from 'node:fs';
import { access, type FileHandle, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { SavedPlan } from '../../plan/saved-plan.ts';
import { FIRST_LINES, planText, type ReadPlan, readPlanText } from './plan-text.ts';

const BYTES_MAX = 64 * 1024 * 1024;

/** `unreadable`: there is no text to judge, such as no file. Reasons are parts of a sentence, without a full stop. */
export type FoundPlan = ReadPlan | { readonly kind: 'unreadable'; readonly reason: string };

/** Reads a saved plan. Never throws for what it finds. */
export async function readPlanFile(path: string): Promise<FoundPlan> {
  try {
    return await withFile(path, readPlan);
  } catch (error) {
    return { kind: 'unreadable', reason: systemReason(error) };
  }
}

async function readPlan(file: FileHandle): Promise<FoundPlan> {
  const stats = await file.stat();
  if (!stats.isFile()) return { kind: 'unreadable', reason: 'it is not a regular file' };
  if (stats.size > BYTES_MAX) return { kind: 'refused', reason: 'it is larger than 64 MiB' };
  // Bytes that are not UTF-8 become U+FFFD, which no saved plan has in their place, so its checksum tells.
  return readPlanText(await file.readFile('utf8'));
}

/**
 * Why a plan may not be written there; asked before minutes are spent on making one. An older plan is replaced, as
 * people expect who run the same command twice, and so is an empty file; any other file is somebody's work.
 */
export async function whyNotWritable(path: string): Promise<string | undefined> {
  const folder = await access(dirname(path), constants.W_OK).then(() => undefined, systemReason);
  if (folder !== undefined) return `its folder: ${folder}`;
  try {
    const replaceable = await withFile(path, isReplaceable);
    return replaceable ? undefined : 'it exists, and is not a saved plan';
  } catch (error) {
    return isMissing(error) ? undefined : systemReason(error);
  }
}

/**
 * Writes a plan so that the file is the old one or the new one, never a part, also when the machine loses power. Only
 * the user may read it. The answer is why it could not be written, if it could not.
 */
export async function writePlanFile(path: string, plan: SavedPlan): Promise<string | undefined> {
  try {
    await replaceFile(path, planText(plan));
    return undefined;
  } catch (error) {
    return systemReason(error);
  }
}

async function replaceFile(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  const workshop = await mkdtemp(join(folder, '.mghooks-'));
  try {
    const draft = join(workshop, basename(path));
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
    await syncFolder(folder);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

/** A rename is safe when the folder is; some systems cannot sync one, and keep order anyway. */
async function syncFolder(folder: string): Promise<void> {
  await withFile(folder, (file) => file.sync()).catch(() => undefined);
}

/** O_NONBLOCK: opening a pipe must not wait for somebody to write to it. */
async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

async function isReplaceable(file: FileHandle): Promise<boolean> {
  const stats = await file.stat();
  if (!stats.isFile()) return false;
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(FIRST_LINES.length), position: 0 });
  return bytesRead === 0 || buffer.toString('utf8', 0, bytesRead) === FIRST_LINES;
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file or folder'],
  ['ENOTDIR', 'a part of the path is not a folder'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'the disk can only be read'],
  ['ENOSPC', 'the disk is full'],
]);

/** What the system answered, for people. */
function systemReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return REASONS.get(code) ?? `the system answered ${code}`;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
