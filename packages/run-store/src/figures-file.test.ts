import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { KeptFigures } from "@spikefed/protocol";
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
])("%s is refused with its file and the place", async (text, place) => {
  await writeFile(figuresFile(folder), text);
  await expect(readKeptFigures(folder)).rejects.toMatchObject({
    code: "report/file",
    facts: { file: join(folder, "figures.json") },
    fact: expect.stringContaining(place) as string,
  });
});
