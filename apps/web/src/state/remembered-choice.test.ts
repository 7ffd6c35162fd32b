import { expect, test } from "vitest";
import { memoryStore } from "./memory-store.ts";
import { loadChoice, saveChoice } from "./remembered-choice.ts";

test("a reload finds the choice and its reason", () => {
  const store = memoryStore();
  expect(loadChoice(store)).toBeNull();
  const choice = { executor: "kernels/wasm", why: "wasm is 3.1 times faster here", problem: null };
  saveChoice(store, choice);
  expect(loadChoice(store)).toEqual(choice);
});

test("a reload does not forget that the graphics device computes wrongly", () => {
  const store = memoryStore();
  const problem = "this graphics driver\ncomputes wrong results";
  saveChoice(store, { executor: "kernels/wasm", why: `${problem}: the processor trains`, problem });
  expect(loadChoice(store)).toEqual({
    executor: "kernels/wasm",
    why: "this graphics driver computes wrong results: the processor trains",
    problem: "this graphics driver computes wrong results",
  });
});
