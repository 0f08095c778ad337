import { describe, expect, it } from 'vitest';
import { bodyFields, firstField, joinFields, urlEncodedFields } from '../../src/emulator/form-fields.ts';

const FORM = 'application/x-www-form-urlencoded';

describe('Fields', () => {
  it('of a urlencoded body keep their order, and a name may come several times', () => {
    const fields = bodyFields(
      `${FORM}; charset=utf-8`,
      Buffer.from('url=https%3A%2F%2Fa.example%2F%C3%BC+x&id=1&url=b'),
    );
    expect([...fields]).toEqual([
      ['url', ['https://a.example/\u00fc x', 'b']],
      ['id', ['1']],
    ]);
  });

  it.each(['', 'application/json', 'text/plain', `x-${FORM}`])(
    'are none in a body of the type %j',
    (type) => {
      expect([...bodyFields(type, Buffer.from('url=a'))]).toEqual([]);
    },
  );

  it('of the body come before those of the query', () => {
    const both = joinFields(urlEncodedFields('url=body&id=1'), urlEncodedFields('url=query&a=2'));
    expect(both.get('url')).toEqual(['body', 'query']);
    expect([firstField(both, 'url'), firstField(both, 'a'), firstField(both, 'none')]).toEqual([
      'body',
      '2',
      undefined,
    ]);
  });
});
