import { expect, test } from "vitest";
import { bytes, list, lossText, percent, plural, seconds, speed } from "./format.ts";

test("missing is said, never drawn as zero", () => {
  expect(percent(null)).toBe("not measured");
  expect(lossText(null)).toBe("not measured");
  expect(speed(null)).toBe("not measured");
  expect(percent(0)).toBe("0.0\u00a0%");
});

test("numbers carry their unit", () => {
  expect(percent(0.4872)).toBe("48.7\u00a0%");
  expect(lossText(1.618)).toBe("1.62");
  expect(speed(41.4)).toBe("41\u00a0pictures/s");
  expect(speed(3.14)).toBe("3.1\u00a0pictures/s");
  expect(bytes(840)).toBe("840\u00a0B");
  expect(bytes(1_540_000)).toBe("1.5\u00a0MB");
});

test("times are seconds, then minutes", () => {
  expect(seconds(47.6)).toBe("48\u00a0s");
  expect(seconds(125)).toBe("2\u00a0min 5\u00a0s");
  expect(seconds(120)).toBe("2\u00a0min");
  expect(seconds(-3)).toBe("0\u00a0s");
});

test("one is singular", () => {
  expect(plural(1, "round")).toBe("1 round");
  expect(plural(12_000, "picture")).toBe("12,000 pictures");
});

test("lists end with and", () => {
  expect(list([])).toBe("");
  expect(list(["frogs"])).toBe("frogs");
  expect(list(["frogs", "ships", "cats"])).toBe("frogs, ships and cats");
});
