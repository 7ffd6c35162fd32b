import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { plainTuning, readTuning, type TuningReport } from "@spikefed/snn-core";
import { afterEach, beforeEach, expect, test } from "vitest";

import { readTuningWish, tuningFiles } from "./tuning-files.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "spikefed-tuning-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const report = { version: 1, adapter: "llvmpipe (LLVM 19, 256 bits)", ms: 5 } as TuningReport;

test("what was saved is loaded for its adapter, and only for that", async () => {
  const store = tuningFiles(join(folder, "new"));
  await store.save(report);
  await store.save({ ...report, ms: 7 });
  expect(await store.load(report.adapter)).toEqual({ ...report, ms: 7 });
  expect(readdirSync(join(folder, "new"))).toEqual(["tuning-llvmpipe-LLVM-19-256-bits-.json"]);
  await expect(store.load("another")).rejects.toThrow("ENOENT");
});

test("a report of the version before keeps its kernels, the first layer's among them", async () => {
  const file = join(folder, "older.json");
  const { packedConvFirst, weightGradientFirst, ...older } = plainTuning;
  expect(packedConvFirst).toEqual(older.packedConv);
  writeFileSync(file, JSON.stringify({ ...report, version: 4, tuning: older, tried: [] }));
  const wish = (await readTuningWish(file)) as { report: unknown };
  expect(wish.report).toMatchObject({ tuning: { ...older, weightGradientFirst } });
  expect(readTuning(wish.report, report.adapter)?.tuning).toEqual(plainTuning);
});

test("the option is a word or a file that can be read", async () => {
  const file = join(folder, "mine.json");
  writeFileSync(file, JSON.stringify(report));
  expect([await readTuningWish("auto"), await readTuningWish("plain")]).toEqual(["auto", "plain"]);
  expect(await readTuningWish(file)).toEqual({ name: file, report });
  writeFileSync(file, "{");
  for (const wrong of [file, join(folder, "none.json")]) {
    await expect(readTuningWish(wrong)).rejects.toThrow(/--tuning is .*; allowed is auto, plain/);
  }
});
