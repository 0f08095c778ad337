import { readFileSync } from 'node:fs';

/** The version in package.json, which stands two folders above this file, in `src` as in `dist`. */
export const version: string = readVersion();

/** How we introduce ourselves to Mailgun. */
export const userAgent = `mghooks/${version}`;

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const manifest: unknown = JSON.parse(text);
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest)
    return String(manifest.version);
  throw new TypeError('package.json has no version');
}
