import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { defaultSettings, type LogBody, type LogEvent } from "@spikefed/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";

import { sweepUpdates } from "./sweep-updates.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "spikefed-test-"))));
afterEach(() => rm(folder, { recursive: true }));

const sha256 = "a".repeat(64);
const opened: LogBody = {
  type: "run-opened",
  runId: "run-0001",
  settings: { ...defaultSettings, rounds: 2, minReports: 1 },
  dataset: { name: "d", source: "d", procedural: true, sha256: "", classes: [] },
  model: { hash: "m0", version: 0, bytes: 1, parameters: 1 },
};
const open = (round: number): LogBody => ({
  ...{ type: "round-opened", round, cohort: [1, 2], modelHash: "m", deadlineMs: 0 },
});
const update = (round: number, client: number): LogBody => ({
  ...{ type: "update-accepted", round, client, updateId: `u${round}-${client}`, sha256 },
  ...{ samples: 5, bytes: 1, loss: null, accuracy: null, seconds: 1, spikeRates: [] },
});
const close: LogBody = {
  ...{ type: "round-closed", round: 1, why: "deadline", reported: [1], missing: [2] },
};
const average: LogBody = {
  ...{ type: "aggregated", round: 1, clients: [1], samples: 5, modelHash: "m1", version: 1 },
};

/** One event each second. */
async function sweep(...bodies: LogBody[]): Promise<string[]> {
  const events = [opened, { type: "run-started" } as const, ...bodies].map(
    (body, seq): LogEvent => ({ seq, atMs: seq * 1000, ...body }),
  );
  await sweepUpdates(folder, events);
  return (await readdir(folder)).sort();
}

async function put(name: string, changedAtMs = 0): Promise<void> {
  await writeFile(join(folder, name), "x");
  await utimes(join(folder, name), changedAtMs / 1000, changedAtMs / 1000);
}

test("an open round keeps its updates and the pieces that came in it", async () => {
  for (const name of [`${sha256}.1-1`, `${sha256}.1-2`, "1-former.part"]) await put(name);
  await put("2-now.part", 2500);
  const left = await sweep(open(1), update(1, 1));
  expect(left).toEqual(["2-now.part", `${sha256}.1-1`]);
});

test("a round that closed keeps its updates until they are averaged", async () => {
  for (const name of [`${sha256}.1-1`, "2-late.part"]) await put(name, 3500);
  expect(await sweep(open(1), update(1, 1), close)).toEqual([`${sha256}.1-1`]);
  expect(await sweep(open(1), update(1, 1), close, average)).toEqual([]);
});

test("a folder that is not there is no fault", async () => {
  await expect(sweepUpdates(join(folder, "none"), [])).resolves.toBeUndefined();
});
