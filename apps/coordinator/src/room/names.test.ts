import { expect, test } from "vitest";

import { freeName } from "./names.ts";

test("a name that is free is taken as it is", () => {
  expect(freeName("Ada", ["Bob"], () => 0)).toBe("Ada");
});

test("names that look alike get a number, within the length that is allowed", () => {
  expect(freeName("ada", ["Ada"], () => 0)).toBe("ada 2");
  expect(freeName("Ada", ["Ada", "Ada 2"], () => 0)).toBe("Ada 3");
  const long = "x".repeat(24);
  expect(freeName(long, [long], () => 0)).toHaveLength(21);
});

test("a thousand unnamed volunteers have a thousand names", () => {
  const names: string[] = [];
  let state = 1;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  for (let i = 0; i < 1000; i++) names.push(freeName(undefined, names, random));
  expect(new Set(names).size).toBe(1000);
  expect(names.every((name) => name.length <= 24)).toBe(true);
});
