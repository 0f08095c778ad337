import type { DomainCondition } from '../../../ports/status.ts';
import { type Html, html } from './html.ts';

/** How much something asks for attention, the least first. */
export const TONES = ['ok', 'quiet', 'busy', 'warn', 'bad'] as const;

export type Tone = (typeof TONES)[number];

/** A shape of its own for each, so that colour never is the only sign. */
export type Shape = 'check' | 'half' | 'eye' | 'pause' | 'lock' | 'diamond' | 'cross' | 'question' | 'dots';

interface Look {
  readonly label: string;
  readonly tone: Tone;
  readonly shape: Shape;
}

/** How each state of a domain looks. The order is that of the page: what needs a person first. */
export const CONDITION_LOOKS: ReadonlyMap<DomainCondition, Look> = new Map([
  ['failed', { label: 'failed', tone: 'bad', shape: 'cross' }],
  ['conflict', { label: 'conflict', tone: 'bad', shape: 'diamond' }],
  ['blocked', { label: 'blocked', tone: 'warn', shape: 'pause' }],
  ['held', { label: 'held', tone: 'warn', shape: 'lock' }],
  ['unread', { label: 'unread', tone: 'warn', shape: 'question' }],
  ['drifted', { label: 'drifted', tone: 'busy', shape: 'half' }],
  ['observed', { label: 'drift observed', tone: 'quiet', shape: 'eye' }],
  ['pending', { label: 'not read yet', tone: 'quiet', shape: 'dots' }],
  ['in-sync', { label: 'in sync', tone: 'ok', shape: 'check' }],
]);

const TONE_SHAPES: Readonly<Record<Tone, Shape>> = {
  ok: 'check',
  quiet: 'dots',
  busy: 'half',
  warn: 'pause',
  bad: 'cross',
};

export function worstTone(tones: readonly Tone[]): Tone {
  return tones.reduce<Tone>(
    (worst, tone) => (TONES.indexOf(tone) > TONES.indexOf(worst) ? tone : worst),
    'ok',
  );
}

/** A label with the colour of its tone and a shape. */
export function badge({ label, tone, shape = TONE_SHAPES[tone] }: Omit<Look, 'shape'> & Partial<Look>): Html {
  return html`<span class="badge ${tone}">${glyph(shape)}${label}</span>`;
}

export function conditionBadge(condition: DomainCondition): Html {
  return badge(CONDITION_LOOKS.get(condition) ?? { label: condition, tone: 'quiet', shape: 'dots' });
}

/** The shape of a state in its colour. */
export function conditionGlyph(condition: DomainCondition): Html {
  const look = CONDITION_LOOKS.get(condition);
  return look === undefined ? html`` : html`<span class="key ${look.tone}">${glyph(look.shape)}</span>`;
}

/** The shape alone; the text beside it says the same. */
function glyph(shape: Shape): Html {
  return html`<svg class="glyph" viewBox="0 0 16 16" aria-hidden="true"><use href="#${shape}"/></svg>`;
}

export function toneGlyph(tone: Tone): Html {
  return glyph(TONE_SHAPES[tone]);
}
