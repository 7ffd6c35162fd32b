import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { blobPath, currentRun, runFolder, setCurrentRun } from "./run-folder.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "spikefed-test-"))));
afterEach(() => rm(folder, { recursive: true }));

test("the current run is the one that was named last", async () => {
  expect(await currentRun(folder)).toBeNull();
  await setCurrentRun(folder, "first-run");
  await setCurrentRun(folder, "second-run");
  expect((await currentRun(folder))?.runId).toBe("second-run");
});

test("no path is made of what is not a hash or an id", () => {
  expect(() => blobPath(folder, "../../secrets.json")).toThrow();
  expect(() => runFolder(folder, "../other")).toThrow();
});
