import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { defaultSettings, type LogBody, readExperiment } from "@spikefed/protocol";
import { openRunLog } from "@spikefed/run-store";
import { afterEach, beforeEach, expect, test } from "vitest";

import { outFolder, readManifest } from "./out-folder.ts";
import { writeFigures } from "./outputs.ts";
import type { RunPlan } from "./run-plan.ts";
import { lastAccuracy } from "./sweep/finished.ts";
import { manifestOf } from "./testing/tiny-federation.ts";

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), "spikefed-outputs-"))));
afterEach(() => rm(root, { recursive: true, force: true }));

const hash = (round: number) => String(round).repeat(64);
const opened: LogBody = {
  ...{ type: "run-opened", runId: "run-0001", settings: defaultSettings },
  dataset: { name: "shapes", source: "", procedural: true, sha256: hash(9), classes: [] },
  model: { hash: hash(0), version: 0, bytes: 1, parameters: 1 },
};
const played = (round: number, correct: number): LogBody[] => [
  { type: "round-opened", round, cohort: [], modelHash: hash(round - 1), deadlineMs: 1 },
  { type: "aggregated", round, clients: [], samples: 1, modelHash: hash(round), version: round },
  { type: "evaluated", round, modelHash: hash(round), correct, samples: 10, loss: 1, seconds: 1 },
];
const back: LogBody = {
  ...{ type: "rolled-back", round: 2, since: 2, modelHash: hash(1), version: 1 },
  ...{ accuracy: 0.1, before: 0.5 },
};

test("after a round was taken back, model and accuracy are those the run stands on", async () => {
  const folder = outFolder(root);
  const told = { onDurable: () => undefined, onFailure: () => undefined };
  const { log } = await openRunLog({ file: folder.log, now: () => 1, ...told });
  for (const body of [opened, ...played(1, 5), ...played(2, 1)]) await log.append(body);
  expect(await lastAccuracy(root)).toBe(0.1);
  await log.append(back);
  const manifest = manifestOf(readExperiment({}));
  await writeFigures({ folder } as RunPlan, log, manifest);
  await log.close();
  expect((await readManifest(folder))?.model).toEqual({ round: 1, sha256: hash(1) });
  expect(await lastAccuracy(root)).toBe(0.5);
});
