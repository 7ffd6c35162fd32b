// Values beside each other as lying bars, named in front and written out behind.

import { lines, markup, type Markup } from "../page/markup.ts";
import { at, shortened, textWidth } from "./axis.ts";

export interface Bars {
  id: string;
  title: string;
  description: string;
  bars: readonly { name: string; value: number | null; colour: number }[];
  /** null: "not measured" is written in place of a bar. */
  words: (value: number | null) => string;
}

const TEXT = 14;
const WIDTH = 640;
const ROW = 30;
const NAME = 28;

export function bars({ id, title, description, bars: all, words }: Bars): Markup {
  const names = all.map(({ name }) => textWidth(shortened(name, NAME), TEXT));
  const left = Math.round(Math.max(...names) + 12);
  const behind = Math.max(...all.map(({ value }) => textWidth(words(value), TEXT, "strong"))) + 12;
  const most = Math.max(...all.map(({ value }) => value ?? 0));
  const height = all.length * ROW;
  const drawn = all.map(({ name, value, colour }, i) => {
    const length = value === null || most <= 0 ? 0 : (value / most) * (WIDTH - left - behind);
    const y = i * ROW + ROW / 2 + TEXT * 0.35;
    return markup`<text x="${left - 8}" y="${at(y)}" text-anchor="end">${shortened(name, NAME)}</text><rect class="f${colour}" x="${left}" y="${i * ROW + 5}" width="${at(length)}" height="${ROW - 10}"/><text class="strong" x="${at(left + length + 6)}" y="${at(y)}">${words(value)}</text>`;
  });
  return markup`<svg class="chart" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-size="${TEXT}" role="img" aria-labelledby="${id}-name" aria-describedby="${id}-words">
<title id="${id}-name">${title}</title>
<desc id="${id}-words">${description}</desc>
${lines(drawn)}
</svg>`;
}
