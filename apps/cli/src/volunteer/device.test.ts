import type { PreparedDevice } from "@spikefed/volunteer";
import { expect, test } from "vitest";

import { sentenceOf } from "./device.ts";

const prepared: PreparedDevice = {
  ...{ executor: "engine", backend: "webgpu", problem: null, kernelProblem: null },
  ...{ reason: { kind: "hardware" }, why: "graphics hardware" },
  tuning: { tuning: null!, source: "measured", ms: 1940 },
  selfTestMs: 812,
  trainer: () => Promise.reject(new Error("not here")),
};

test("one line says what trains and why, the self-test and the kernels", () => {
  expect(sentenceOf(prepared, "M2")).toBe(
    "Training with engine/webgpu (graphics hardware) on M2; " +
      "self-test passed in 0.8 s; kernels measured in 1.9 s.",
  );
  const kept = { ...prepared.tuning!, source: "kept" as const };
  expect(sentenceOf({ ...prepared, tuning: kept }, "M2")).toMatch(/kernels as measured earlier\.$/);
});

test("a device that computes wrongly is said to", () => {
  const problem =
    "this graphics driver computes wrong results (conv-t4: step1/grad/0.weight is off by 3e-2)";
  const why = `${problem}: the processor trains instead`;
  const onWasm = { executor: "kernels", backend: "wasm", tuning: null, selfTestMs: null } as const;
  expect(sentenceOf({ ...prepared, ...onWasm, problem, why }, "i7")).toBe(
    `Training with kernels/wasm (${why}) on i7.`,
  );
});
