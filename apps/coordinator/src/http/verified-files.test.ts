import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { sha256Of } from "@spikefed/run-store";
import { afterEach, beforeEach, expect, test } from "vitest";

import { VerifiedFiles } from "./verified-files.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "spikefed-test-"))));
afterEach(() => rm(folder, { recursive: true }));

async function put(text: string): Promise<{ file: string; hash: string }> {
  const hash = sha256Of(Buffer.from(text));
  await writeFile(join(folder, hash), text);
  return { file: join(folder, hash), hash };
}

test("a file whose bytes are not those of its name is never given out", async () => {
  const files = new VerifiedFiles();
  const { file, hash } = await put("whole");
  await writeFile(file, "whale");
  await expect(files.read(file, hash)).rejects.toMatchObject({ code: "store/corrupt" });
  await writeFile(file, "whole"); // mended: the failure was not kept
  expect(await files.read(file, hash)).toEqual(Buffer.from("whole"));
});

test("the two that were asked for last are kept, a missing one is looked for again", async () => {
  const files = new VerifiedFiles();
  const all = await Promise.all(["a", "b", "c"].map(put));
  for (const { file, hash } of all) await files.read(file, hash);
  for (const { file } of all) await rm(file);
  const left = await Promise.all(all.map(({ file, hash }) => files.read(file, hash)));
  expect(left.map((bytes) => bytes?.toString() ?? null)).toEqual([null, "b", "c"]);
  const { file, hash } = await put("a");
  expect(await files.read(file, hash)).toEqual(Buffer.from("a"));
});
