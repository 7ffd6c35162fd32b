// The style sheet that a report carries: system fonts, light and dark, paper.

import { HEAT_STEPS, LINES, paintColour, type Theme, tokenRules } from "./tokens.ts";

const text = `
*, *::before, *::after { box-sizing: border-box; }
html { font: 100%/1.5 system-ui, sans-serif; color: var(--text); background: var(--ground); text-size-adjust: 100%; }
body { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
header, main, footer { max-inline-size: 64rem; margin-inline: auto; padding: 16px; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 16px 0 8px; text-wrap: balance; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 8px; }
h3 { font-size: 1rem; margin: 24px 0 8px; }
p, ul, ol { margin: 0 0 12px; max-inline-size: 44rem; }
ul, ol { padding-inline-start: 24px; }
section { margin-block: 40px; }
a { color: var(--accent); text-underline-offset: 0.2em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.lead { font-size: 1.25rem; }
.quiet, footer { color: var(--quiet); }
.missing { color: var(--missing); font-style: italic; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.9375rem; }
pre { margin: 0; white-space: pre-wrap; }`;

const blocks = `
.scroll { overflow: auto; max-block-size: 80vh; border: 1px solid var(--soft); border-radius: 8px; padding: 12px; margin-block-end: 12px; background: var(--panel); }
figure { margin: 16px 0; }
figcaption { margin-block-end: 8px; max-inline-size: 44rem; }
details { margin-block-start: 8px; }
summary { cursor: pointer; color: var(--accent); padding-block: 4px; inline-size: fit-content; }
table { border-collapse: collapse; inline-size: 100%; overflow-wrap: normal; }
caption { text-align: start; font-weight: 600; padding-block-end: 8px; }
caption > span { display: block; position: sticky; inset-inline-start: 0; inline-size: fit-content; max-inline-size: calc(100vw - 58px); }
th, td { text-align: start; vertical-align: baseline; padding: 6px 10px; border-block-end: 1px solid var(--soft); font-weight: 400; }
thead th { font-weight: 600; color: var(--quiet); vertical-align: bottom; }
thead .long { min-inline-size: 12rem; }
th:first-child { position: sticky; inset-inline-start: -12px; background: var(--panel); }
.number { text-align: end; }
tbody .number { white-space: nowrap; }
.words { min-inline-size: 9rem; }
.words code { overflow-wrap: anywhere; }
@media screen {
  .many { inline-size: fit-content; min-inline-size: 100%; max-inline-size: calc(50% + 50vw - 2rem); }
  .stage .many { max-inline-size: 100%; }
}
@media screen and (max-width: 30rem) { .words { min-inline-size: 36vw; overflow-wrap: anywhere; } }
.controls { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; margin-block-end: 12px; }
.controls input { flex: 1 1 12rem; min-block-size: 32px; accent-color: var(--accent); }
button { font: inherit; color: var(--text); background: var(--ground); border: 1px solid var(--edge); border-radius: 8px; min-block-size: 40px; padding: 4px 16px; cursor: pointer; }
.stage { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 16px; align-items: start; }
#replay-ring svg[role] { margin-inline: auto; }
.stage > * { min-inline-size: 0; margin: 0; }
.stage details:has(> :empty) { display: none; }
#replay-accuracy { grid-column: 1 / -1; }
.key { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 4px 16px; }
.key li { display: flex; align-items: center; gap: 6px; }`;

const each = (count: number, rule: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => rule(i)).join("\n");

/** A chart's text runs from left to right in every language; so do its axes. */
const charts = `
svg { display: block; direction: ltr; }
.bars { inline-size: 100%; max-inline-size: 48rem; }
.chart { inline-size: 100%; min-inline-size: 35rem; max-inline-size: 48rem; block-size: auto; }
.scroll:has(> .fitted) { container-type: inline-size; }
.fitted { aspect-ratio: var(--wide); }
.fitted.map { inline-size: var(--size); }
.fitted > .narrow { display: none; }
@container (width < 35rem) {
  .fitted.chart, .fitted.map { aspect-ratio: var(--narrow); inline-size: 100%; min-inline-size: 0; max-inline-size: 24rem; }
  .fitted > .narrow { display: block; }
  .fitted > .wide { display: none; }
}`;

/** What charts are painted with, also as files of their own. */
const paint = `
svg text { fill: var(--quiet); font-family: system-ui, sans-serif; unicode-bidi: plaintext; }
svg .strong { fill: var(--text); font-weight: 600; }
svg .halo { paint-order: stroke; stroke: var(--panel); stroke-width: 4px; stroke-linejoin: round; }
.grid { stroke: var(--soft); }
.rule { stroke: var(--guess); stroke-width: 2; stroke-dasharray: 2 6; stroke-linecap: round; }
svg .rule-name { fill: var(--guess); }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; }
.band { stroke: none; fill-opacity: 0.18; }
.cell { stroke: var(--panel); }
.mark.l1, .mark.l3 { fill: none; stroke-width: 2; }
.empty { fill: none; stroke: var(--edge); }
.idle { fill: var(--edge); }
${each(LINES, (i) => `.l${i} { stroke: var(--line-${i}); } .f${i} { fill: var(--line-${i}); }`)}
${each(HEAT_STEPS + 1, (i) => `.h${i} { fill: var(--heat-${i}); } svg .t${i} { fill: var(--on-heat-${i}); }`)}`;

/**
 * For an SVG file: on a ground of its own, with colours and not their names, since not every program
 * that shows SVG knows variables.
 */
export const fileStyle = `
${inColours("light")}
@media (prefers-color-scheme: dark) {${inColours("dark")}
}`;

function inColours(theme: Theme): string {
  const named = `${paint}\n.ground { fill: var(--panel); }`;
  return named.replace(/var\(--([\w-]+)\)/g, (_, name: string) => paintColour(name, theme));
}

const paper = `
@media print {
  header, main, footer { max-inline-size: none; padding: 0; }
  section { margin-block: 24px; }
  figure, tr, h2, h3 { break-inside: avoid; }
  h2, h3, figcaption { break-after: avoid; }
  .controls, button { display: none; }
  .scroll { overflow: visible; max-block-size: none; border: 0; padding: 0; background: none; }
  .stage > :last-child { grid-column: 1 / -1; }
  svg { max-inline-size: 100%; block-size: auto; min-inline-size: 0; }
  details::details-content { content-visibility: visible; block-size: auto; }
  table { font-size: 0.6875rem; }
  th, td { padding: 3px 4px; }
  th:first-child, caption > span { position: static; background: none; }
  thead .long { min-inline-size: 0; }
  tbody .number { white-space: normal; }
  .words { min-inline-size: 4rem; }
}`;

/** On paper always light. */
export const style = `
:root { color-scheme: light dark; ${tokenRules("light")} }
@media screen and (prefers-color-scheme: dark) { :root { ${tokenRules("dark")} } }
@media print { :root { color-scheme: light; } }
${text}${blocks}${charts}${paint}${paper}
`;
