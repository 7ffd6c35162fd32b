import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { SpikefedError } from "@spikefed/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";

import { RunFigures } from "./run-figures.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "spikefed-test-"))));
afterEach(() => rm(folder, { recursive: true }));

const of = (digit: string, confusion = [[2]]) => ({
  ...{ modelHash: digit.repeat(64), confusion, spikeRates: [], inputRate: null },
  shown: { votes: [[Number(digit)]], raster: null },
});
/** The model of the digit before. */
const before = (digit: string) => String(Number(digit) - 1).repeat(64);
const measured = { ...of("a"), shown: null };
const { shown: _, ...told } = measured;
const failing = (code: "store/full" | "store/write") => () =>
  Promise.reject(new SpikefedError(code, { file: "figures.json", why: "for this test" }));

test("figures are there for the next process; how the pictures are dealt is in the file alone", async () => {
  const figures = await RunFigures.open(folder, [[7]]);
  expect(figures.newest).toBeNull();
  await figures.keep(measured, null);
  expect((await RunFigures.open(folder, [[7]])).newest).toMatchObject(told);
  expect(figures.newest).toEqual({ ...told, earlier: [] });
});

test("on a full disk they are told from memory; another failure is one", async () => {
  const figures = await RunFigures.open(folder, [[7]]);
  await figures.keep(measured, null, failing("store/full"));
  expect(figures.newest).toEqual({ ...told, earlier: [] });
  await expect(figures.keep(measured, null, failing("store/write"))).rejects.toThrow(
    "for this test",
  );
});

test("matrices of earlier models stay, and the votes of the one before; judged again is no other", async () => {
  const figures = await RunFigures.open(folder, [[7]]);
  for (const digit of ["1", "2", "3", "3"]) await figures.keep(of(digit), before(digit));
  const { earlier, showcase } = (await RunFigures.open(folder, [[7]])).newest!;
  expect(earlier.map(({ modelHash }) => modelHash[0])).toEqual(["1", "2"]);
  expect(showcase).toEqual({
    before: { modelHash: "2".repeat(64), votes: [[2]] },
    newest: { modelHash: "3".repeat(64), votes: [[3]] },
    raster: null,
  });
});

test("of large matrices the newest stay, and votes that were not measured are not the model's before", async () => {
  const large = Array.from({ length: 300 }, () => Array.from({ length: 300 }, () => 0));
  const figures = await RunFigures.open(folder, [[7]]);
  for (const digit of ["1", "2", "3", "4"]) await figures.keep(of(digit, large), before(digit));
  expect(figures.newest!.earlier.map(({ modelHash }) => modelHash[0])).toEqual(["2", "3"]);
  await figures.keep({ ...of("5"), shown: null }, before("5"));
  expect(figures.newest!.showcase).toBeUndefined();
  await figures.keep(of("6"), before("6"));
  expect(figures.newest!.showcase!.before).toBeNull();
});

test("votes are compared with those of the newest model that stands, however many were taken back", async () => {
  const figures = await RunFigures.open(folder, [[7]]);
  const standing = { "1": null, "2": "1", "3": "1", "4": "1", "5": "4" };
  const compared: (string | undefined)[] = [];
  for (const [digit, stands] of Object.entries(standing)) {
    await figures.keep(of(digit), stands && stands.repeat(64));
    compared.push(figures.newest!.showcase!.before?.modelHash[0]);
  }
  expect(compared).toEqual([undefined, "1", "1", "1", "4"]);
});
