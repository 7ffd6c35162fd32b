import { describe, expect, test } from "vitest";

import { readHtml } from "../testing/read-html.ts";
import { roundTicks, shortened, valueTicks } from "./axis.ts";
import { bars } from "./bars.ts";
import { heatmap, heatStep } from "./heatmap.ts";
import { type ChartPoint, type LineChart, lineChart } from "./line-chart.ts";
import { endLabels, frameOf } from "./line-frame.ts";
import { presenceChart } from "./presence.ts";

describe("axes", () => {
  test("values go in even steps from 0 to beyond the highest", () => {
    expect(valueTicks(0.46, 5)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
    expect(valueTicks(1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(valueTicks(2.31, 5)).toEqual([0, 0.5, 1, 1.5, 2, 2.5]);
    expect(valueTicks(0, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(valueTicks(12_000_000, 5)).toEqual([0, 2.5e6, 5e6, 7.5e6, 1e7, 1.25e7]);
  });

  test("rounds are whole, and few enough to be read", () => {
    expect(roundTicks(8, 10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(roundTicks(100, 10)).toEqual([1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
    expect(roundTicks(1, 10)).toEqual([1]);
  });

  test("a long name is cut between letters", () => {
    expect(shortened("Quietly", 7)).toBe("Quietly");
    expect(shortened("Quietly Shining Fox", 8)).toBe("Quietly…");
    expect(shortened("🦊🦊🦊", 2)).toBe("🦊…");
  });
});

const point = (round: number, value: number | null, width: number | null = null): ChartPoint => ({
  ...{ round, value },
  low: value === null || width === null ? null : value - width,
  high: value === null || width === null ? null : value + width,
});

const chart = (...lines: ChartPoint[][]): LineChart => ({
  ...{ id: "c", title: "Title <b>", description: "Words", unit: "share", rule: null },
  words: (value) => value.toFixed(1),
  lines: lines.map((points, i) => ({ name: `line ${i}`, points })),
  lastRound: 4,
});

/** As a wide page and a file have it. */
const lineFile = (made: LineChart) => lineChart(made)!.file;

describe("a line chart", () => {
  const pointsOf = (html: string) =>
    readHtml(html)
      .filter(({ name }) => name === "polyline")
      .map(({ attributes }) => attributes.get("points")!.split(" ").length);

  test("has a gap where nothing was measured, and a mark for a lonely point", () => {
    const { html } = lineFile(chart([point(1, 0.1), point(2, 0.2), point(3, null), point(4, 0.4)]));
    expect(pointsOf(html)).toEqual([2, 1]);
    expect(readHtml(html).filter(({ attributes }) => attributes.has("transform"))).toHaveLength(3);
  });

  test("is none without a value", () => {
    expect(lineChart(chart([point(1, null)], []))).toBeNull();
  });

  test("draws higher values higher and later rounds further right", () => {
    const frame = frameOf(chart([point(1, 0.1), point(4, 0.4)]))!;
    expect(frame.y(0.4)).toBeLessThan(frame.y(0.1));
    expect(frame.x(4)).toBeGreaterThan(frame.x(1));
    expect(frame.y(0)).toBe(frame.bottom);
    expect(frame.y(99)).toBeCloseTo(frame.top, 9);
    expect(frame.y(-1)).toBe(frame.bottom);
  });

  test("its band goes along the ends of the intervals and back", () => {
    const line = [point(1, 0.2, 0.1), point(2, 0.2, 0.1)];
    const { html } = lineFile(chart(line));
    const frame = frameOf(chart(line))!;
    const band = readHtml(html).find(({ attributes }) => attributes.get("class") === "band f0")!;
    const corners = [...band.attributes.get("d")!.matchAll(/[\d.]+ ([\d.]+)/g)].map(([, y]) => +y!);
    const [high, low] = [frame.y(0.3), frame.y(0.1)];
    expect(corners).toHaveLength(4);
    [high, high, low, low].forEach((y, i) => expect(corners[i]).toBeCloseTo(y, 1));
  });

  test("an interval of few runs may not squeeze all lines to the bottom", () => {
    expect(frameOf(chart([point(1, 0.4, 9)]))!.yTicks.at(-1)).toBeCloseTo(0.8, 9);
  });

  test("a name stands by the last point of its curve, and never on the name of the rule", () => {
    const rule = { name: "guessing", value: 0.1 };
    const xOf = (value: number, round: number) => {
      const made = { ...chart([point(1, 0.4), point(round, value)]), rule, lastRound: 20 };
      const frame = frameOf(made)!;
      return { x: endLabels(made, frame)[0]!.x, end: frame.x(round), right: frame.right };
    };
    for (const round of [2, 7, 20]) expect(xOf(0.4, round).x - xOf(0.4, round).end).toBe(16);
    const early = xOf(0.1, 7); // far before the rule's name
    expect(early.x - early.end).toBe(16);
    const late = xOf(0.1, 18);
    expect(late.x).toBe(late.right + 6);
  });

  test("names that would lie on each other are moved apart, within the drawing", () => {
    const same = Array.from({ length: 5 }, () => [point(4, 0.01)]);
    const tall = chart(...same, [point(4, 1)]);
    const frame = frameOf(tall)!;
    const places = endLabels(tall, frame).map(({ y }) => y);
    for (let i = 1; i < places.length; i++) {
      expect(places[i]! - places[i - 1]!).toBeGreaterThanOrEqual(14);
    }
    expect(Math.max(...places)).toBeLessThanOrEqual(frame.bottom + 6);
  });
});

describe("a heatmap", () => {
  test("has no colour for nothing, the first step for anything, the last for all", () => {
    expect([0, 1, 20, 21, 99, 100].map((value) => heatStep(value, 100))).toEqual([
      ...[0, 1, 1, 2, 5, 5],
    ]);
    expect(heatStep(0, 0)).toBe(0);
  });

  const map = (size: number) =>
    heatmap({
      ...{ id: "h", title: "T", description: "D", rowTitle: "row", columnTitle: "column" },
      rows: Array.from({ length: size }, (_, i) => `row ${i}`),
      columns: ["<a>", "b"],
      values: Array.from({ length: size }, (_, i) => [0, i + 1]),
      ...{ full: () => size, fullWords: `${size} <pictures> of a share` },
    });

  test("writes the numbers where there is room, and never a 0", () => {
    const texts = readHtml(map(3).file.html).filter(({ name }) => name === "text");
    expect(texts.map(({ text }) => text)).toEqual([
      ...["row", "column", "<a>", "b", "row 0", "row 1", "row 2", "1", "2", "3"],
    ]);
  });

  test("of a thousand clients is a small drawing", () => {
    expect(map(1000).html.length).toBeLessThan(150_000);
    expect(readHtml(map(1000).file.html).filter(({ name }) => name === "path")).toHaveLength(6);
  });

  test("without numbers says below what full colour is, in each of its colours", () => {
    const [small, large] = [60, 61].map(map);
    const all = readHtml(large!.file.html);
    const texts = all.filter(({ name }) => name === "text").map(({ text }) => text);
    expect(texts.slice(-2)).toEqual(["none", "61 <pictures> of a share"]);
    const key = all.filter(({ name }) => name === "rect").map(({ attributes }) => attributes);
    expect(key.map((one) => one.get("class"))).toEqual([0, 1, 2, 3, 4, 5].map((i) => `cell h${i}`));
    const bottoms = key.map((one) => Number(one.get("y")) + Number(one.get("height")));
    expect(Math.max(...bottoms)).toBeLessThan(large!.height);
    expect(readHtml(small!.html).some(({ name }) => name === "rect")).toBe(false);
    for (const { html } of [small!, large!]) {
      expect(readHtml(html).find(({ name }) => name === "desc")!.text).toMatch(
        /^D Full colour is 6[01] <pictures> of a share\.$/,
      );
    }
  });
});

test("bars are shares of the width, so that none is cut; what was not measured has no length", () => {
  const { html } = bars({
    ...{ id: "b", title: "T", description: "D" },
    bars: [
      { name: "a", value: 2, colour: 0 },
      { name: "b", value: null, colour: 1 },
      { name: "c", value: 0.5, colour: 1 },
    ],
    words: (value) => (value === null ? "not measured" : `${value} µJ`),
  });
  const all = readHtml(html);
  const widths = all.flatMap(({ name, attributes }) =>
    name === "rect" ? [attributes.get("width")] : [],
  );
  expect(widths).toEqual(["100%", "0%", "25%"]);
  const texts = all.flatMap(({ name, text }) => (name === "text" ? [text] : []));
  expect(texts).toEqual(["a 2 µJ", "b not measured", "c 0.5 µJ"]);
});

test("presence: one path a state, one mark a client and round", () => {
  const {
    file: { html },
  } = presenceChart({
    ...{ id: "p", title: "T", description: "D", clients: ["a", "b"], rounds: [1, 2] },
    states: [
      ["averaged", "averaged"],
      ["none", "straggler"],
    ],
  });
  const paths = readHtml(html).filter(({ name }) => name === "path");
  expect(paths.map(({ attributes }) => attributes.get("class"))).toEqual(["f0 mark", "l3 mark"]);
  const marks = (i: number) => paths[i]!.attributes.get("d")!.match(/M/g)!.length;
  expect([marks(0), marks(1)]).toEqual([2, 1]);
});
