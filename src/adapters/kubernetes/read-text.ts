import { readFile } from 'node:fs/promises';
import type { Parsed } from '../../model/parsed.ts';

/** A small file without the white space around its text; an empty one is a problem. */
export async function readText(path: string): Promise<Parsed<string>> {
  try {
    const text = (await readFile(path, 'utf8')).trim();
    return text === '' ? { problem: `${path} is empty` } : { value: text };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    return { problem: `${path} cannot be read${code}` };
  }
}
