import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { type JudgedMatrix, keepMatrix, readMatrices } from "./judged-matrices.ts";

let root: string;
let place: { matrices: string };
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "spikefed-matrices-"));
  place = { matrices: join(root, "matrices.json") };
});
afterEach(() => rm(root, { recursive: true, force: true }));

const matrix = (model: number, size = 2): JudgedMatrix => ({
  modelHash: String(model).repeat(64),
  confusion: Array.from({ length: size }, (_, i) => Array.from({ length: size }, () => i + model)),
});

test("what is in memory is on the disk; there is none before the first", async () => {
  expect(await readMatrices(place)).toEqual([]);
  const all: JudgedMatrix[] = [];
  for (const model of [1, 2]) await keepMatrix(place, all, matrix(model));
  expect(all).toEqual([matrix(1), matrix(2)]);
  expect(await readMatrices(place)).toEqual(all);
});

test("a model that is judged again is there once", async () => {
  const all = [matrix(1), matrix(2)];
  await keepMatrix(place, all, matrix(2));
  expect(await readMatrices(place)).toEqual([matrix(1), matrix(2)]);
});

test("of large ones the newest stay", async () => {
  const all = [1, 2, 3].map((model) => matrix(model, 300)); // 90,000 numbers each
  await keepMatrix(place, all, matrix(4, 300));
  expect(all).toEqual([matrix(3, 300), matrix(4, 300)]);
  expect(await readMatrices(place)).toEqual(all);
});

test.each(["{", "{}", `[{"modelHash":"a","confusion":[[-1]]}]`])("%s is refused", async (text) => {
  await writeFile(place.matrices, text);
  await expect(readMatrices(place)).rejects.toMatchObject({
    code: "report/file",
    facts: { file: place.matrices },
  });
});
