import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { lockFolder } from "./folder-lock.ts";
import { IdentityFile, readIdentities, type Identity } from "./identities.ts";
import { blobPath, currentRun, runFolder, setCurrentRun } from "./run-folder.ts";
import { readSecrets } from "./secrets.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "spikefed-test-"))));
afterEach(() => rm(folder, { recursive: true }));

test("links survive a restart, and only the owner can read the key", async () => {
  const made = await readSecrets(folder);
  expect(made.code).toMatch(/^[BCDFGHJKMNPQRSTVWXYZ2-9]{4}$/);
  expect(made.hostKey.length).toBeGreaterThanOrEqual(32);
  expect(await readSecrets(folder)).toEqual(made);
  expect((await stat(join(folder, "secrets.json"))).mode & 0o777).toBe(0o600);
});

test("damaged secrets are made anew", async () => {
  await writeFile(join(folder, "secrets.json"), '{"hostKey":"short","code":"AEIO"}');
  expect((await readSecrets(folder)).hostKey.length).toBeGreaterThanOrEqual(32);
});

test("a data folder has one coordinator, and a lock of a dead one is taken over", async () => {
  const lock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toMatchObject({ code: "store/busy" });
  await lock.release();
  await writeFile(join(folder, "lock"), "999999999\n");
  await (await lockFolder(folder)).release();
  await writeFile(join(folder, "lock"), `${process.pid}\n`); // a container counts from 1 again
  await (await lockFolder(folder)).release();
});

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

test("identities that are saved at once are all in the file", async () => {
  const list: Identity[] = [];
  const file = join(folder, "identities.json");
  const saved = new IdentityFile(file, () => list);
  const saves = [1, 2, 3, 4, 5].map((client) => {
    list.push({ client, clientId: `id-${client}` } as Identity);
    return saved.save();
  });
  await Promise.all(saves);
  await saved.settled();
  expect((await readIdentities(file)).map(({ client }) => client)).toEqual([1, 2, 3, 4, 5]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, "utf8")).not.toContain("tmp");
});
