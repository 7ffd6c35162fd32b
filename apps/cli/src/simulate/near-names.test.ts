import { expect, test } from "vitest";

import { nearNames } from "./near-names.ts";

const names = ["a-iid-1", "a-iid-2", "mini-a-iid-1", "mini-noise", "mini-tandem"];

test.each([
  ["a-iid", "a-iid-1, a-iid-2"], // not the mini, which has it in the middle
  ["tandem", "mini-tandem"],
  ["mini-nosie", "mini-noise"],
  ["mi", "mini-a-iid-1, mini-noise, mini-tandem"],
  ["xyz", null],
  ["", null],
])("%j is like %s", (wanted, near) => {
  expect(nearNames(wanted, names)).toBe(near);
});

test("of many a few are named", () => {
  const many = Array.from({ length: 9 }, (_, i) => `name-${i}`);
  expect(nearNames("name", many)).toBe("name-0, name-1, name-2, name-3, name-4, name-5 and 3 more");
});
