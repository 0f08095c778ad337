import { STYLE_COLOURS } from './style-colours.ts';
import { STYLE_PARTS } from './style-parts.ts';

/** The frame of the page; colours and parts stand in files of their own. */
const FRAME = `
*, ::before, ::after { box-sizing: border-box; }
html { color-scheme: light dark; -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; font-variant-numeric: tabular-nums; }
main, .masthead { width: 100%; max-width: 76rem; margin: 0 auto; padding: 0 1.5rem; }
main { padding-bottom: 4rem; }
h1, h2, h3, p, dl, dd, ul, ol, pre, figure { margin: 0; padding: 0; }
ul, ol { list-style: none; }
h2 { font-size: 1rem; font-weight: 650; margin: 2.25rem 0 .75rem; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 4px; }
code, pre, .origin, .name, .webhooks dd, .urls { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: .92em; overflow-wrap: anywhere; }
time { white-space: nowrap; }
.shapes { position: absolute; }
.solid { fill: currentColor; }
.line { fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.dashed { stroke-dasharray: 2.6 2.2; }
.cut { fill: none; stroke: var(--cut, var(--card)); stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.glyph { width: 1em; height: 1em; flex: none; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; z-index: 1; background: var(--card); padding: .25rem .75rem; }
.of, .none, .origin, .version { color: var(--soft); }
.why { color: var(--soft); font-weight: 400; overflow-wrap: anywhere; }

.masthead { display: flex; min-width: 0; flex-wrap: wrap; align-items: center; gap: .35rem .75rem; padding-top: 1rem; padding-bottom: 1rem; }
.brand { display: flex; align-items: center; gap: .5rem; color: var(--ink); font-weight: 700; font-size: 1.05rem; letter-spacing: -.01em; }
.brand:hover { text-decoration: none; }
.brand img { border-radius: 6px; }
.role { border: 1px solid var(--edge); border-radius: 99px; padding: 0 .6rem; color: var(--soft); font-size: .86em; min-width: 0; max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.masthead nav { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; margin-left: auto; }

.verdict { display: flex; gap: .9rem; align-items: flex-start; padding: 1.1rem 1.25rem; border-radius: 12px; background: var(--tint); --cut: var(--tint); }
.verdict .glyph { width: 1.6rem; height: 1.6rem; margin-top: .15rem; color: var(--tone); }
.verdict div { min-width: 0; overflow-wrap: anywhere; }
.verdict h1 { font-size: 1.35rem; line-height: 1.4; font-weight: 680; letter-spacing: -.012em; }
.verdict p { color: var(--soft); }

.notice { margin-top: 1rem; padding: .9rem 1.25rem; border: 1px solid var(--tone); border-left-width: 5px; border-radius: 10px; background: var(--card); }
.notice h2 { display: flex; gap: .5rem; align-items: baseline; overflow-wrap: anywhere; margin: 0 0 .25rem; color: var(--tone); font-size: 1rem; }
.notice h2 .glyph { position: relative; top: .12em; }
.notice h2 span { min-width: 0; }
.notice p { max-width: 110ch; overflow-wrap: anywhere; }
.reasons { list-style: disc; margin: .35rem 0; padding-left: 1.3rem; overflow-wrap: anywhere; }
.problems { margin-top: .6rem; display: grid; gap: .5rem; max-height: 24rem; overflow: auto; }
.command { margin: .5rem 0; }
.problems pre, .command { padding: .5rem .75rem; border-radius: 7px; background: var(--well); white-space: pre-wrap; }

@media (max-width: 44rem) {
  main, .masthead { padding-left: 1rem; padding-right: 1rem; }
  .masthead nav { margin-left: 0; width: 100%; }
  .verdict { padding: .9rem 1rem; }
  .verdict div { min-width: 0; overflow-wrap: anywhere; }
.verdict h1 { font-size: 1.15rem; }
}
@media print {
  .masthead nav, .filters, .pager, .skip { display: none; }
}
`;

/** The style sheet of the page: system fonts, nothing loaded from anywhere, light and dark. */
export const STYLE: string = `${STYLE_COLOURS}${FRAME}${STYLE_PARTS}`.trimStart();
