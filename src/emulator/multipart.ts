/**
 * The fields of a `multipart/form-data` body (RFC 7578), in their order. Files and parts without a name are left out,
 * and so is everything after a part that is cut off.
 */
export function multipartFields(contentType: string, body: Buffer): readonly (readonly [string, string])[] {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  if (boundary === null) return [];
  // Latin-1 keeps one character a byte, so that positions in the text are positions in the body.
  const text = `\r\n${body.toString('latin1')}`;
  const parts = text.split(`\r\n--${boundary[1] ?? boundary[2] ?? ''}`).slice(1);
  const closing = parts.findIndex((part) => part.startsWith('--'));
  return parts.slice(0, closing < 0 ? -1 : closing).flatMap(readPart);
}

function readPart(part: string): readonly (readonly [string, string])[] {
  const headersEnd = part.indexOf('\r\n\r\n');
  if (headersEnd < 0) return [];
  const disposition = /^content-disposition:(.*)$/im.exec(part.slice(0, headersEnd))?.[1] ?? '';
  const name = /[;\s]name="([^"]*)"/i.exec(disposition)?.[1];
  if (name === undefined || /[;\s]filename\*?=/i.test(disposition)) return [];
  return [[utf8(name), utf8(part.slice(headersEnd + 4))]];
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}
