import { multipartFields } from './multipart.ts';

/** Names and values of a form, a name several times if it was sent several times. */
export type Fields = ReadonlyMap<string, readonly string[]>;

export function firstField(fields: Fields, name: string): string | undefined {
  return fields.get(name)?.[0];
}

/** Fields of a request body. A body that is no form, such as JSON, has none, as far as Mailgun can tell. */
export function bodyFields(contentType: string, body: Buffer): Fields {
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase();
  if (mediaType === 'application/x-www-form-urlencoded') return urlEncodedFields(body.toString('utf8'));
  if (mediaType === 'multipart/form-data') return collectFields(multipartFields(contentType, body));
  return new Map();
}

export function urlEncodedFields(text: string): Fields {
  return collectFields(new URLSearchParams(text));
}

/** The values of `a` come first. */
export function joinFields(a: Fields, b: Fields): Fields {
  const pairs = [...a, ...b].flatMap(([name, values]) => values.map((value) => [name, value] as const));
  return collectFields(pairs);
}

function collectFields(pairs: Iterable<readonly [string, string]>): Fields {
  const fields = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const values = fields.get(name);
    if (values === undefined) fields.set(name, [value]);
    else values.push(value);
  }
  return fields;
}
