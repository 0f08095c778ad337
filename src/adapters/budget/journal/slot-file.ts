import { closeSync, ftruncateSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';

/** A file that is appended to and, now and then, replaced as a whole. All calls are synchronous and take microseconds. */
export interface SlotFile {
  append(text: string): void;
  /** Puts `text` in the place of everything; a process that is killed meanwhile leaves the old or the new text. */
  replace(text: string): void;
  close(): void;
}

/** What a journal on disk was when it was opened. */
export type Found =
  | { readonly kind: 'new' }
  | { readonly kind: 'text'; readonly text: string; readonly ageMs: number }
  | { readonly kind: 'unreadable' };

/** Not synced to the disk: only the process must be able to die, and a reboot takes longer than what this would save. */
export function openSlotFile(path: string): SlotFile {
  let descriptor = openSync(path, 'a', 0o600);
  return {
    append: (text) => {
      try {
        writeWhole(descriptor, text);
      } catch {
        // A full disk. An old text would make a restart send too much; an empty one makes it wait.
        ftruncateSync(descriptor, 0);
      }
    },
    replace: (text) => {
      const temporary = `${path}.new`;
      let next: number | undefined;
      try {
        next = openSync(temporary, 'w', 0o600);
        writeWhole(next, text);
        renameSync(temporary, path);
      } catch {
        if (next !== undefined) closeSync(next);
        ftruncateSync(descriptor, 0);
        return;
      }
      closeSync(descriptor);
      descriptor = next;
    },
    close: () => closeSync(descriptor),
  };
}

/** A disk that becomes full takes the beginning of a text without an error. */
function writeWhole(descriptor: number, text: string): void {
  if (writeSync(descriptor, text) < Buffer.byteLength(text)) throw new Error('only a part was written');
}

/** `wallMs`: now, to tell how long ago the file was last written. */
export function readSlotFile(path: string, wallMs: number): Found {
  try {
    return { kind: 'text', text: readFileSync(path, 'utf8'), ageMs: wallMs - statSync(path).mtimeMs };
  } catch (error) {
    return isMissing(error) ? { kind: 'new' } : { kind: 'unreadable' };
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
