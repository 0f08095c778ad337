import { type Html, html } from './html.ts';

/** The shapes of states, 16 by 16, drawn once a page in the colour of the text around them. */
export const SHAPES: Html = html`<svg class="shapes" width="0" height="0" aria-hidden="true" focusable="false">
<symbol id="check" viewBox="0 0 16 16"><circle class="solid" cx="8" cy="8" r="7"/><path class="cut" d="M4.8 8.3 7 10.5l4.2-4.8"/></symbol>
<symbol id="half" viewBox="0 0 16 16"><circle class="line" cx="8" cy="8" r="6"/><path class="solid" d="M8 2a6 6 0 0 1 0 12z"/></symbol>
<symbol id="eye" viewBox="0 0 16 16"><path class="line" d="M1.5 8C3.5 4.8 5.6 3.6 8 3.6S12.5 4.8 14.5 8C12.5 11.2 10.4 12.4 8 12.400S3.5 11.2 1.5 8z"/><circle class="solid" cx="8" cy="8" r="2.2"/></symbol>
<symbol id="pause" viewBox="0 0 16 16"><rect class="solid" x="1" y="1" width="14" height="14" rx="3.5"/><path class="cut" d="M6 5v6M10 5v6"/></symbol>
<symbol id="lock" viewBox="0 0 16 16"><path class="line" d="M5 7V5a3 3 0 0 1 6 0v2"/><rect class="solid" x="3" y="7" width="10" height="7.5" rx="1.5"/></symbol>
<symbol id="diamond" viewBox="0 0 16 16"><path class="solid" d="M8 .6 15.4 8 8 15.4.6 8z"/><path class="cut" d="M8 4.500v4M8 11v.2"/></symbol>
<symbol id="cross" viewBox="0 0 16 16"><path class="solid" d="M5 1h6l4 4v6l-4 4H5l-4-4V5z"/><path class="cut" d="m5.5 5.5 5 5m0-5-5 5"/></symbol>
<symbol id="question" viewBox="0 0 16 16"><circle class="line dashed" cx="8" cy="8" r="6.5"/><path class="line" d="M6.2 6.300a1.8 1.8 0 1 1 2.6 1.700c-.5.3-.8.6-.8 1.200M8 11.400v.2"/></symbol>
<symbol id="dots" viewBox="0 0 16 16"><circle class="line" cx="8" cy="8" r="6.5"/><path class="line" d="M5 8h.1M8 8h.1M11 8h.1"/></symbol>
</svg>`;
