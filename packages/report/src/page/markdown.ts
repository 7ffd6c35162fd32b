// Tables as GitHub's Markdown, for pages that are no HTML of ours.

import { type Part, plainText } from "./markup.ts";
import type { Cell, Table } from "./table.ts";
import { NOT_MEASURED } from "./words.ts";

/** Any text as text: nothing in it is a sign of Markdown or HTML. */
export const markdownText = (part: Part): string =>
  plainText(part)
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\\|*_`<>[\]#]/g, (sign) => `\\${sign}`);

/** Without its caption. */
export function markdownTable({ columns, rows }: Table): string {
  const heads = columns.map(({ title }) => markdownText(title));
  const rules = columns.map(({ kind }) => (kind === "number" ? "---:" : "---"));
  return [heads, rules, ...rows.map((row) => row.map(cellText))].map(lineOf).join("");
}

const cellText = (cell: Cell): string => (cell === null ? NOT_MEASURED : markdownText(cell));
const lineOf = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;
