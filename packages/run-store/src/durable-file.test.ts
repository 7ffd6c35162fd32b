import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { disk, writeDurably, type Disk } from "./durable-file.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "spikefed-test-"))));
afterEach(() => rm(folder, { recursive: true }));

/** The disk, with the order of what is asked of it. */
function watched(fail: keyof Disk | null = null): { disk: Disk; asked: string[] } {
  const asked: string[] = [];
  const wrap =
    <A extends unknown[]>(name: keyof Disk, work: (...args: A) => Promise<void>) =>
    (...args: A) => {
      asked.push(name);
      return name === fail ? Promise.reject(new Error("ENOSPC")) : work(...args);
    };
  return {
    asked,
    disk: {
      writeFlushed: wrap("writeFlushed", disk.writeFlushed),
      rename: wrap("rename", disk.rename),
      flushFolder: wrap("flushFolder", disk.flushFolder),
      remove: wrap("remove", disk.remove),
    },
  };
}

test("a file is flushed before it gets its name, and the folder after", async () => {
  const watch = watched();
  await writeDurably(join(folder, "file"), "new", { disk: watch.disk });
  expect(watch.asked).toEqual(["writeFlushed", "rename", "flushFolder"]);
  expect(await readFile(join(folder, "file"), "utf8")).toBe("new");
});

test.each(["writeFlushed", "rename"] as const)(
  "when %s fails the file of before is whole and nothing is left beside it",
  async (fail) => {
    const file = join(folder, "file");
    await writeDurably(file, "old");
    const failing = writeDurably(file, "new", { disk: watched(fail).disk });
    await expect(failing).rejects.toMatchObject({ code: "store/write", facts: { file } });
    expect(await readFile(file, "utf8")).toBe("old");
    expect(await readdir(folder)).toEqual(["file"]);
  },
);

test("a secret file can be read by its owner only", async () => {
  const file = join(folder, "secret");
  await writeDurably(file, "x", { mode: 0o600 });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});
