/**
 * Colours, in both themes. Text on its ground reaches a contrast of 4.5 to 1 everywhere (WCAG 2.2, level AA), which a
 * test computes; bars reach 3 to 1.
 */
export const STYLE_COLOURS = `
:root {
  --ground: #f5f6f8; --card: #ffffff; --well: #f0f2f5; --edge: #dde1e8; --strong-edge: #868f9e;
  --ink: #1a202c; --soft: #565f70; --link: #2553c4;
  --ok: #13693f; --ok-tint: #e2f3e9; --ok-bar: #2c9562;
  --quiet: #505a6b; --quiet-tint: #e9ecf1; --quiet-bar: #7f8a9c;
  --busy: #2450b8; --busy-tint: #e4ebfc; --busy-bar: #4a78e0;
  --warn: #834700; --warn-tint: #fcefd8; --warn-bar: #c27a12;
  --bad: #ab2318; --bad-tint: #fce6e3; --bad-bar: #d64538;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e1218; --card: #161b24; --well: #0f141b; --edge: #283040; --strong-edge: #6b7689;
    --ink: #e5e9f0; --soft: #9ba6b8; --link: #8db0ff;
    --ok: #63d49c; --ok-tint: #11291d; --ok-bar: #37a870;
    --quiet: #a9b4c5; --quiet-tint: #212936; --quiet-bar: #75819a;
    --busy: #92b2ff; --busy-tint: #182544; --busy-bar: #5583e8;
    --warn: #f0b45c; --warn-tint: #30230d; --warn-bar: #cf8b2a;
    --bad: #ff9d93; --bad-tint: #381614; --bad-bar: #e0594d;
  }
}
.ok { --tone: var(--ok); --tint: var(--ok-tint); }
.quiet { --tone: var(--quiet); --tint: var(--quiet-tint); }
.busy { --tone: var(--busy); --tint: var(--busy-tint); }
.warn { --tone: var(--warn); --tint: var(--warn-tint); }
.bad { --tone: var(--bad); --tint: var(--bad-tint); }
.fill-in-sync { fill: var(--ok-bar); }
.fill-drifted { fill: var(--busy-bar); }
.fill-observed, .fill-pending { fill: var(--quiet-bar); }
.fill-blocked, .fill-held, .fill-unread, .fill-paused { fill: var(--warn-bar); }
.fill-conflict, .fill-failed { fill: var(--bad-bar); }
.fill-budget { fill: var(--busy-bar); }
`;
