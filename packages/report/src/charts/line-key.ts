// What the lines of a chart stand for, where their names are too long to be written into it.

import { markup, type Markup } from "../page/markup.ts";
import { NAME } from "./line-frame.ts";
import { dashOf, shapeOf } from "./marks.ts";

export interface NamedLine {
  /** As it is written into the chart. */
  short: string;
  label: string;
}

/** Labels that fit are names; else every line has a letter, or a number behind the last letter. */
export function shortNames(labels: readonly string[]): NamedLine[] {
  const fits = labels.every((label) => [...label].length <= NAME);
  return labels.map((label, i) => ({ short: fits ? label : letterOf(i), label }));
}

const letterOf = (i: number): string => (i < 26 ? String.fromCharCode(65 + i) : `${i + 1}`);

/** null: the lines have their names in the chart. */
export function lineKey(lines: readonly NamedLine[]): Markup | null {
  if (lines.every(({ short, label }) => short === label)) return null;
  const items = lines.map(
    ({ short, label }, i) =>
      markup`<li><svg viewBox="0 0 32 12" width="32" height="12" aria-hidden="true">${lineSample(i)}</svg><span>${short}: <bdi>${label}</bdi></span></li>`,
  );
  return markup`<ul class="key">${items}</ul>`;
}

/** A piece of the line with its mark, 32 x 12. */
export const lineSample = (line: number): Markup =>
  markup`<path class="line l${line}" stroke-dasharray="${dashOf(line)}" d="M1 6h30"/><path class="f${line}" transform="translate(16 6)" d="${shapeOf(line, 3.5)}"/>`;
