import { type Html, html } from './html.ts';
import { type Tone, toneGlyph } from './tone.ts';

/** A box at the top of the page. */
export interface Notice {
  readonly tone: Tone;
  readonly title: Html | string;
  readonly body: Html;
}

export function printNotice({ tone, title, body }: Notice): Html {
  return html`<section class="notice ${tone}">
<h2>${toneGlyph(tone)}<span>${title}</span></h2>
${body}
</section>
`;
}
