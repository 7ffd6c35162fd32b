// A run on disk, made by the store itself: three rounds averaged, a fourth open with three updates.

import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { writeState, type Layout } from "@spikefed/fl-core";
import { defaultSettings, readSettings, type LogBody, type LogEvent } from "@spikefed/protocol";
import {
  average,
  makeRunFolder,
  openRecordBook,
  openRecordKey,
  openRunLog,
  readLog,
  setCurrentRun,
  sha256Of,
  updatePath,
  writeDurably,
  writeModel,
  type ModelShape,
  type RecordBook,
  type RunFolder,
  type RunLog,
} from "@spikefed/run-store";

import type { FolderState } from "../materialize.ts";

const layout: Layout = [{ name: "0.weight", shape: [64], offset: 0, length: 64 }];
export const shape: ModelShape = {
  ...{ layout, length: 64, trainable: 64 },
  encoding: { kind: "float32" },
};
export const { strategy } = readSettings({
  ...defaultSettings,
  strategy: { kind: "fedadam" },
});
const CLIENTS = [1, 2, 3];
const ROUNDS = 3;
export const runId = "byte-flips-run";

export interface SavedRunFiles {
  state: FolderState;
  events: LogEvent[];
}

export async function saveRun(dataDir: string): Promise<SavedRunFiles> {
  await mkdir(dataDir, { recursive: true });
  const folder = await makeRunFolder(dataDir, runId);
  let model = { ...(await writeModel(folder.models, modelBytes(1))), version: 0 };
  const { log } = await openRunLog({ ...quiet, file: folder.log });
  const settings = { ...defaultSettings, minReports: CLIENTS.length, rounds: 9, strategy };
  const dataset = { name: "d", source: "d", procedural: true, sha256: "", classes: [] };
  const first = { ...model, parameters: shape.length };
  await log.append({ type: "run-opened", runId, settings, dataset, model: first });
  await setCurrentRun(dataDir, runId);
  await log.append({ type: "run-started" });
  const { book } = await openRecordBook({
    ...{ file: folder.records, log: { file: folder.log, events: log.events } },
    ...{ key: await openRecordKey(dataDir), now: quiet.now },
    software: { spikefed: "1", protocol: 1 },
  });
  for (let round = 1; round <= ROUNDS; round++) {
    model = await playRound({ folder, log, book }, round, model);
  }
  await openRound(folder, log, ROUNDS + 1, model.hash);
  await log.close();
  await book.close();
  return { state: await readFolder(dataDir), events: (await readLog(folder.log)).events };
}

async function playRound(
  { folder, log, book }: { folder: RunFolder; log: RunLog; book: RecordBook },
  round: number,
  base: { hash: string; version: number; bytes: number },
) {
  const updates = await openRound(folder, log, round, base.hash);
  const reported = CLIENTS;
  await log.append({ type: "round-closed", round, why: "all-reported", reported, missing: [] });
  const version = base.version + 1;
  const input = { shape, models: folder.models, base, version, updates, strategy };
  const { hash, serverState } = await average(input);
  const event = { round, clients: CLIENTS, samples: 30, modelHash: hash, version };
  const aggregated = { type: "aggregated", ...event } as const;
  const record = await book.addRound({ aggregated, serverState, updatesKept: false });
  await log.append({ ...aggregated, record });
  await log.append({ type: "evaluation-skipped", round });
  return { hash, version, bytes: base.bytes };
}

async function openRound(folder: RunFolder, log: RunLog, round: number, modelHash: string) {
  await log.append({ type: "round-opened", round, cohort: CLIENTS, modelHash, deadlineMs: 1 });
  const updates = [];
  for (const client of CLIENTS) {
    const bytes = modelBytes((client * round) / 64);
    const sha256 = sha256Of(bytes);
    const file = updatePath(folder.updates, { sha256, round, client });
    await writeDurably(file, bytes);
    const figures = { loss: null, accuracy: null, seconds: 1, spikeRates: [] };
    const what = { round, client, updateId: `update-${round}-${client}`, sha256 };
    const body: LogBody = { type: "update-accepted", ...what, samples: 10, bytes: 1, ...figures };
    await log.append(body);
    updates.push({ client, file, sha256, samples: 10 });
  }
  return updates;
}

const modelBytes = (value: number) => writeState(layout, new Float32Array(64).fill(value));

export const quiet = { now: () => 0, onDurable: () => undefined, onFailure: () => undefined };

/** Everything under a folder, by path. */
async function readFolder(root: string): Promise<FolderState> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const pathOf = (entry: { parentPath: string; name: string }) =>
    join(entry.parentPath, entry.name).slice(root.length + 1);
  const folders = entries.filter((entry) => entry.isDirectory()).map(pathOf);
  const files = new Map<string, Uint8Array>();
  for (const entry of entries) {
    if (entry.isFile()) files.set(pathOf(entry), await readFile(join(root, pathOf(entry))));
  }
  return { folders: folders.sort(), files };
}
