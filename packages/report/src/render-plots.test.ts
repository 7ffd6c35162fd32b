import { describe, expect, test } from "vitest";

import type { RunGroup } from "./data/comparison.ts";
import { reportData } from "./data/report-data.ts";
import { colour, type Token } from "./page/tokens.ts";
import { renderPlots } from "./render-plots.ts";
import { attack, emptyLog, type MadeUp, madeUpExtras, madeUpLog } from "./testing/made-up-run.ts";
import { readHtml } from "./testing/read-html.ts";

const group = (label: string, reached: number[], options: MadeUp = {}): RunGroup => ({
  label,
  runs: reached.map((last, i) => {
    const log = madeUpLog({ seed: i + 1, reached: last, ...options });
    return reportData(log, { labelCounts: madeUpExtras.labelCounts });
  }),
});
const namesOf = (groups: RunGroup[]) => renderPlots(groups).map(({ name }) => name);
const textOf = (groups: RunGroup[], file: string) =>
  renderPlots(groups).find(({ name }) => name === file)!.text;
const uneven = { settings: { partition: { kind: "dirichlet", alpha: 0.1 } } } as const;

test("are the curves, one map for each way of dealing, and the table", () => {
  const twin = { settings: { network: "ann" } } as const;
  const groups = [
    ...[
      group("even", [0.5, 0.4]),
      group("even, twin", [0.4], twin),
      group("uneven", [0.3], uneven),
    ],
  ];
  expect(namesOf(groups)).toEqual([
    ...["accuracy.svg", "loss.svg", "deviation.svg"],
    ...["labels-alike-data.svg", "labels-dirichlet-alpha-0.1.svg", "comparison.md"],
  ]);
});

test("of more than five groups are numbered, and no name is there twice", () => {
  const groups = [6, 7, 6, 7, 6, 7].map((clients, i) => group(`group ${i}`, [0.5], { clients }));
  const names = namesOf(groups);
  expect(names.slice(0, 8)).toEqual([
    ...["accuracy-1.svg", "accuracy-2.svg", "loss-1.svg", "loss-2.svg"],
    ...["deviation-1.svg", "deviation-2.svg"],
    ...["labels-alike-data.svg", "labels-alike-data-2.svg"],
  ]);
  expect(new Set(names).size).toBe(names.length);
});

test("leave out what nobody measured", () => {
  const nothing = [{ label: "empty", runs: [reportData(emptyLog())] }];
  expect(namesOf(nothing)).toEqual(["comparison.md"]);
  expect(textOf(nothing, "comparison.md")).toContain("| empty | 0 of 1 | not measured |");
});

describe("an SVG file", () => {
  const long = "Dirichlet, alpha 0.1; batches of 64; learning rate 0.05; momentum 0.9; 10 clients";
  const groups = [group(long, [0.5, 0.4]), group(attack, [0.3], uneven)];

  test("stands alone: a root with its namespace, nothing outside of it, no variable", () => {
    for (const { name, text } of renderPlots(groups)) {
      if (!name.endsWith(".svg")) continue;
      const [root] = readHtml(text);
      expect([root!.name, root!.attributes.get("xmlns")]).toEqual([
        ...["svg", "http://www.w3.org/2000/svg"],
      ]);
      expect(text).not.toMatch(/var\(|undefined|NaN|<script|href|url\(/);
      expect(text.replace("http://www.w3.org/2000/svg", "")).not.toContain("http");
    }
  });

  test("has a ground of its own in light and in dark, and every colour of that theme", () => {
    const style = readHtml(textOf(groups, "accuracy.svg")).find(({ name }) => name === "style")!;
    const [light, dark] = style.text.split("@media (prefers-color-scheme: dark)");
    const all: Token[] = ["ground", "text", "quiet", "line-0", "line-4", "heat-5"];
    for (const token of all) {
      expect(light).toContain(colour(token, "light"));
      expect(dark).toContain(colour(token, "dark"));
    }
  });

  test("tells in itself what its letters stand for, in lines that fit", () => {
    const all = readHtml(textOf(groups, "accuracy.svg"));
    const texts = all.filter(({ name }) => name === "text").map(({ text }) => text);
    const key = texts.slice(texts.findIndex((text) => text.startsWith("A: ")));
    expect(key.join(" ")).toBe(`A: ${long} B: ${attack}`);
    expect(Math.max(...key.map((text) => text.length))).toBeLessThanOrEqual(75);
    const samples = all.filter(({ name, attributes }) => {
      return name === "path" && attributes.get("class")!.startsWith("line ");
    });
    expect(samples).toHaveLength(2);
  });

  test("draws what the page draws", () => {
    const all = readHtml(textOf(groups, "accuracy.svg"));
    const lines = all.filter(({ name }) => name === "polyline");
    // Two lines with a gap at round 3, whose evaluation failed.
    expect(lines.map(({ attributes }) => attributes.get("points")!.split(" ").length)).toEqual([
      ...[2, 5, 2, 5],
    ]);
    expect(all.filter(({ attributes }) => attributes.get("class")?.startsWith("band"))).not.toEqual(
      [],
    );
  });

  test("is as tall as what is in it", () => {
    const boxOf = (groups: RunGroup[]) => {
      const all = readHtml(textOf(groups, "accuracy.svg"));
      const [outer, inner] = all.filter(({ name }) => name === "svg");
      return [outer, inner].map((svg) => Number(svg!.attributes.get("height")));
    };
    const [plain, chart] = boxOf([group("short", [0.5])]);
    const [keyed] = boxOf(groups);
    expect(plain).toBeGreaterThan(chart!);
    expect(keyed! - plain!).toBe(3 * 22); // the long name takes two lines
  });
});

test("the table is the page's, its names are text", () => {
  const table = textOf([group("a|b *c* <d>", [0.5, 0.53, 0.49])], "comparison.md");
  expect(table).toContain("| Group | Runs | Mean | Standard deviation | 95 % interval |");
  expect(table).toContain("| --- | ---: | ---: |");
  expect(table).toContain(
    "| a\\|b \\*c\\* \\<d\\> | 3 of 3 | 50.7 % | 2.08 points | 45.5 % to 55.8 % |",
  );
  expect(table).toContain("![Accuracy by round](accuracy.svg)");
});

test("signs that no XML may hold are left out", () => {
  const control = group(`bell \u0007 and ${"long ".repeat(8)}`, [0.5]);
  expect(textOf([control], "accuracy.svg")).not.toContain("\u0007");
});
