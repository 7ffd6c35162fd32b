import { plainTuning } from "@spikefed/snn-core";
import { expect, test } from "vitest";

import { executorFacts } from "./executor-why.ts";

const chosen = {
  executor: "engine/webgpu",
  why: "graphics hardware",
  tuning: { tuning: plainTuning, source: "kept" as const, ms: 1900 },
  selfTestMs: 840,
};
const device = { kind: "gpu", label: "M2", executor: "engine/webgpu" } as const;

test("an executor that trains as it was chosen is told with what was measured of it", () => {
  const { why, tuning, selfTestMs } = chosen;
  expect(executorFacts(device, chosen)).toEqual({ why, tuning, selfTestMs });
});

test("one that a run's rule asks for is told so, and nothing is said of it that was not measured", () => {
  expect(executorFacts({ ...device, executor: "kernels/wasm" }, chosen)).toEqual({
    why: "the graphics engine does not compute this run's learning rule",
    ...{ tuning: null, selfTestMs: null },
  });
});

test("before the choice nothing is known", () => {
  expect(executorFacts(device, null)).toEqual({ why: null, tuning: null, selfTestMs: null });
});
