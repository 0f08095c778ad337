import fc from 'fast-check';
import { expect, it } from 'vitest';
import { multipartFields } from '../../src/emulator/multipart.ts';

const TYPE = 'multipart/form-data; boundary=X';

function body(...lines: readonly string[]): Buffer {
  return Buffer.from(lines.join('\r\n'));
}

it('Fields are read in their order, a name as often as it was sent, as curl -F sends them', () => {
  const sent = body(
    '--X',
    'Content-Disposition: form-data; name="id"',
    '',
    'clicked',
    '--X',
    'Content-Disposition: form-data; name="url"',
    '',
    'https://a.example/',
    '--X',
    'content-disposition: form-data; name="url"',
    'Content-Type: text/plain',
    '',
    'https://b.example/',
    '--X--',
    '',
  );
  expect(multipartFields(TYPE, sent)).toEqual([
    ['id', 'clicked'],
    ['url', 'https://a.example/'],
    ['url', 'https://b.example/'],
  ]);
});

it('Files, nameless parts, and what is cut off are left out', () => {
  const sent = body(
    'a preamble',
    '--X',
    'Content-Disposition: form-data; name="file"; filename="a.txt"',
    '',
    'file',
    '--X',
    'Content-Disposition: form-data',
    '',
    'nameless',
    '--X',
    'Content-Disposition: form-data; name="whole"',
    '',
    'yes',
    '--X',
    'Content-Disposition: form-data; name="cut"',
    '',
    'no',
  );
  expect(multipartFields(TYPE, sent)).toEqual([['whole', 'yes']]);
});

it('A body without a boundary, or none of the boundary, has no fields', () => {
  expect(multipartFields('multipart/form-data', body('--X', '', 'a', '--X--'))).toEqual([]);
  expect(multipartFields(TYPE, body('nothing here'))).toEqual([]);
  expect(multipartFields(TYPE, body())).toEqual([]);
});

it('Whatever text a form of the platform carries arrives unchanged', async () => {
  // A form turns single line breaks into CR LF before it is sent, and escapes quotes and line breaks in names.
  const value = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n]/g, ''));
  const name = fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => text.replace(/[\r\n"]/g, '_'));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(name, value)), async (pairs) => {
      const form = new FormData();
      for (const [key, text] of pairs) form.append(key, text);
      const sent = new Response(form);
      const type = sent.headers.get('content-type') ?? '';
      const fields = multipartFields(type, Buffer.from(await sent.arrayBuffer()));
      expect(fields).toEqual([...form.entries()]);
    }),
  );
});
