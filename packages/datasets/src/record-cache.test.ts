import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sweepTemporary, writeAtomically } from "./atomic-file.ts";
import type { DataProgress } from "./dataset.ts";
import { failureOf, madeUpSet, printOf, withFolder } from "./testing/made-up-data.ts";
import { keep, readKept } from "./record-cache.ts";
import { joinRecords, recordFormats, type RecordFormat } from "./record-format.ts";

const { cifar10, cifar100 } = recordFormats;
const counts = { train: 1100, test: 30 }; // more than one chunk, the last one not full

function madeUp(format: RecordFormat) {
  return { train: madeUpSet(format, counts.train), test: madeUpSet(format, counts.test, 1) };
}

async function kept(folder: string, format: RecordFormat = cifar10) {
  const facts = { source: "made up", url: null, classes: ["a", "b"] };
  return keep({ folder, format }, madeUp(format), facts);
}

const read = (folder: string, format: RecordFormat = cifar10) =>
  readKept({ folder, format, counts });

describe.each([cifar10, cifar100])("A kept $title", (format: RecordFormat) => {
  test("is read as it was written, with the hash of its official records.", () =>
    withFolder(async (folder) => {
      const told: DataProgress[] = [];
      const manifest = await kept(folder, format);
      const onProgress = (progress: DataProgress) => told.push(progress);
      const again = await readKept({ folder, format, counts, onProgress });
      const { train, test } = madeUp(format);
      expect(printOf(again)).toEqual(printOf({ manifest, sets: { train, test } }));
      const hash = createHash("sha256");
      hash.update(joinRecords(format, train)).update(joinRecords(format, test));
      expect(manifest.sha256).toBe(hash.digest("hex"));
      const total = 1130 * format.recordBytes;
      expect(told.at(-1)).toEqual({ step: "read", done: total, total });
      expect((await readdir(folder)).sort()).toEqual(["manifest.json", "test.bin", "train.bin"]);
    }));
});

test("An empty folder keeps nothing.", () =>
  withFolder(async (folder) => {
    expect(await read(folder)).toBeNull();
    expect(await read(join(folder, "not-there"))).toBeNull();
  }));

test("A file that was cut is called short, with the size found and the size wanted.", () =>
  withFolder(async (folder) => {
    await kept(folder);
    await truncate(join(folder, "train.bin"), 5000);
    const error = await failureOf(read(folder));
    expect(error.code).toBe("data/short");
    expect(error.fact).toBe(`${join(folder, "train.bin")} has 5000 bytes, 3380300 are needed`);
  }));

test("One changed byte is found.", () =>
  withFolder(async (folder) => {
    await kept(folder);
    const path = join(folder, "test.bin");
    const bytes = await readFile(path);
    bytes[4000] = (bytes[4000] ?? 0) ^ 1;
    await writeFile(path, bytes);
    const error = await failureOf(read(folder));
    expect(error.code).toBe("data/corrupt");
    expect(error.fact).toContain("test.bin is damaged: its sha256 is");
  }));

test("A file that is too long or missing, and other counts, are called damaged.", () =>
  withFolder(async (folder) => {
    await kept(folder);
    const other = readKept({ folder, format: cifar10, counts: { train: 1, test: 1 } });
    expect((await failureOf(other)).fact).toContain("names 1100 records, 1 are needed");
    await writeFile(join(folder, "test.bin"), "x", { flag: "a" });
    expect((await failureOf(read(folder))).fact).toContain("it has 92191 bytes, 92190 are right");
    await rm(join(folder, "test.bin"));
    expect((await failureOf(read(folder))).fact).toContain("it cannot be read");
  }));

test.each(["{", "null", '{"format":2}', "[]"])("The manifest %s is called damaged.", (text) =>
  withFolder(async (folder) => {
    await kept(folder);
    await writeFile(join(folder, "manifest.json"), text);
    const error = await failureOf(read(folder));
    expect(error.code).toBe("data/corrupt");
    expect(error.facts.file).toBe(join(folder, "manifest.json"));
  }),
);

test("A write that fails leaves the old file and nothing else.", () =>
  withFolder(async (folder) => {
    const path = join(folder, "a.txt");
    await writeFile(path, "old");
    const failing = writeAtomically(path, async (file) => {
      await file.writeFile("half of the n");
      throw new Error("no space left");
    });
    const error = await failureOf(failing);
    expect(error.code).toBe("data/cache-write");
    expect(error.fact).toBe(`${path} could not be written: no space left`);
    expect(await readdir(folder)).toEqual(["a.txt"]);
    expect(await readFile(path, "utf8")).toBe("old");
  }));

test("Temporary files of killed processes are removed after a day, all else stays.", () =>
  withFolder(async (folder) => {
    const now = 1_800_000_000;
    const names = { "x.bin.0123456789ab.tmp": now - 90_000, "y.0123456789ab.tmp": now, "z.tmp": 1 };
    for (const [name, seconds] of Object.entries(names)) {
      await writeFile(join(folder, name), "");
      await utimes(join(folder, name), seconds, seconds);
    }
    await mkdir(join(folder, "sub"));
    await sweepTemporary(folder, now * 1000);
    expect((await readdir(folder)).sort()).toEqual(["sub", "y.0123456789ab.tmp", "z.tmp"]);
  }));
