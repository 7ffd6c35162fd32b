import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { lockFolder } from "./folder-lock.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "spikefed-test-"))));
afterEach(() => rm(folder, { recursive: true }));

test("a data folder has one coordinator, and a lock of a dead one is taken over", async () => {
  const lock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toMatchObject({ code: "store/busy" });
  await lock.release();
  await writeFile(join(folder, "lock"), "999999999\n");
  await (await lockFolder(folder)).release();
  await writeFile(join(folder, "lock"), `${process.pid}\n`); // a container counts from 1 again
  await (await lockFolder(folder)).release();
});
