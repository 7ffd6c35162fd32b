import { expect, test } from "vitest";

import { CheckedUpdates } from "./checked-updates.ts";

const LENGTH = 4;
/** Four of them. */
const MAX_BYTES = 4 * LENGTH * Float32Array.BYTES_PER_ELEMENT;

test("of many that wait, the newest are held, and of each file one", () => {
  const checked = new CheckedUpdates(MAX_BYTES);
  const all = ["a", "b", "c", "d", "e"].map((file) => ({ file, delta: new Float32Array(LENGTH) }));
  for (const { file, delta } of all) checked.put(file, delta);
  const again = new Float32Array(LENGTH);
  checked.put("e", again);
  const [a, b, c, d, e] = all.map(({ file }) => checked.take(file));
  expect(a).toBeNull();
  expect([b, c, d].every((delta, at) => delta === all[at + 1]?.delta)).toBe(true);
  expect(e).toBe(again);
  expect(checked.take("b")).toBeNull();
});

test("memory that nobody needs is given out again, where its length is the one", () => {
  const checked = new CheckedUpdates(MAX_BYTES);
  const one = checked.blank(LENGTH);
  checked.put("a", one);
  expect(checked.blank(LENGTH)).not.toBe(one);
  checked.drop("a");
  expect(checked.blank(LENGTH)).toBe(one);
  checked.free(one);
  expect(checked.blank(LENGTH + 1)).toHaveLength(LENGTH + 1);
  expect(checked.blank(LENGTH)).not.toBe(one);
});

test("as many as may wait are given out again, so that a busy round makes no new ones", () => {
  const checked = new CheckedUpdates(MAX_BYTES);
  const all = Array.from({ length: 5 }, () => checked.blank(LENGTH));
  all.forEach((delta) => checked.free(delta));
  const again = Array.from({ length: 5 }, () => checked.blank(LENGTH));
  expect(again.filter((delta) => all.includes(delta))).toHaveLength(4);
});

test("one that is larger than all that is held is held alone", () => {
  const checked = new CheckedUpdates(MAX_BYTES);
  const large = new Float32Array(5 * LENGTH);
  checked.put("a", new Float32Array(LENGTH));
  checked.put("b", large);
  expect(checked.take("a")).toBeNull();
  expect(checked.take("b")).toBe(large);
});

test("files are read into the same memory, one after the other, into more where one is longer", () => {
  const checked = new CheckedUpdates(MAX_BYTES);
  const first = checked.fileBytes(8);
  expect(first).toHaveLength(8);
  expect(checked.fileBytes(5).buffer).toBe(first.buffer);
  expect(checked.fileBytes(9)).toHaveLength(9);
});
