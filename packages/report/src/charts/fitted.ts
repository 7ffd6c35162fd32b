// A drawing in two shapes: the page shows the narrow one where its card has no room for the wide one.

import { type Drawing, markup, type Markup } from "../page/markup.ts";

export interface Named {
  /** Once a page. */
  id: string;
  title: string;
  /** For who does not see it. */
  description: string;
}

/** What is inside of a drawing, and its size. */
export interface Shape {
  parts: Markup;
  width: number;
  height: number;
}

/** Units of a narrow shape: its letters stay legible in a card of 260 pixels. */
export const NARROW = 300;
const TEXT = 14;

/** @param narrow null: there is none, and the card scrolls. */
export function drawingOf(
  named: Named,
  kind: "chart" | "map",
  wide: Shape,
  narrow: Shape | null,
): Drawing {
  const { width, height } = wide;
  const size = markup`viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
  const file = image(named, markup`class="${kind}" ${size}`, wide.parts);
  if (narrow === null) return { ...file, file, width, height };
  const sizes = `--size: ${width}px; --wide: ${ratio(wide)}; --narrow: ${ratio(narrow)}`;
  const both = markup`${inner("wide", wide)}
${inner("narrow", narrow)}`;
  const fitted = image(named, markup`class="fitted ${kind}" style="${sizes}"`, both);
  return { ...fitted, file, width, height };
}

const ratio = ({ width, height }: Shape): string => `${width} / ${height}`;

const inner = (name: string, { parts, width, height }: Shape): Markup =>
  markup`<svg class="${name}" viewBox="0 0 ${width} ${height}">${parts}</svg>`;

const image = ({ id, title, description }: Named, attributes: Markup, parts: Markup): Markup =>
  markup`<svg ${attributes} font-size="${TEXT}" role="img" aria-labelledby="${id}-name" aria-describedby="${id}-words">
<title id="${id}-name">${title}</title>
<desc id="${id}-words">${description}</desc>
${parts}
</svg>`;
