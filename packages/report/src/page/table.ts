// Tables and figures: every chart has a sentence before it and the table of its numbers after it.

import { lines, markup, type Markup, type Part, plainText } from "./markup.ts";
import { NOT_MEASURED } from "./words.ts";

/** null: not measured. */
export type Cell = string | number | Markup | null;

export interface Table {
  caption: string;
  /** `number`: aligned at its end. */
  columns: readonly { title: Part; kind: "words" | "number" }[];
  /** The first cell of each names the row. */
  rows: readonly (readonly Cell[])[];
}

/** Letters of a title from which on it gets the width of two lines. */
const LONG = 20;
/** Columns from which on a table may be wider than the page's text. */
const MANY = 9;

/** In a box that scrolls by itself, so that a wide table never moves the page. */
export function table({ caption, columns, rows }: Table): Markup {
  const heads = columns.map(
    ({ title, kind }) => markup`<th scope="col" class="${kind}${lengthOf(title)}">${title}</th>`,
  );
  const body = rows.map((row) => {
    const cells = row.map((cell, i) => cellOf(cell, columns[i]?.kind ?? "words", i === 0));
    return markup`<tr>${cells}</tr>`;
  });
  const inside = markup`<table>
<caption><span>${caption}</span></caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${lines(body)}
</tbody>
</table>`;
  return scrollBox(`Table: ${caption}`, inside, columns.length >= MANY ? " many" : "");
}

const lengthOf = (title: Part): string => (plainText(title).length > LONG ? " long" : "");

function cellOf(cell: Cell, kind: string, isFirst: boolean): Markup {
  const isMissing = cell === null || cell === NOT_MEASURED;
  const content = isMissing ? missing : cell;
  return isFirst
    ? markup`<th scope="row" class="${kind}">${content}</th>`
    : markup`<td class="${kind}">${content}</td>`;
}

export const missing: Markup = markup`<span class="missing">${NOT_MEASURED}</span>`;

/** Reached by the keyboard, since it scrolls. */
export const scrollBox = (label: string, inside: Markup, classes = ""): Markup =>
  markup`<div class="scroll${classes}" role="group" aria-label="${label}" tabindex="0">${inside}</div>`;

export interface Figure {
  /** Of the page, once. */
  id: string;
  title: string;
  /** What the chart shows, in words. */
  sentence: Part;
  /** null: there is nothing to draw, and the sentence says why. */
  drawing: Markup | null;
  /** Between chart and table: what its marks mean. */
  key?: Markup | null;
  table: Table | null;
}

export function figure({ id, title, sentence, drawing, key, table: numbers }: Figure): Markup {
  const twin =
    numbers === null || numbers.rows.length === 0
      ? null
      : markup`<details><summary>Table of these numbers: ${title}</summary>${table(numbers)}</details>`;
  return markup`<figure id="${id}">
<figcaption>${sentence}</figcaption>
${drawing === null ? null : scrollBox(`Chart: ${title}`, drawing)}
${key ?? null}
${twin}
</figure>`;
}

/** A part of the page under its heading. */
export const section = (id: string, title: string, parts: readonly Part[]): Markup =>
  markup`<section aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${lines(parts)}
</section>`;

/** What is missing as a whole. */
export const missingLine = (what: string): Markup => markup`<p>${what}: ${missing}.</p>`;

export const paragraph = (text: Part): Markup => markup`<p>${text}</p>`;
export const list = (items: readonly Part[]): Markup =>
  markup`<ul>${items.map((item) => markup`<li>${item}</li>`)}</ul>`;
