import type { DeviceReason } from "@spikefed/volunteer";
import { expect, test } from "vitest";
import { memoryStore } from "./memory-store.ts";
import { loadChoice, saveChoice } from "./remembered-choice.ts";

test.each<DeviceReason>([
  { kind: "hardware" },
  { kind: "software-slower", times: 3.125 },
  { kind: "failed" },
])("a reload finds the choice and its reason, $kind", (reason) => {
  const store = memoryStore();
  expect(loadChoice(store)).toBeNull();
  const choice = { executor: "kernels/wasm", reason, problem: null, kernelProblem: null };
  saveChoice(store, choice);
  expect(loadChoice(store)).toEqual(choice);
});

test("a reload does not forget that the graphics device computes wrongly", () => {
  const store = memoryStore();
  const problem = "this graphics driver\ncomputes wrong results";
  const reason = { kind: "failed" } as const;
  saveChoice(store, { executor: "kernels/wasm", reason, problem, kernelProblem: null });
  const inALine = "this graphics driver computes wrong results";
  expect(loadChoice(store)?.problem).toBe(inALine);
  const chosen = { executor: "engine/webgpu", reason: { kind: "hardware" } as const };
  saveChoice(store, { ...chosen, problem: null, kernelProblem: problem });
  expect(loadChoice(store)).toMatchObject({ problem: null, kernelProblem: inALine });
});

test("what a page of an earlier version kept is chosen anew", () => {
  const store = memoryStore();
  store.setItem("spikefed/executor", "engine/webgpu\ngraphics hardware\n");
  expect(loadChoice(store)).toBeNull();
});
