import type { RunSettings } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { madeUpLog } from "../testing/made-up-run.ts";
import { groupRuns } from "./group-runs.ts";
import { type ReportData, reportData } from "./report-data.ts";

const run = (seed: number, settings: Partial<RunSettings> = {}): ReportData =>
  reportData(madeUpLog({ seed, settings }));
const labels = (runs: ReportData[]) => groupRuns(runs).map(({ label }) => label);
const dirichlet = (alpha: number) => ({ partition: { kind: "dirichlet", alpha } }) as const;

test("runs that differ in their seed alone are one group, in the order of seeds", () => {
  const groups = groupRuns([run(3, dirichlet(1)), run(2), run(1, dirichlet(1)), run(1)]);
  expect(groups.map(({ runs }) => runs.map(({ settings }) => settings.seed))).toEqual([
    [1, 3],
    [1, 2],
  ]);
});

test("the order in which settings are written makes no other group", () => {
  const { settings, ...others } = run(2);
  const turned = Object.fromEntries(Object.entries(settings).reverse()) as unknown as RunSettings;
  expect(groupRuns([run(1), { ...others, settings: turned }])).toHaveLength(1);
});

test("a group is called by all that sets it apart, and by nothing else", () => {
  expect(labels([run(1, dirichlet(0.1)), run(1, dirichlet(10))])).toEqual([
    ...["Dirichlet, alpha 0.1", "Dirichlet, alpha 10"],
  ]);
  const ann = { network: "ann", ...dirichlet(0.1) } as const;
  expect(labels([run(1), run(1, ann), run(1, { network: "ann" })])).toEqual([
    ...["s5; alike data", "ANN twin of s5; Dirichlet, alpha 0.1"],
    "ANN twin of s5; alike data",
  ]);
  expect(labels([run(1), run(1, { timesteps: 8 }), run(1, { network: "ann" })])).toEqual([
    ...["s5; 4 steps", "s5; 8 steps", "ANN twin of s5"],
  ]);
});

test("strategies are told by their kind, and by those settings that differ", () => {
  const weighted = { weighting: "samples", clipNorm: null } as const;
  const prox = (proximalMu: number) =>
    ({ strategy: { kind: "fedprox", proximalMu, ...weighted } }) as const;
  expect(labels([run(1), run(1, prox(0.1))])).toEqual(["fedavg", "fedprox"]);
  expect(labels([run(1), run(1, prox(0.1)), run(1, prox(1))])).toEqual([
    ...["fedavg", "fedprox, proximalMu 0.1", "fedprox, proximalMu 1"],
  ]);
});

test("what follows from an experiment is named only where nothing else tells groups apart", () => {
  const strategy = { kind: "krum", numMaliciousNodes: 1, clipNorm: null } as const;
  expect(labels([run(1), run(1, { strategy, minReports: 5 })])).toEqual(["fedavg", "krum"]);
  expect(labels([run(1), run(1, { minReports: 5 })])).toEqual([
    ...["at least 1 update", "at least 5 updates"],
  ]);
});

test("another dataset is another group, also one of the same name", () => {
  const base = run(1);
  const shapes = { ...base, dataset: { ...base.dataset, name: "shapes", sha256: "e".repeat(64) } };
  expect(labels([base, shapes])).toEqual(["CIFAR-10", "shapes"]);
  const drawnAgain = { ...base, dataset: { ...base.dataset, sha256: "e".repeat(64) } };
  expect(labels([base, drawnAgain])).toEqual(["group 1", "group 2"]);
});

test("a setting of a later version tells groups apart by its key", () => {
  const later = { later: { knob: 3 } } as unknown as Partial<RunSettings>;
  expect(labels([run(1), run(1, later)])).toEqual(["later.knob none", "later.knob 3"]);
});

test("one group is called by its model and dataset; no run makes no group", () => {
  expect(labels([run(1), run(2)])).toEqual(["s5 on CIFAR-10"]);
  expect(groupRuns([])).toEqual([]);
});
