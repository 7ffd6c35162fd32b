import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { SpikefedError } from "@spikefed/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";

import { RunFigures } from "./run-figures.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "spikefed-test-"))));
afterEach(() => rm(folder, { recursive: true }));

const measured = { modelHash: "a".repeat(64), confusion: [[2]], spikeRates: [], inputRate: null };
const failing = (code: "store/full" | "store/write") => () =>
  Promise.reject(new SpikefedError(code, { file: "figures.json", why: "for this test" }));

test("figures are there for the next process; how the pictures are dealt is in the file alone", async () => {
  const figures = await RunFigures.open(folder, [[7]]);
  expect(figures.newest).toBeNull();
  await figures.keep(measured);
  expect((await RunFigures.open(folder, [[7]])).newest).toMatchObject(measured);
  expect(figures.newest).toEqual(measured);
});

test("on a full disk they are told from memory; another failure is one", async () => {
  const figures = await RunFigures.open(folder, [[7]]);
  await figures.keep(measured, failing("store/full"));
  expect(figures.newest).toEqual(measured);
  await expect(figures.keep(measured, failing("store/write"))).rejects.toThrow("for this test");
});
