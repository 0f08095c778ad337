import { isJsonObject, type JsonObject } from './json-body.ts';

/**
 * What the body of an error says; empty if it says nothing. Mailgun's answers have `message`; its documentation prints
 * the other keys. Which key it was means nothing. A body that is not JSON, such as a page of a proxy, speaks for itself.
 */
export function errorText(body: string): string {
  return jsonErrorText(body) ?? body.trim();
}

/** The same, but nothing unless the body is a JSON object with one of the known keys. */
export function jsonErrorText(body: string): string | undefined {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return undefined;
  }
  return isJsonObject(json) ? textOf(json) : undefined;
}

function textOf(json: JsonObject): string | undefined {
  const member = (key: string): string | undefined => {
    const value = json[key];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const text = ['message', 'Reason', 'Description', 'error', 'Error'].map(member).find((each) => each);
  if (text !== undefined) return text;
  const field = member('Field');
  if (field === undefined) return undefined;
  const value = member('Value');
  return value === undefined
    ? `Missing mandatory parameter: ${field}`
    : `Invalid parameter: ${field} ${value}`;
}
