// Every chart of a report has its numbers as a table.

import { expect, test } from "vitest";

import { reportData } from "./data/report-data.ts";
import { intervalText, percentText } from "./page/words.ts";
import { renderReport } from "./render-report.ts";
import { presencesOf, replayOf } from "./replay/replay.ts";
import { madeUpExtras, madeUpLog } from "./testing/made-up-run.ts";
import { type Element, readHtml, tableCells, within } from "./testing/read-html.ts";

const data = reportData(madeUpLog(), madeUpExtras);
const elements = readHtml(renderReport(data));
const named = (name: string, all = elements): Element[] => all.filter((one) => one.name === name);

test("every chart has title, description, a sentence before and its table after it", () => {
  const charts = elements.filter(({ attributes }) => attributes.get("role") === "img");
  expect(charts.map(({ attributes }) => attributes.get("aria-labelledby"))).toEqual([
    ...["accuracy-chart-name", "loss-chart-name", "deviation-chart-name"],
    ...["label-chart-name", "confusion-chart-name"],
    ...["firing-chart-name", "energy-chart-name", "traffic-chart-name", "presence-chart-name"],
  ]);
  const figures = named("figure");
  expect(figures).toHaveLength(charts.length);
  figures.forEach((figure, i) => {
    const inside = within(elements, figure);
    expect(inside[0]!.name).toBe("figcaption");
    const chart = inside.indexOf(charts[i]!);
    expect(chart).toBeGreaterThan(0);
    const [title, words] = ["title", "desc"].map((name) =>
      named(name, within(elements, charts[i]!)),
    );
    expect([title!.length, words!.length]).toEqual([1, 1]);
    expect(Math.min(title![0]!.text.length, words![0]!.text.length)).toBeGreaterThan(10);
    const after = inside.slice(chart);
    const summaries = named("summary", after).map(({ text: summary }) => summary);
    expect(summaries).toEqual([`Table of these numbers: ${title![0]!.text}`]);
    const cells = after.filter(({ name, parents }) => name === "td" && parents.includes("details"));
    expect(cells.length, title![0]!.text).toBeGreaterThan(0);
  });
});

test("charts of the replay have tables: the round's matrix below it, the others on the page", () => {
  const place = elements.find(({ attributes }) => attributes.get("id") === "replay-matrix")!;
  expect(place.parents.slice(-4)).toEqual(["section", "div", "div", "details"]);
  const { frames } = replayOf(data, 8);
  const judged = tableCells(elements, "Accuracy by round").slice(1);
  const rounds = tableCells(elements, "Rounds").slice(1);
  expect([judged.length, rounds.length]).toEqual([8, 8]);
  frames.forEach((frame, i) => {
    const { round, accuracy, interval } = frame;
    const numbers = [String(round), percentText(accuracy), intervalText(interval)];
    expect(judged[i]!.slice(0, 3)).toEqual(numbers);
    const helped = presencesOf(frame).filter((state) => state === "averaged");
    expect([rounds[i]![0], rounds[i]![6]]).toEqual([String(round), String(helped.length)]);
  });
});
