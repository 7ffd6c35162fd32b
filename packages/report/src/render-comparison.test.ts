import { describe, expect, test } from "vitest";

import { type RunGroup } from "./data/comparison.ts";
import { reportData } from "./data/report-data.ts";
import { renderComparison } from "./render-comparison.ts";
import { attack, emptyLog, type MadeUp, madeUpLog } from "./testing/made-up-run.ts";
import { readHtml, within } from "./testing/read-html.ts";

const group = (label: string, reached: number[], options: MadeUp = {}): RunGroup => ({
  label,
  runs: reached.map((last, i) => reportData(madeUpLog({ seed: i + 1, reached: last, ...options }))),
});
const words = (groups: RunGroup[]) =>
  readHtml(renderComparison(groups)).find(({ name }) => name === "body")!.text;
/** Cells of the row of a table that begins with `label`. */
function rowOf(groups: RunGroup[], caption: string, label: string): string[] {
  const all = readHtml(renderComparison(groups));
  const at = all.findIndex((one) => one.name === "caption" && one.text === caption);
  const row = all.findIndex((one, i) => i > at && one.name === "th" && one.text === label);
  const end = all.findIndex((one, i) => i > row && one.name === "tr");
  const cells = all.slice(row, end < 0 ? undefined : end);
  return cells.filter(({ name }) => name === "th" || name === "td").map(({ text }) => text);
}
const results = "Last measured accuracy of each run, on held-out pictures";

test("three runs: mean, deviation and Student's interval, worked by hand", () => {
  // 0.500, 0.530, 0.490: mean 0.50667, deviation 0.02082, t(2) = 4.3027, half 0.05171.
  const row = rowOf([group("alike", [0.5, 0.53, 0.49])], results, "alike");
  expect(row.slice(0, 6)).toEqual([
    ...["alike", "3 of 3", "50.7 %", "2.08 points", "45.5 % to 55.8 %"],
    "the mean of 3 runs (Student’s t)",
  ]);
  // 58.716 uJ of the twin by 4.6 x 1.769 + 0.9 x 4 x 3.167 = 19.540 uJ, at the rates of round 8.
  // As integers 40.846 uJ by 3.2 x 1.7695 + 0.1 x 4 x 3.167 = 6.929 uJ. 41 invitations of 2 MB.
  expect(row.slice(6)).toEqual([
    ...["1.30", "8", "48.0 MB", "82.0 MB (computed)", "3.00 times", "5.89 times"],
  ]);
});

test("bytes down are called computed unless those of all rounds were counted", () => {
  const bytesDown = Array.from({ length: 8 }, (_, i) => ({ round: i + 1, bytes: 1_000_000 }));
  const down = (rounds: number) => {
    const run = reportData(madeUpLog(), { bytesDown: bytesDown.slice(0, rounds) });
    return rowOf([{ label: "run", runs: [run] }], results, "run").at(9);
  };
  expect([down(8), down(7)]).toEqual(["8.00 MB", "17.0 MB (computed)"]); // 5 invitations of 2 MB
});

test("one run: Wilson's interval of its accuracy, no deviation, and a caution", () => {
  const groups = [group("one", [0.5])];
  expect(rowOf(groups, results, "one").slice(1, 6)).toEqual([
    ...["1 of 1", "50.0 %", "not measured", "46.9 % to 53.1 %", "one run’s accuracy (Wilson)"],
  ]);
  expect(words(groups)).toContain("one: one run says nothing about the spread over seeds.");
});

test("a run that was not judged is left out of the mean, and is missed", () => {
  const { runs } = group("", [0.5, 0.5]);
  const groups = [{ label: "holes", runs: [...runs, reportData(emptyLog())] }];
  expect(rowOf(groups, results, "holes").slice(1, 3)).toEqual(["2 of 3", "50.0 %"]);
  expect(words(groups)).toContain("holes: not every run was judged.");
  const none = [{ label: "none", runs: [reportData(emptyLog())] }];
  expect(rowOf(none, results, "none").slice(1, 6)).toEqual([
    ...["0 of 1", "not measured", "not measured", "not measured", "not measured"],
  ]);
});

describe("what differs", () => {
  test("is named by key; the seed is not", () => {
    const uneven = { settings: { partition: { kind: "dirichlet", alpha: 0.1 } } } as const;
    const groups = [group("even", [0.5, 0.5]), group("uneven", [0.4], uneven)];
    expect(rowOf(groups, "Settings that differ", "partition.kind")).toEqual([
      ...["partition.kind", `"iid"`, `"dirichlet"`],
    ]);
    expect(rowOf(groups, "Settings that differ", "partition.alpha").slice(1)).toEqual([
      ...["none", "0.1"],
    ]);
    expect(words(groups)).not.toMatch(/^seed$/m);
    expect(words([group("even", [0.5, 0.4])])).toContain("All runs have the same settings");
  });

  test("within a group is a caution, as are equal seeds and other lengths", () => {
    const [short] = group("", [0.5], { rounds: 4 }).runs;
    const [long] = group("", [0.5]).runs;
    const said = words([{ label: "mixed", runs: [short!, long!] }]);
    expect(said).toContain("mixed: its own runs differ in rounds.");
    expect(said).toContain("mixed: the runs end in different rounds.");
    expect(said).toContain("mixed: some runs have the same seed.");
  });
});

describe("curves", () => {
  test("are the mean of the runs that were judged in a round; a failed round is a gap", () => {
    const groups = [group("two", [0.5, 0.3])];
    const all = readHtml(renderComparison(groups));
    const cells = all.filter(({ name }) => name === "td").map(({ text }) => text);
    const at = cells.indexOf("8");
    // The table of accuracies: round 8 has 0.5 and 0.3; t(1) = 12.706, deviation 0.1414.
    expect(cells.slice(at, at + 1)).toEqual(["8"]);
    expect(cells).toContain("-87.1 % to 167.1 %");
    const wide = all.filter(({ attributes }) => attributes.get("class") === "wide");
    const lines = wide
      .flatMap((drawing) => within(all, drawing))
      .filter(({ name }) => name === "polyline");
    expect(lines.map(({ attributes }) => attributes.get("points")!.split(" ").length)).toEqual([
      ...[2, 5, 2, 5],
      8, // the deviation of every round
    ]);
  });

  test("of six groups are two charts with one scale", () => {
    const groups = ["a", "b", "c", "d", "e", "f"].map((label) => group(label, [0.5]));
    const all = readHtml(renderComparison(groups));
    const charts = all.filter(({ attributes }) => attributes.get("role") === "img");
    expect(charts.map(({ attributes }) => attributes.get("aria-labelledby"))).toEqual([
      ...["accuracy-1-chart-name", "accuracy-2-chart-name"],
      ...["loss-1-chart-name", "loss-2-chart-name"],
      ...["deviation-1-chart-name", "deviation-2-chart-name"],
    ]);
    const ids = all.flatMap(({ attributes }) => attributes.get("id") ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("what only some runs tell", () => {
  test("model deviation is the mean of a run's clients, then over the runs", () => {
    // In round 8 clients 1 to 6 without straggler 3 and the lost 5: (1 + 2 + 4 + 6) / 4 / 2 + 8.
    const rows = rowOf([group("two", [0.5, 0.3])], "Model deviation by round", "two");
    expect(rows).toEqual(["two", "1", expect.anything(), expect.anything(), "2"]);
    const all = readHtml(renderComparison([group("two", [0.5, 0.3])]));
    const cells = all.filter(({ name }) => name === "td").map(({ text }) => text);
    expect(cells).toContain("9.63"); // 9.625
  });

  test("validation pictures have a column and a curve where a run keeps some", () => {
    const kept = { settings: { validationSamples: 200 } } as const;
    const groups = [group("kept", [0.5, 0.4], kept), group("none", [0.5])];
    // 0.05 better than 0.5 and 0.4.
    expect(rowOf(groups, results, "kept").slice(6, 7)).toEqual(["50.0 %"]);
    expect(rowOf(groups, results, "none").slice(6, 7)).toEqual(["not measured"]);
    expect(renderComparison(groups)).toContain("Accuracy on validation pictures by round");
    const without = renderComparison([group("none", [0.5])]);
    expect(without).not.toContain("alidation pictures");
  });
});

test("names that do not fit into a chart are letters in it, and are told below", () => {
  const long = "Dirichlet, alpha 0.1; batches of 64";
  const all = readHtml(renderComparison([group(long, [0.5]), group("short", [0.4])]));
  const written = all.filter(({ name }) => name === "text").map(({ text }) => text);
  expect(written).toContain("A 50 %");
  expect(written).toContain("B 40 %");
  const items = all.filter(({ name, parents }) => name === "li" && parents.includes("figure"));
  expect(items.slice(0, 2).map(({ text }) => text)).toEqual([`A: ${long}`, "B: short"]);
  const fitting = readHtml(renderComparison([group("short", [0.4])]));
  expect(fitting.some(({ name }) => name === "li")).toBe(false);
});

test("labels and names that attack are text", () => {
  const named = { ...group(attack, [0.5, 0.4]) };
  const page = renderComparison([named], attack);
  expect(page).not.toContain("<script");
  expect(readHtml(page).find(({ name }) => name === "h1")!.text).toBe(attack);
});

test("no group at all is an empty page, not an error", () => {
  expect(words([])).toContain("0 groups, 0 runs.");
});
