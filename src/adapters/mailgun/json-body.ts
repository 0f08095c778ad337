import type { Parsed } from '../../model/parsed.ts';

/** A JSON object with any keys. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The value of a body that proves something: said to be JSON, valid UTF-8 without a byte order mark, valid JSON, and
 * without the same key twice in one object.
 */
export function parseJsonBody(contentType: string | undefined, bytes: Uint8Array): Parsed<unknown> {
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') return { problem: `its content type is ${mediaType || 'missing'}` };
  const text = decodeUtf8(bytes);
  if (text === undefined) return { problem: 'it is not valid UTF-8' };
  try {
    const value: unknown = JSON.parse(text);
    return repeatsKey(text) ? { problem: 'it has the same key twice in one object' } : { value };
  } catch {
    return { problem: text === '' ? 'it is empty' : 'it is not valid JSON' };
  }
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** `JSON.parse` keeps the last of two equal keys, so that a second `"webhooks":{}` would hide the first. */
function repeatsKey(validJson: string): boolean {
  const TOKEN = /"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?|[{}[\]]/gs;
  const open: Set<string>[] = [];
  for (const [token, string, colon] of validJson.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (colon !== undefined) {
      const key: string = JSON.parse(`"${string}"`);
      const keys = open.at(-1);
      if (keys?.has(key)) return true;
      keys?.add(key);
    }
  }
  return false;
}
