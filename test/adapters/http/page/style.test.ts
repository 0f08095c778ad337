import { describe, expect, it } from 'vitest';
import { STYLE } from '../../../../src/adapters/http/page/style.ts';
import { STYLE_COLOURS } from '../../../../src/adapters/http/page/style-colours.ts';

type Theme = ReadonlyMap<string, string>;

function coloursIn(text: string): Theme {
  return new Map(
    [...text.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

const [light = '', dark = ''] = STYLE_COLOURS.split('@media (prefers-color-scheme: dark)');
const THEMES: readonly (readonly [string, Theme])[] = [
  ['light', coloursIn(light)],
  ['dark', coloursIn(dark)],
];

/** WCAG 2.2, definition of relative luminance. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

const TONES = ['ok', 'quiet', 'busy', 'warn', 'bad'];
const GROUNDS = ['ground', 'card', 'well'];

/** Texts on their grounds, and how much contrast they need; bars and borders of inputs need less than text. */
const PAIRS: readonly (readonly [text: string, ground: string, least: number])[] = [
  ...['ink', 'soft', 'link'].flatMap((text) => GROUNDS.map((ground) => [text, ground, 4.5] as const)),
  ...TONES.flatMap((tone) => [
    [tone, 'card', 4.5] as const,
    [tone, `${tone}-tint`, 4.5] as const,
    ['ink', `${tone}-tint`, 4.5] as const,
    ['soft', `${tone}-tint`, 4.5] as const,
    [`${tone}-bar`, 'card', 3] as const,
  ]),
  ['strong-edge', 'card', 3],
];

describe('the style sheet', () => {
  it.each(THEMES)('has enough contrast everywhere in the %s theme', (_name, theme) => {
    const weak = PAIRS.map(([text, ground, least]) => {
      const found = contrast(theme.get(text) ?? '', theme.get(ground) ?? '');
      return { text, ground, least, found };
    }).filter(({ found, least }) => !(found >= least));
    expect(weak).toEqual([]);
  });

  it('defines the same colours in both themes', () => {
    const [[, one], [, other]] = THEMES as [(typeof THEMES)[number], (typeof THEMES)[number]];
    expect([...one.keys()]).toEqual([...other.keys()]);
  });

  it('loads nothing from anywhere', () => {
    expect(STYLE).not.toMatch(/url\(|@import|@font-face|https?:/);
  });

  it('uses only colours that are defined', () => {
    const used = [...STYLE.matchAll(/var\(--([a-z-]+)/g)].map(([, name = '']) => name);
    const known = new Set([...(THEMES[0]?.[1].keys() ?? []), 'tone', 'tint', 'cut']);
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });
});
