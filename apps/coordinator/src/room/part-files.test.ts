import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { PartFiles } from "./part-files.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "spikefed-test-"))));
afterEach(() => rm(folder, { recursive: true }));

/** Files of the folder that this process has open. */
async function openFiles(): Promise<string[]> {
  const links = await readdir("/proc/self/fd");
  const targets = links.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ""));
  return (await Promise.all(targets)).filter((target) => target.startsWith(folder));
}

test("pieces of more files than may be open are all written", async () => {
  const files = new PartFiles(2);
  const parts = [0, 1, 2, 3, 4].map((part) => join(folder, `${part}.part`));
  for (const part of parts) expect(await files.start(part, 100)).toBe(0);
  for (let at = 0; at < 40; at += 10) {
    const writes = parts.map((part, i) => files.write(part, new Uint8Array(10).fill(at + i), at));
    await Promise.all(writes);
  }
  for (const [i, part] of parts.entries()) {
    const bytes = await readFile(part);
    expect([...bytes]).toEqual(Array.from({ length: 40 }, (_, at) => at - (at % 10) + i));
    await files.close(part);
  }
});

test.skipIf(!existsSync("/proc/self/fd"))(
  "a file stays open between its pieces, only so many do, and none that is closed or removed",
  async () => {
    const files = new PartFiles(2);
    const parts = [0, 1, 2].map((part) => join(folder, `${part}.part`));
    await files.start(parts[0]!, 100);
    await files.write(parts[0]!, new Uint8Array(10), 0);
    expect(await openFiles()).toEqual([parts[0]]);
    await files.start(parts[1]!, 100);
    await files.start(parts[2]!, 100);
    expect((await openFiles()).sort()).toEqual([parts[1], parts[2]]);
    await files.close(parts[1]!);
    await files.remove(parts[2]!);
    expect(await openFiles()).toEqual([]);
    expect(await readdir(folder)).toEqual(["0.part", "1.part"]);
  },
);

test("a file that is longer than the update is begun anew, a shorter one is gone on with", async () => {
  const files = new PartFiles();
  const [short, long] = [join(folder, "short.part"), join(folder, "long.part")];
  await writeFile(short, new Uint8Array(40).fill(1));
  await writeFile(long, new Uint8Array(101).fill(1));
  expect(await files.start(short, 100)).toBe(40);
  expect(await files.start(long, 100)).toBe(0);
  await files.write(short, new Uint8Array(10).fill(2), 40);
  for (const part of [short, long]) await files.close(part);
  expect([...(await readFile(short)).subarray(38)]).toEqual([
    1,
    1,
    ...new Array<number>(10).fill(2),
  ]);
  expect((await readFile(long)).length).toBe(0);
});
