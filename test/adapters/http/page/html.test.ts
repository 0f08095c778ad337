import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html, visible } from '../../../../src/adapters/http/page/html.ts';

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** Any character, and often one that HTML or a terminal would obey. */
const UNIT = fc.oneof(
  fc.constantFrom('&', '<', '>', '"', "'", '`', ';', '#', '\u202e', '\u0000', '\ud800'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
);

/** What a browser shows of escaped text. */
function shown(text: string): string {
  return text.replace(/&([^;]+);/g, (_, name: string) => ENTITIES[name] ?? '');
}

describe('html', () => {
  it('prints any text so that it is shown as it is, and opens or closes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: UNIT }), (text) => {
        const printed = html`${text}`.html;
        expect(printed).not.toMatch(/[<>"']/);
        expect(shown(printed)).toBe(visible(text));
      }),
    );
  });

  it('leaves what it has made itself as it is, also in lists', () => {
    const item = html`<li>${'<b>'}</li>`;
    expect(html`<ul>${[item, [item]]}</ul>`.html).toBe('<ul><li>&lt;b&gt;</li><li>&lt;b&gt;</li></ul>');
  });

  it('prints numbers, and nothing for what is absent', () => {
    expect(html`${5}${undefined}${false}${0}${''}`.html).toBe('50');
  });
});

describe('visible', () => {
  it.each([
    ['bank\u202emoc', 'bank\\u{202e}moc'],
    ['a\u0000b\u001b[31m', 'a\\u{0}b\\u{1b}[31m'],
    ['line\nbreak\u2028', 'line\\u{a}break\\u{2028}'],
    ['half\ud800', 'half\\u{d800}'],
    ['wide \u{1f600} é', 'wide \u{1f600} é'],
  ])('writes %j as %j', (text, expected) => {
    expect(visible(text)).toBe(expected);
  });
});
