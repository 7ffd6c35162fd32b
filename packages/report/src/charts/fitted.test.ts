import { describe, expect, test } from "vitest";

import type { Drawing } from "../page/markup.ts";
import { readHtml, within } from "../testing/read-html.ts";
import { heatmap } from "./heatmap.ts";
import { lineChart } from "./line-chart.ts";
import { presenceChart } from "./presence.ts";

describe("in a card of a phone", () => {
  /** What the narrow one of two drawings holds, and its width. */
  const narrowOf = ({ html }: Drawing) => {
    const all = readHtml(html);
    const narrow = all.find(({ attributes }) => attributes.get("class") === "narrow");
    const width = narrow && Number(narrow.attributes.get("viewBox")!.split(" ")[2]);
    return { width, inside: narrow ? within(all, narrow) : [] };
  };
  const textsOf = (inside: ReturnType<typeof readHtml>) =>
    inside.flatMap(({ name, text }) => (name === "text" ? [text] : []));
  const twoLines = {
    ...{ id: "c", title: "T", description: "D", unit: "share", rule: null, lastRound: 4 },
    words: (value: number) => value.toFixed(1),
    lines: [0.1, 0.4].map((value, i) => ({
      name: `line ${i}`,
      points: [{ round: 4, value, low: null, high: null }],
    })),
  };
  const presence = (rounds: number) =>
    presenceChart({
      ...{ id: "p", title: "T", description: "D", clients: ["Volunteer 10"] },
      rounds: Array.from({ length: rounds }, (_, i) => i + 1),
      states: [Array.from({ length: rounds }, () => "averaged" as const)],
    });
  const square = (columns: number, most: number) =>
    heatmap({
      ...{ id: "h", title: "T", description: "D", rowTitle: "row", columnTitle: "column" },
      rows: ["automobile"],
      columns: Array.from({ length: columns }, (_, i) => `class ${i}`),
      values: [Array.from({ length: columns }, () => most)],
      ...{ full: () => most, fullWords: "all pictures of a class" },
    });

  test("a line chart has its names above, and the plot has the whole width", () => {
    const { width, inside } = narrowOf(lineChart(twoLines)!);
    expect(width).toBe(300);
    expect(textsOf(inside).slice(-2).sort()).toEqual(["line 0 0.1", "line 1 0.4"]);
    const grid = inside.find(({ attributes }) => attributes.get("class") === "grid")!;
    expect(Number(grid.attributes.get("x2"))).toBe(300);
  });

  test("a map has numbers where they fit, and none is wider", () => {
    expect(textsOf(narrowOf(square(10, 68)).inside)).toContain("68");
    const large = narrowOf(square(10, 1000));
    expect(large.width).toBe(300);
    expect(textsOf(large.inside)).not.toContain("1,000");
    expect(textsOf(large.inside)).toContain("all pictures of a class");
    expect(narrowOf(square(100, 9)).inside).toEqual([]);
  });

  test("20 rounds of a client are seen beside each other", () => {
    expect(narrowOf(presence(20)).width).toBe(300);
    expect(textsOf(narrowOf(presence(20)).inside)).toContain("Volunteer 10");
    expect(narrowOf(presence(200)).inside).toEqual([]);
  });
});
