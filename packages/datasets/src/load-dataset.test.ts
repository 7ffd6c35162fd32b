import { readdir, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SpikefedError } from "@spikefed/protocol";
import { expect, test } from "vitest";
import type { DataProgress } from "./dataset.ts";
import { loadDataset, loadDatasetOrShapes } from "./load-dataset.ts";
import {
  failureOf,
  officialArchive,
  officialFiles,
  printOf,
  withFolder,
  withServer,
} from "./testing/made-up-data.ts";
import { recordFormats } from "./record-format.ts";
import { recordsSha256 } from "./records-sha256.ts";

const { cifar10, cifar100 } = recordFormats;
const expectCounts = { train: 50, test: 10 };
const made = officialFiles(cifar10, expectCounts);
const archive = officialArchive(cifar10, made.files);
const hundred = officialFiles(cifar100, expectCounts);

test("A dataset from a path is loaded, kept, and later loaded without the path.", () =>
  withFolder(async (cacheDir) => {
    const from = join(cacheDir, "cifar-100-binary.tar.gz");
    await writeFile(from, officialArchive(cifar100, hundred.files));
    const first = await loadDataset({ dataset: "cifar100", from, cacheDir, expectCounts });
    expect(first).toMatchObject({
      name: "cifar100",
      source: "CIFAR-100 (from cifar-100-binary.tar.gz)",
      procedural: false,
      sha256: recordsSha256(cifar100, hundred.sets),
    });
    expect(first.classes.length).toBe(100);
    expect(first.test.labels).toEqual(hundred.sets.test.labels);
    const options = { cacheDir, expectCounts, offline: true };
    expect(printOf(await loadDataset({ dataset: "cifar100", ...options }))).toEqual(printOf(first));
  }));

test("A path is always read again, but the same records are not written again.", () =>
  withFolder(async (cacheDir) => {
    const from = join(cacheDir, "a.tar.gz");
    await writeFile(from, archive);
    const steps = new Set<DataProgress["step"]>();
    const load = () =>
      loadDataset({
        dataset: "cifar10",
        from,
        cacheDir,
        expectCounts,
        onProgress: ({ step }) => steps.add(step),
      });
    await load();
    expect([...steps]).toEqual(["read", "write"]);
    steps.clear();
    await load();
    expect([...steps]).toEqual(["read"]);
  }));

test("The same address is asked once, another address again.", () =>
  withFolder((cacheDir) =>
    withServer({ body: archive }, async (url, asked) => {
      const load = (path: string) =>
        loadDataset({ dataset: "cifar10", from: url + path, cacheDir, expectCounts });
      const first = await load("/a.tar.gz");
      expect(printOf(await load("/a.tar.gz"))).toEqual(printOf(first));
      expect(asked()).toBe(1);
      expect((await load("/b.tar.gz")).source).toBe("CIFAR-10 (from b.tar.gz)");
      expect(asked()).toBe(2);
      expect((await readdir(join(cacheDir, "cifar10"))).length).toBe(3);
    }),
  ));

test("A kept file that is damaged is fetched again.", () =>
  withFolder((cacheDir) =>
    withServer({ body: archive }, async (url, asked) => {
      const options = { dataset: "cifar10", from: `${url}/a`, cacheDir, expectCounts } as const;
      const first = await loadDataset(options);
      const path = join(cacheDir, "cifar10", "train.bin");
      await truncate(path, 100);
      expect(printOf(await loadDataset(options))).toEqual(printOf(first));
      expect(asked()).toBe(2);
      expect((await stat(path)).size).toBe(50 * 3073);
    }),
  ));

test("A kept file that is damaged and cannot be fetched again is the error that names it.", () =>
  withFolder(async (cacheDir) => {
    const from = join(cacheDir, "a.tar.gz");
    await writeFile(from, archive);
    const options = { dataset: "cifar10", cacheDir, expectCounts } as const;
    await loadDataset({ ...options, from });
    await truncate(join(cacheDir, "cifar10", "test.bin"), 100);
    const error = await failureOf(loadDataset({ ...options, offline: true }));
    expect(error.code).toBe("data/short");
    expect(error.fact).toContain("test.bin has 100 bytes, 30730 are needed");
    const shapes = await loadDatasetOrShapes({ ...options, offline: true });
    expect(shapes.source).toBe(
      "drawn shapes (the stored CIFAR-10 is damaged and could not be fetched again)",
    );
  }));

test("Offline and not kept is unreachable, and shapes take its place where they may.", () =>
  withFolder(async (cacheDir) => {
    const options = { dataset: "cifar10", cacheDir, offline: true } as const;
    expect((await failureOf(loadDataset(options))).code).toBe("data/unreachable");
    const told: SpikefedError[] = [];
    const onFallback = (error: SpikefedError) => told.push(error);
    const shapes = await loadDatasetOrShapes({ ...options, onFallback });
    expect(shapes).toMatchObject({ name: "shapes", procedural: true });
    expect(shapes.source).toBe("drawn shapes (CIFAR-10 could not be fetched)");
    expect(told.map(({ code }) => code)).toEqual(["data/unreachable"]);
  }));

test("Shapes do not hide another error than a network that is not there.", () =>
  withFolder(async (cacheDir) => {
    const from = join(cacheDir, "page.tar.gz");
    await writeFile(from, "<html>");
    const work = loadDatasetOrShapes({ dataset: "cifar10", from, cacheDir });
    expect((await failureOf(work)).code).toBe("data/not-archive");
  }));

test("A real dataset that is too small is refused, a small one that was asked for is not kept.", () =>
  withFolder(async (cacheDir) => {
    const from = join(cacheDir, "a.tar.gz");
    await writeFile(from, archive);
    const error = await failureOf(loadDataset({ dataset: "cifar10", from, cacheDir }));
    expect(error.code).toBe("data/short");
    const small = { dataset: "cifar10", from, cacheDir, expectCounts: false } as const;
    expect((await loadDataset(small)).train.count).toBe(50);
    expect(await readdir(join(cacheDir, "cifar10"))).toEqual([]);
  }));

test("A cache folder that cannot be made is an error that names it.", () =>
  withFolder(async (cacheDir) => {
    const file = join(cacheDir, "file");
    await writeFile(file, "");
    const error = await failureOf(loadDataset({ dataset: "cifar10", cacheDir: file }));
    expect(error.code).toBe("data/cache-write");
    expect(error.fact).toContain(join(file, "cifar10"));
  }));
