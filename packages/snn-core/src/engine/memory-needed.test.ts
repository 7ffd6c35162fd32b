import { expect, test } from "vitest";

import { preset } from "../model/presets.ts";
import { memoryNeeded } from "./memory-needed.ts";

/** WebGPU's defaults. */
const limits = { maxStorageBufferBindingSize: 128 * 2 ** 20, maxBufferSize: 256 * 2 ** 20 };
const vgg9 = preset("vgg9", 10);

test.each([
  [32, 620e6],
  [8, 220e6],
])("S-VGG9 with a batch of %i says that it needs less than %i bytes", (batch, most) => {
  const need = memoryNeeded({ spec: vgg9, batch, limits });
  expect(need.bytes).toBeGreaterThan(most / 2);
  expect(need.bytes).toBeLessThanOrEqual(most);
  expect(need.largestBuffer).toBeLessThanOrEqual(need.largestAllowed);
  expect(need.largestAllowed).toBe(128 * 2 ** 20);
  expect(need.dispatches).toBeLessThanOrEqual(120);
});

test("a batch that does not fit is refused with the one that does", () => {
  const ask = (batch: number) => () => memoryNeeded({ spec: vgg9, batch, limits });
  expect(ask(2000)).toThrow(
    /a batch of 2000 needs one buffer of .* allows 134 MB: \d+ pictures fit/,
  );
  const fits = Number(/(\d+) pictures fit/.exec(errorOf(ask(2000)))![1]);
  expect(ask(fits)).not.toThrow();
  expect(ask(fits + 1)).toThrow(/pictures fit/);
});

test("a budget is kept, or the batch refused", () => {
  expect(memoryNeeded({ spec: vgg9, batch: 8, limits, memoryBudget: 205e6 }).bytes).toBeLessThan(
    205e6,
  );
  expect(() => memoryNeeded({ spec: vgg9, batch: 32, limits, memoryBudget: 205e6 })).toThrow(
    /205 MB are allowed/,
  );
});

function errorOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return String(error);
  }
  return "";
}
