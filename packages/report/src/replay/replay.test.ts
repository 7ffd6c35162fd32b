import { replay } from "@spikefed/fl-core";
import { describe, expect, test } from "vitest";

import { reportData } from "../data/report-data.ts";
import { emptyLog, madeUpLog } from "../testing/made-up-run.ts";
import { readHtml, within } from "../testing/read-html.ts";
import { drawFrame } from "./draw-frame.ts";
import { presencesOf, replayOf } from "./replay.ts";
import { replaySection } from "./section.ts";

const log = madeUpLog();
const data = reportData(log);
const made = replayOf(data, 8);
const confusion = data.dataset.classes.map((_, i) =>
  data.dataset.classes.map((__, j) => +(i === j)),
);
const textOf = (html: string) => readHtml(`<p>${html}</p>`)[0]!.text;

test("each frame is what the live pages would have shown when its round was over", () => {
  made.frames.forEach(({ round, accuracy, rolledBack, ...frame }, at) => {
    const end = log.findLastIndex((event) => "round" in event && event.round === round);
    const live = replay(log.slice(0, end + 1)).rounds[at]!;
    expect({ round, accuracy, rolledBack }).toEqual({
      ...{ round: live.round, accuracy: live.accuracy, rolledBack: live.rolledBack },
    });
    const averaged = presencesOf({ ...made.frames[at]!, ...frame }).filter((s) => s === "averaged");
    expect(averaged).toHaveLength(live.reported.length);
  });
});

test("a later round changes no earlier frame", () => {
  const cut = log.findIndex((event) => event.type === "round-opened" && event.round === 5);
  const before = replayOf(reportData(log.slice(0, cut)), 8);
  expect(made.frames.slice(0, 4)).toEqual(before.frames);
});

describe("a drawn frame", () => {
  test("tells accuracy with its interval, and who helped, in words", () => {
    const { sentence } = drawFrame(made, 7);
    expect(sentence).toContain("Round 8 of 8. Accuracy 50.0 % (95 %: 46.9 % to 53.1 %).");
    expect(sentence).toContain("Of 6 clients: 4 helped, 1 dropped out, 1 sent nothing.");
  });

  test("has as many points as rounds so far, and a gap where it failed", () => {
    const points = (at: number) => {
      const all = readHtml(drawFrame(made, at).accuracy);
      const wide = all.find(({ attributes }) => attributes.get("class") === "wide")!;
      return within(all, wide)
        .filter(({ name }) => name === "polyline")
        .map(({ attributes }) => attributes.get("points")!.split(" ").length);
    };
    expect([points(0), points(2), points(7)]).toEqual([[1], [2], [2, 5]]);
    expect(drawFrame(made, 2).sentence).toContain("Accuracy: not measured.");
  });

  test("says what of the confusion was not measured, and what was not kept", () => {
    const counts = { round: 8, counts: confusion };
    const kept = replayOf(reportData(log, { confusions: [counts] }), 8);
    expect(drawFrame(kept, 7).confusion).toContain("10 of 10 answers are right.");
    expect(textOf(drawFrame(kept, 6).confusion)).toContain("measured, and not kept for this page");
    expect(textOf(drawFrame(kept, 2).confusion)).toContain("round 3: not measured");
  });

  test("has the numbers of its matrix as a table, of the round that is shown", () => {
    const counts = (round: number) => confusion.map((row) => row.map((n) => n * round));
    const confusions = [6, 8].map((round) => ({ round, counts: counts(round) }));
    const kept = replayOf(reportData(log, { confusions }), 8);
    for (const { round } of confusions) {
      const all = readHtml(drawFrame(kept, round - 1).matrix);
      expect(all.find(({ name }) => name === "caption")!.text).toContain(`round ${round}`);
      const cells = all.filter(({ name }) => name === "td").map(({ text }) => Number(text));
      expect(cells).toEqual(counts(round).flat());
      const rows = all.filter(({ attributes }) => attributes.get("scope") === "row");
      expect(rows.map(({ text }) => text)).toEqual(data.dataset.classes);
    }
    expect(drawFrame(kept, 6).matrix).toBe(""); // the page shows no table then
  });

  test("puts a mark on the ring for each client", () => {
    const ring = readHtml(`<div>${drawFrame(made, 7).ring}</div>`);
    const marks = ring.filter(
      ({ name, parents }) => name === "path" && parents.at(-1) === "svg" && !parents.includes("li"),
    );
    expect(marks).toHaveLength(6);
  });

  test("counts and explains those who were not invited, like every other state", () => {
    const frames = made.frames.map((frame) => ({ ...frame, states: `60${frame.states.slice(2)}` }));
    const { sentence, ring } = drawFrame({ ...made, frames }, 7);
    expect(sentence).toContain("3 helped, 1 dropped out, 1 sent nothing, 1 not invited.");
    const key = readHtml(`<div>${ring}</div>`).filter(({ name }) => name === "li");
    expect(key.map(({ text }) => text)).toContain("not invited");
    const nobody = made.frames.map((frame) => ({ ...frame, states: "666666" }));
    expect(drawFrame({ ...made, frames: nobody }, 7).sentence).toContain(
      "clients none was invited.",
    );
  });
});

test("a round that was taken back has no accuracy in the middle of its ring", () => {
  const frames = made.frames.map((frame) => ({ ...frame, rolledBack: frame.round === 8 }));
  const middle = (at: number) =>
    readHtml(drawFrame({ ...made, frames }, at).ring).find(({ name }) => name === "text")!.text;
  expect([middle(6), middle(7)]).toEqual(["44.3 %", "taken back"]);
});

test("of many matrices a page carries the newest", () => {
  const confusions = Array.from({ length: 8 }, (_, i) => ({
    round: i + 1,
    counts: Array.from({ length: 10 }, () => Array.from({ length: 10 }, () => 1)),
  }));
  const large = {
    ...data,
    confusions,
    dataset: { ...data.dataset, classes: Array<string>(100).fill("c") },
  };
  expect(replayOf(large, 8).frames.map((frame) => frame.confusion !== null)).toEqual([
    ...[false, false, true, true, true, true, true, true],
  ]);
});

test("without a round there is nothing to replay; without scripts nothing is shown of it", () => {
  expect(replaySection(reportData(emptyLog()))).toBeNull();
  const [section] = readHtml(replaySection(data)!.html);
  expect(section!.attributes.has("hidden")).toBe(true);
  expect(JSON.parse(section!.attributes.get("data-replay")!)).toEqual(made);
});
