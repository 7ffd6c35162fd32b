import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type KeptFigures, keptMatrices } from "@spikefed/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";

import { figuresFile, readKeptFigures, writeKeptFigures } from "./figures-file.ts";

const hash = "a".repeat(64);
const figures: KeptFigures = {
  ...{ format: 1, modelHash: hash },
  labelCounts: [
    [3, 0],
    [1, 2],
  ],
  confusion: [
    [40, 10],
    [0, 50],
  ],
  spikeRates: [{ block: 0, perStep: [0.1, 1 / 3] }],
  inputRate: null,
  bytesDown: [{ round: 1, bytes: 1234 }],
};
const votes = { modelHash: hash, votes: [[0.5, -1.25]] };
const raster = { name: "conv 1", timesteps: 4, neurons: 9, sampled: 1, total: 2, spikes: [5] };
const more: KeptFigures = {
  ...figures,
  earlier: [{ modelHash: "b".repeat(64), confusion: figures.confusion }],
  showcase: { before: null, newest: votes, raster },
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spikefed-figures-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("figures come back as they were written; a run without them has none", async () => {
  expect(await readKeptFigures(folder)).toBeNull();
  await writeKeptFigures(folder, figures);
  expect(await readKeptFigures(folder)).toEqual(figures);
});

test("so do answers of earlier models and what a wall shows", async () => {
  await writeKeptFigures(folder, more);
  expect(await readKeptFigures(folder)).toEqual(more);
});

test("of large matrices the newest are kept, at least one", () => {
  const large = (side: number) =>
    [1, 2, 3].map((at) => ({ at, confusion: Array.from({ length: side }, () => [0]) }));
  expect(keptMatrices(large(300)).map(({ at }) => at)).toEqual([2, 3]);
  expect(keptMatrices(large(1000)).map(({ at }) => at)).toEqual([3]);
  expect(keptMatrices(large(10))).toHaveLength(3);
  expect(keptMatrices([])).toEqual([]);
});

test.each([
  ["{", "it is not JSON"],
  ["null", "Expected Object"],
  [JSON.stringify({ ...figures, format: 2 }), 'at "format"'],
  [JSON.stringify({ ...figures, modelHash: "../x" }), 'at "modelHash"'],
  [JSON.stringify({ ...figures, labelCounts: [[-1]] }), 'at "labelCounts.0.0"'],
  [JSON.stringify({ ...figures, inputRate: 1.5 }), 'at "inputRate"'],
  [
    JSON.stringify({ ...figures, spikeRates: [{ block: 0, perStep: [null] }] }),
    'at "spikeRates.0.perStep.0"',
  ],
  [JSON.stringify({ ...figures, more: 1 }), 'at "more"'],
  [
    JSON.stringify({ ...figures, showcase: { ...more.showcase, newest: null } }),
    'at "showcase.newest"',
  ],
])("%s is refused with its file and the place", async (text, place) => {
  await writeFile(figuresFile(folder), text);
  await expect(readKeptFigures(folder)).rejects.toMatchObject({
    code: "report/file",
    facts: { file: join(folder, "figures.json") },
    fact: expect.stringContaining(place) as string,
  });
});
