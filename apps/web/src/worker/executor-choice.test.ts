import type { DeviceProbe } from "@spikefed/snn-core";
import { expect, test } from "vitest";
import type { RememberedChoice } from "../state/remembered-choice.ts";
import { choiceOf, rememberedOf } from "./executor-choice.ts";

const gpu: DeviceProbe = { kind: "gpu", label: "M2", reason: "ok" };
const none: DeviceProbe = { kind: "cpu", label: "processor", reason: "no-adapter" };
const engine = { executor: "engine", backend: "webgpu" } as const;
const passed = { problem: null, kernelProblem: null, tuning: null, selfTestMs: 840 };
const remembered: RememberedChoice = {
  ...{ executor: "engine/webgpu", reason: { kind: "hardware" } },
  ...{ problem: null, kernelProblem: "an answer is wrong" },
};
const reloaded = { executor: null, remembered };
const asked = { ...engine, ...passed, reason: { kind: "asked" } } as const;

test("what was chosen before a reload keeps its reason", () => {
  expect(choiceOf(asked, gpu, reloaded)).toMatchObject({
    ...{ executor: "engine/webgpu", reason: { kind: "hardware" } },
    ...{ problem: null, kernelProblem: "an answer is wrong" },
  });
});

test("a first choice, and a wish, have their own reason", () => {
  const first = { ...asked, reason: { kind: "hardware" } } as const;
  const unknown = { executor: null, remembered: null };
  expect(choiceOf(first, gpu, unknown)).toMatchObject({ ...passed, reason: { kind: "hardware" } });
  const wish = { executor: "engine/webgpu", remembered };
  expect(choiceOf(asked, gpu, wish)).toMatchObject({ ...passed, reason: { kind: "asked" } });
});

test("a device that fails after a reload says so, and nothing of its kernels of before", () => {
  const failed = { ...asked, reason: { kind: "failed" }, problem: "it hangs" } as const;
  expect(choiceOf(failed, gpu, reloaded)).toMatchObject({
    ...{ reason: { kind: "failed" }, problem: "it hangs", kernelProblem: null },
  });
});

test("an adapter that is gone is not remembered; wasm is", () => {
  expect(rememberedOf(reloaded, none)).toBeNull();
  const onWasm = { ...remembered, executor: "kernels/wasm" };
  expect(rememberedOf({ executor: null, remembered: onWasm }, none)).toBe(onWasm);
});
