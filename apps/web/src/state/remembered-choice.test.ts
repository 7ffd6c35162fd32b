import { expect, test } from "vitest";
import { memoryStore } from "./memory-store.ts";
import { loadChoice, saveChoice } from "./remembered-choice.ts";

test("a reload finds the choice and its reason", () => {
  const store = memoryStore();
  expect(loadChoice(store)).toBeNull();
  saveChoice(store, { executor: "kernels/wasm", why: "wasm is 3.1 times faster here" });
  expect(loadChoice(store)).toEqual({
    executor: "kernels/wasm",
    why: "wasm is 3.1 times faster here",
  });
});
