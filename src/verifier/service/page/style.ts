/** The page's style: light and dark by what the reader's system asks for, one column on a phone. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f5f6f8; --card: #ffffff; --line: #d9dde3; --text: #16202c; --muted: #55606e;
  --accent: #0b5cad; --accent-text: #ffffff;
  --pass: #11703c; --pass-ground: #e6f4ea; --warn: #8a5300; --warn-ground: #fdf1dc;
  --fail: #b3201a; --fail-ground: #fde9e7; --skip: #5a6573; --skip-ground: #edeff2;
  --shadow: 0 1px 2px rgb(16 24 40 / .06), 0 2px 8px rgb(16 24 40 / .05);
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f141a; --card: #181f27; --line: #313b47; --text: #e8edf3; --muted: #a3afbd;
    --accent: #7ab8ff; --accent-text: #06213d;
    --pass: #6fd394; --pass-ground: #142c1f; --warn: #f2bb5c; --warn-ground: #33270f;
    --fail: #ff9a90; --fail-ground: #3a1a18; --skip: #a3afbd; --skip-ground: #232c36;
    --shadow: none;
  }
}
.pass { --tone: var(--pass); --tone-ground: var(--pass-ground); }
.warn { --tone: var(--warn); --tone-ground: var(--warn-ground); }
.fail { --tone: var(--fail); --tone-ground: var(--fail-ground); }
.skip { --tone: var(--skip); --tone-ground: var(--skip-ground); }

* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text); overflow-wrap: anywhere;
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1, h2, h3, h4, p, ol, ul, dl, dd, pre { margin: 0; }
ol, ul { padding: 0; list-style: none; }
h1 { font-size: 1.35rem; line-height: 1.25; letter-spacing: -.01em; }
h2 { font-size: 1.1rem; line-height: 1.3; margin-bottom: .8rem; }
h3 { font-size: 1rem; line-height: 1.35; }
a { color: var(--accent); text-underline-offset: .15em; }
code, pre, dd { font-family: var(--mono); font-size: .875em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
h2[tabindex]:focus { outline: none; }
.muted, .place { color: var(--muted); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
a.skip { position: absolute; left: 1rem; top: -4rem; z-index: 1; padding: .5rem 1rem; background: var(--card); border-radius: 6px; }
a.skip:focus { top: 1rem; }

.top, main, .bottom { max-width: 72rem; margin: 0 auto; padding: 0 1rem; }
.top { display: flex; justify-content: space-between; align-items: center; gap: 1rem; padding-top: 1.4rem; padding-bottom: 1.1rem; }
.eyebrow { color: var(--muted); font-size: .875rem; }
main { display: grid; gap: 2.2rem; }
main > * { min-width: 0; }
.bottom { color: var(--muted); font-size: .875rem; padding-top: 2.4rem; padding-bottom: 2.4rem; display: grid; gap: .3rem; }

button, summary { font: inherit; cursor: pointer; }
button { padding: .5rem 1rem; min-height: 2.75rem; border: 1px solid var(--line); border-radius: 8px; background: var(--card); color: var(--text); font-weight: 600; }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-text); }
button:hover { filter: brightness(1.06); }
button[aria-disabled] { cursor: progress; background: var(--skip-ground); border-color: var(--line); color: var(--muted); }

.symbol { width: 1.25em; height: 1.25em; flex: none; fill: none; stroke: var(--card); stroke-width: 2.4; stroke-linecap: round; stroke-linejoin: round; vertical-align: -.25em; }
.symbol circle, .symbol .outline { fill: var(--tone); stroke: none; }
.symbol .ring { fill: none; stroke: var(--tone); stroke-width: 2.2; }
.symbol.skip { stroke: var(--tone); }
.badge { color: var(--tone); font-weight: 650; white-space: nowrap; }
.badge .symbol { margin-right: .25rem; }

.verdict { display: grid; grid-template-columns: auto 1fr auto; gap: .4rem 1.1rem; align-items: center; padding: 1.3rem 1.4rem;
  background: var(--tone-ground); border: 1px solid var(--tone); border-radius: 14px; }
.verdict > .symbol { width: 2.6rem; height: 2.6rem; stroke: var(--tone-ground); }
.verdict > .symbol.skip { stroke: var(--tone); }
.verdict h2 { margin: 0; font-size: 1.5rem; letter-spacing: -.015em; color: var(--tone); }
.verdict:has(.live[open]) { align-items: start; grid-template-rows: auto 1fr; }
.also { display: grid; gap: .2rem; }
.actions { display: grid; gap: .6rem; justify-items: end; align-self: start; max-width: 24rem; grid-row: 1 / span 2; grid-column: 3; }
.live { text-align: right; font-size: .9375rem; }
.live summary { color: var(--accent); text-decoration: underline; text-underline-offset: .15em; padding: .3rem 0; list-style: none; }
.live summary::-webkit-details-marker { display: none; }
.live form { text-align: left; background: var(--card); color: var(--text); border: 1px solid var(--line); border-radius: 10px; padding: 1rem; display: grid; gap: .7rem; margin-top: .4rem; }
.live form button { justify-self: start; }
#progress { grid-column: 2; align-self: start; font-weight: 600; }
#progress:empty { display: none; }
.no-report { display: grid; gap: .4rem; margin-top: .6rem; padding: .6rem .9rem; background: var(--card); border: 1px solid var(--fail); border-left-width: 5px; border-radius: 8px; }
.no-report strong { color: var(--fail); }

.chain { display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); grid-template-rows: auto auto auto 1fr; gap: .3rem 1.5rem; }
.link { position: relative; display: grid; grid-row: span 4; grid-template-rows: subgrid; }
.link a { display: grid; grid-row: span 4; grid-template-rows: subgrid; padding: .9rem .9rem 1rem; color: inherit; text-decoration: none; min-width: 0;
  background: var(--card); border: 1px solid var(--line); border-top: 4px solid var(--tone); border-radius: 10px; box-shadow: var(--shadow); }
.link a:hover { border-color: var(--tone); }
.link:not(:last-child)::after { content: ""; position: absolute; right: -1.13rem; top: 50%; width: .6rem; height: .6rem; margin-top: -.3rem;
  border: solid var(--muted); border-width: 2px 2px 0 0; transform: rotate(45deg); }
.link-title { font-weight: 650; line-height: 1.3; overflow-wrap: break-word; }
.link-verdict { display: flex; gap: .4rem; align-items: start; line-height: 1.3; color: var(--tone); font-weight: 650; }
.link-where { font-size: .875rem; }
.link-counts { font-size: .8125rem; color: var(--muted); }

.finding { background: var(--card); border: 1px solid var(--line); border-left: 5px solid var(--tone); border-radius: 10px; padding: 1.1rem 1.3rem; display: grid; gap: .55rem; box-shadow: var(--shadow); }
.finding + .finding { margin-top: 1rem; }
.finding header { display: flex; flex-wrap: wrap; gap: .2rem .8rem; }
.finding h3 { font-size: 1.1rem; }
.finding footer { color: var(--muted); font-size: .875rem; }
.remedy { background: var(--ground); border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem; }
.remedy h4 { font-size: .875rem; color: var(--muted); margin-bottom: .15rem; }
dl { display: grid; gap: .15rem; }
dl > div { display: grid; grid-template-columns: minmax(7rem, 12rem) 1fr; gap: 1rem; font-size: .9375rem; }
dt { color: var(--muted); }
cite { font-style: normal; }

.group { background: var(--card); border: 1px solid var(--line); }
.group:first-of-type { border-radius: 10px 10px 0 0; }
.group:last-of-type { border-radius: 0 0 10px 10px; }
.group + .group { border-top: 0; }
.group summary { display: flex; align-items: center; gap: .6rem; padding: .75rem 1.1rem; min-height: 2.75rem; }
.group summary::before, .claims summary::before { content: ""; width: .45rem; height: .45rem; border: solid var(--muted); border-width: 2px 2px 0 0; transform: rotate(45deg); flex: none; }
.group[open] summary::before, .claims[open] summary::before { transform: rotate(135deg); }
.group summary, .claims summary { list-style: none; }
.group summary::-webkit-details-marker, .claims summary::-webkit-details-marker { display: none; }
.group-title { font-weight: 650; flex: 1 1 8rem; }
.group-counts { color: var(--muted); font-size: .875rem; text-align: right; }
.checks { border-top: 1px solid var(--line); }
.check { display: grid; grid-template-columns: auto 1fr auto; gap: .7rem; padding: .7rem 1.1rem; }
.check + .check { border-top: 1px solid var(--line); }
.check-title { font-weight: 600; }
.check-summary { color: var(--muted); font-size: .9375rem; }
.check-time { color: var(--muted); font-size: .8125rem; font-variant-numeric: tabular-nums; }

.legs { margin-top: 1rem; }
.leg { position: relative; padding: 0 0 1.4rem 2.3rem; display: grid; gap: .45rem; }
.leg::before { content: ""; position: absolute; left: .67rem; top: 1.7rem; bottom: -.2rem; width: 2px; background: var(--line); }
.leg:last-child::before { display: none; }
.leg-head { display: flex; flex-wrap: wrap; align-items: baseline; gap: .1rem .7rem; }
.leg-head .symbol { position: absolute; left: 0; top: .05rem; width: 1.45rem; height: 1.45rem; stroke: var(--ground); }
.leg-head .symbol.skip { stroke: var(--tone); }
.leg-verdict { color: var(--tone); font-weight: 650; font-size: .9375rem; }
.leg-time { margin-left: auto; color: var(--muted); font-size: .875rem; font-variant-numeric: tabular-nums; }
.bar { width: 100%; height: 6px; border-radius: 3px; display: block; }
.bar .track { fill: var(--line); }
.bar .span { fill: var(--tone); }
.said { border-left: 3px solid var(--tone); padding-left: .8rem; font-family: var(--mono); font-size: .875rem; }
.claims summary { display: flex; align-items: center; gap: .6rem; color: var(--accent); min-height: 2rem; width: fit-content; }
pre { white-space: pre-wrap; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .8rem 1rem; margin-top: .4rem; }
.note { color: var(--muted); font-size: .9375rem; margin-top: .4rem; }
.probes-title { margin: .4rem 0 .6rem; }
.probes-title + .checks { border: 1px solid var(--line); border-radius: 10px; background: var(--card); }

.runs { background: var(--card); border: 1px solid var(--line); border-radius: 10px; overflow: clip; }
.runs li + li { border-top: 1px solid var(--line); }
.runs a, .runs .run { display: grid; grid-template-columns: auto 14.5rem 7.5rem 1fr 1.4fr; gap: .2rem .8rem; align-items: center; padding: .65rem 1.1rem; min-height: 2.75rem; color: inherit; text-decoration: none; }
.runs a:hover, .runs a[aria-current] { background: var(--skip-ground); }
.runs a[aria-current] .run-when { font-weight: 650; }
.run-when { color: var(--accent); text-decoration: underline; text-underline-offset: .15em; }
.run-kind, .run-counts { color: var(--muted); font-size: .875rem; }
.runs a[aria-current] .run-kind, .runs a[aria-current] .run-counts { color: var(--text); }
.run-counts { text-align: right; }
.run .run-when { color: var(--text); text-decoration: none; }
.run-reason { grid-column: 2 / -1; font-size: .9375rem; }

.login { max-width: 26rem; padding-top: 14vh; }
.login form { display: grid; gap: .5rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.4rem; }
.login label { font-weight: 600; }
.login input { font: inherit; padding: .55rem .7rem; border: 1px solid var(--muted); border-radius: 8px; background: var(--ground); color: var(--text); width: 100%; }
.login [role=alert] { color: var(--fail); font-weight: 600; }
.login [role=alert]:empty { display: none; }

@media (max-width: 60rem) {
  .chain { grid-template-columns: 1fr; grid-template-rows: none; gap: 1.1rem; }
  .link, .link a { grid-row: auto; grid-template-rows: none; }
  .link a { grid-template-columns: 1fr auto; gap: .25rem 1rem; border-top-width: 1px; border-left: 5px solid var(--tone); }
  .link-counts { text-align: right; }
  .link:not(:last-child)::after { right: auto; left: 1.1rem; top: auto; bottom: -.78rem; transform: rotate(135deg); }
  .runs a, .runs .run { grid-template-columns: auto 1fr auto; }
  .run-kind, .run-counts { grid-column: 2 / -1; text-align: left; }
}
@media (max-width: 44rem) {
  .verdict, .verdict:has(.live[open]) { grid-template-columns: auto 1fr; grid-template-rows: none; padding: 1.1rem; }
  .verdict > .symbol { align-self: start; width: 2.1rem; height: 2.1rem; }
  .verdict h2 { font-size: 1.3rem; }
  .actions { grid-column: 1 / -1; grid-row: auto; justify-items: stretch; max-width: none; margin-top: .5rem; }
  #progress { grid-column: 1 / -1; }
  .live { text-align: left; }
  dl > div { grid-template-columns: 1fr; gap: 0; margin-bottom: .3rem; }
  .group summary { flex-wrap: wrap; }
  .group-counts { width: 100%; padding-left: 3rem; text-align: left; }
  .check { grid-template-columns: auto 1fr; }
  .check-time { grid-column: 2; }
  .finding { padding: 1rem; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
@media print { .actions, .bottom, a.skip { display: none; } }
`;
