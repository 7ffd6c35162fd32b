// Values beside each other as lying bars, each below its name and its value, as wide as the page.

import { lines, markup, type Markup } from "../page/markup.ts";
import { at, shortened } from "./axis.ts";

export interface Bars {
  id: string;
  title: string;
  description: string;
  bars: readonly { name: string; value: number | null; colour: number }[];
  /** null: "not measured" is written in place of a bar. */
  words: (value: number | null) => string;
}

const TEXT = 13;
/** Of a bar with its name. */
const ROW = 44;
const BAR = 16;
const NAME = 28;

/** Lengths are shares of the width: letters keep their size on a phone, and nothing is cut. */
export function bars({ id, title, description, bars: all, words }: Bars): Markup {
  const most = Math.max(...all.map(({ value }) => value ?? 0));
  const height = all.length * ROW;
  const drawn = all.map(({ name, value, colour }, i) => {
    const share = value === null || most <= 0 ? 0 : value / most;
    const top = i * ROW;
    return markup`<text x="0" y="${top + TEXT}">${shortened(name, NAME)} <tspan class="strong">${words(value)}</tspan></text><rect class="f${colour}" x="0" y="${top + TEXT + 6}" width="${at(100 * share)}%" height="${BAR}"/>`;
  });
  return markup`<svg class="bars" width="100%" height="${height}" font-size="${TEXT}" role="img" aria-labelledby="${id}-name" aria-describedby="${id}-words">
<title id="${id}-name">${title}</title>
<desc id="${id}-words">${description}</desc>
${lines(drawn)}
</svg>`;
}
