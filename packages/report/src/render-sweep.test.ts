import { expect, test } from "vitest";

import { renderSweep, type SweepRow } from "./render-sweep.ts";

const whole = { samples: 1000, isOver: true };
const row = (
  label: string,
  network: SweepRow["network"],
  ...accuracies: (number | null)[]
): SweepRow => ({
  ...{ label, network },
  results: new Map(
    accuracies.flatMap((accuracy, i) =>
      accuracy === null ? [] : [[i + 1, { round: 20, accuracy, ...whole }] as const],
    ),
  ),
});
const lines = (...rows: SweepRow[]) => renderSweep(rows).trimEnd().split("\n");

test("means, Student's intervals and paired differences are those worked out by hand", () => {
  // t(0.975, 2) = 4.303; deviations 0.017559, 0.014572 and, of the differences, 0.02194
  expect(
    lines(row("IID", "snn", 0.45, 0.434, 0.465), row("IID", "ann", 0.447, 0.474, 0.471)),
  ).toEqual([
    "| setting | network | seed 1 | seed 2 | seed 3 | mean | 95 % interval | SNN - ANN by seed | mean | 95 % interval |",
    "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    "| IID | SNN | 45.0 | 43.4 | 46.5 | 45.0 | 41.1 to 48.8 | +0.3, -4.0, -0.6 | -1.4 | -7.1 to +4.2 |",
    "| IID | ANN twin | 44.7 | 47.4 | 47.1 | 46.4 | 42.7 to 50.1 |  |  |  |",
  ]);
});

test("without twins there is no column of differences, and one seed has Wilson's interval", () => {
  const [heads, , one] = lines(row("proxy", "snn", 0.418));
  expect(heads).toBe("| setting | network | seed 1 | mean | 95 % interval |");
  expect(one).toBe("| proxy | SNN | 41.8 | 41.8 | 38.8 to 44.9 (Wilson) |");
});

test("a seed that was not run says so; the others make the mean", () => {
  const [, , one, two] = lines(row("a", "snn", 0.4, 0.5), row("b", "snn", 0.4, null));
  expect(one).toContain("| 40.0 | 50.0 | 45.0 |");
  expect(two).toBe("| b | SNN | 40.0 | not run | 40.0 | 37.0 to 43.1 (Wilson) |");
});

test("a run that ended early says when, and makes no mean and no difference", () => {
  const early = row("noise", "snn", 0.4, 0.1);
  const ended = new Map([...early.results, [2, { round: 10, accuracy: 0.1, ...whole }]]);
  const [, , one] = lines({ ...early, results: ended }, row("noise", "ann", 0.3, 0.2));
  expect(one).toBe("| noise | SNN | 40.0 | 10.0 in round 10, ended |  |  | +10.0 | +10.0 |  |");
});

test("a run that is not finished says so, in whatever round, and makes no mean and no difference", () => {
  const cut = row("noise", "snn", 0.4, 0.1);
  const rows = (round: number) => [
    {
      ...cut,
      results: new Map([...cut.results, [2, { ...whole, round, accuracy: 0.1, isOver: false }]]),
    },
    row("noise", "ann", 0.3, 0.2),
  ];
  for (const round of [1, 20]) {
    const [, , one] = lines(...rows(round));
    const cell = `10.0 in round ${round}, not finished`;
    expect(one).toBe(`| noise | SNN | 40.0 | ${cell} |  |  | +10.0 | +10.0 |  |`);
  }
});

test("Wilson's interval is that of the run's own pictures", () => {
  const few = {
    label: "a",
    network: "snn",
    results: new Map([[1, { round: 20, accuracy: 0.4, samples: 100, isOver: true }]]),
  } as const;
  expect(lines(few)[2]).toBe("| a | SNN | 40.0 | 40.0 | 30.9 to 49.8 (Wilson) |");
});

test("nothing was run", () => {
  expect(lines({ ...row("a", "snn"), results: new Map() })[2]).toBe("| a | SNN |  |  |");
});
