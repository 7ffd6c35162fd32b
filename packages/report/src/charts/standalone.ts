// A chart as an SVG file of its own: with its title, what its lines stand for, and a ground that is
// light or dark as its reader's page.

import { type Drawing, lines, markup, type Markup, trusted } from "../page/markup.ts";
import { fileStyle } from "../page/style.ts";
import { textWidth } from "./axis.ts";
import { TEXT } from "./line-frame.ts";
import { type NamedLine, lineSample } from "./line-key.ts";

export interface Standalone {
  title: string;
  drawing: Drawing;
  /** Lines whose names may be too long for the chart; none in a heatmap. */
  key: readonly NamedLine[];
}

const EDGE = 16;
const ROW = 22;
/** Of a line's sample, with the space behind it. */
const SAMPLE = 40;

/** Text of the file: well-formed XML. */
export function standalone({ title, drawing, key }: Standalone): string {
  const width = Math.max(drawing.width, Math.ceil(textWidth(title, TEXT, "strong"))) + 2 * EDGE;
  const top = EDGE + TEXT + 12;
  const rows = keyRows(key, width - 2 * EDGE - SAMPLE);
  const height = Math.ceil(top + drawing.height + rows.length * ROW + EDGE);
  const below = top + drawing.height + ROW / 2;
  const file = markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-size="${TEXT}">
<style>${trusted(fileStyle)}</style>
<rect class="ground" width="${width}" height="${height}" rx="8"/>
<text class="strong" x="${EDGE}" y="${EDGE + TEXT}">${title}</text>
<g transform="translate(${EDGE} ${top})">${drawing.file}</g>
${lines(rows.map((row, i) => keyRow(row, below + i * ROW)))}
</svg>
`;
  return file.html.replace(/[^\P{Cc}\n]/gu, "");
}

interface KeyRow {
  /** null: more of the row before. */
  line: number | null;
  text: string;
}

function keyRows(key: readonly NamedLine[], width: number): KeyRow[] {
  if (key.every(({ short, label }) => short === label)) return [];
  return key.flatMap(({ short, label }, i) =>
    wrapped(`${short}: ${label}`, width).map((text, part) => ({
      ...{ line: part === 0 ? i : null, text },
    })),
  );
}

/** Words in lines of at most this width; a longer word has a line of its own. */
function wrapped(text: string, width: number): string[] {
  const rows: string[] = [];
  for (const word of text.split(" ")) {
    const longer = rows.length === 0 ? word : `${rows.at(-1)!} ${word}`;
    if (rows.length > 0 && textWidth(longer, TEXT) <= width) rows[rows.length - 1] = longer;
    else rows.push(word);
  }
  return rows;
}

function keyRow({ line, text }: KeyRow, y: number): Markup {
  const sample = line === null ? null : lineSample(line);
  return markup`<g transform="translate(${EDGE} ${y})">${sample}<text x="${SAMPLE}" y="${TEXT * 0.35 + 6}">${text}</text></g>`;
}
