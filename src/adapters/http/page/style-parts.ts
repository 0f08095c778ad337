/** The parts of the page: cards, gauges, filters, tables. */
export const STYLE_PARTS = `
.badge { display: inline-flex; align-items: center; gap: .4em; padding: .1rem .6rem .1rem .45rem; border-radius: 99px; background: var(--tint); color: var(--tone); --cut: var(--tint); font-weight: 600; font-size: .9em; line-height: 1.6; white-space: nowrap; }

.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); gap: 1rem; }
.card { padding: 1rem 1.15rem 1.1rem; border: 1px solid var(--edge); border-radius: 12px; background: var(--card); min-width: 0; container-type: inline-size; }
.card.bad, .card.warn { border-color: var(--tone); }
.card header { display: flex; flex-wrap: wrap; gap: .35rem .75rem; align-items: center; justify-content: space-between; }
.card h3 { font-size: 1.08rem; overflow-wrap: anywhere; }
.notes { margin-top: .6rem; padding-left: 1.2rem; list-style: disc; color: var(--soft); overflow-wrap: anywhere; }
.card > .why { margin-top: .6rem; color: var(--tone); }
@container (min-width: 44rem) {
  .card .parts { display: grid; grid-template-columns: 1fr 1fr 1fr; gap: 2.5rem; align-items: start; }
  .card .parts .facts { border-top: 0; padding-top: 0; }
}

.gauge { margin-top: .95rem; }
.gauge > p:first-child { display: flex; justify-content: space-between; gap: 1rem; color: var(--soft); }
.gauge b { color: var(--ink); font-weight: 650; }
.bar { display: block; width: 100%; height: 8px; margin: .3rem 0 .4rem; border-radius: 4px; background: var(--edge); }
.legend { display: flex; flex-wrap: wrap; gap: .1rem .9rem; }
.segments rect { stroke: var(--card); stroke-width: 1.5px; vector-effect: non-scaling-stroke; }
.legend a { color: var(--soft); display: inline-flex; align-items: center; gap: .35em; }
.key { display: inline-flex; color: var(--tone); }

.facts { display: grid; grid-template-columns: 1fr 1fr; gap: .6rem 1rem; margin-top: 1rem; padding-top: .8rem; border-top: 1px solid var(--edge); }
.facts dt { color: var(--soft); font-size: .9em; }
.facts dd { overflow-wrap: anywhere; }
.facts.wide { grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); margin-top: 0; padding: 1rem 1.15rem; border: 1px solid var(--edge); border-radius: 12px; background: var(--card); }

.filters { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; margin-bottom: .75rem; }
.filters label { display: grid; gap: .15rem; min-width: 0; }
.filters label > span { color: var(--soft); font-size: .9em; }
.filters .wide { flex: 1 1 16rem; max-width: 26rem; }
.filters input, .filters select, .filters button { font: inherit; color: inherit; width: 100%; height: 2.25rem; padding: 0 .65rem; border: 1px solid var(--strong-edge); border-radius: 7px; background: var(--card); }
.filters select { max-width: 16rem; }
.filters button { width: auto; padding: 0 1.1rem; font-weight: 600; cursor: pointer; }
.filters button:hover { background: var(--well); }
.filters > a { align-self: center; padding-top: 1.2rem; }

.sheet { border: 1px solid var(--edge); border-radius: 12px; background: var(--card); overflow: clip; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
caption { padding: .6rem 1.15rem; text-align: left; color: var(--soft); }
th, td { padding: .5rem .6rem; text-align: left; vertical-align: top; font-weight: 400; overflow-wrap: anywhere; border-top: 1px solid var(--edge); }
th:first-child { padding-left: 1.15rem; }
td:last-child { padding-right: 1.15rem; }
thead th { color: var(--soft); font-size: .9em; padding-top: .35rem; padding-bottom: .35rem; white-space: nowrap; }
tbody tr:hover { background: var(--well); }
thead th { width: 11%; }
thead th:first-child { width: 42%; }
thead th:nth-child(2) { width: 14%; }
thead th:last-child { width: 22%; }
.name { font-weight: 600; }
th .why { max-width: 60ch; }
summary { cursor: pointer; color: var(--link); white-space: nowrap; }
.webhooks { margin-top: .35rem; display: grid; gap: .35rem; max-width: 34rem; }
.webhooks dt { color: var(--soft); font-size: .9em; }
.changes thead th { width: 18%; }
.changes thead th:first-child { width: 27%; }
.changes thead th:nth-child(2) { width: 41%; }
.changes thead th:last-child { width: 14%; }
.pass { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--soft); }
.what { color: var(--soft); }
.what b { color: var(--ink); font-weight: 600; }
.urls li { position: relative; padding-left: 1.2em; }
.urls li::before { position: absolute; left: 0; font-weight: 700; }
.urls .added::before { content: "+" / ""; color: var(--ok); }
.urls .removed::before { content: "\\2212" / ""; color: var(--bad); }
.urls span { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
.pager { display: flex; justify-content: center; gap: 1.5rem; padding-top: .9rem; }

@media (max-width: 44rem) {
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  table, tbody, caption { display: block; }
  tbody tr { display: flex; flex-wrap: wrap; gap: .3rem .9rem; padding: .7rem 1rem; border-top: 1px solid var(--edge); }
  th, td, th:first-child, td:last-child { display: block; padding: 0; border: 0; }
  tbody th, .changes td:nth-child(2), .changes td:nth-child(3) { width: 100%; }
  td[data-label]::before { content: attr(data-label) " "; color: var(--soft); }
  details[open] { width: 100%; }
}
`;
