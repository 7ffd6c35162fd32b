// The files of a run that was cut off: what it goes on with must be there and whole, what the
// earlier process left half done goes away.

import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { type Model, savedRound } from "@spikefed/fl-core";
import { type LogEvent, SpikefedError } from "@spikefed/protocol";
import { blobPath, serverStatePath, sha256Of, updatePath } from "@spikefed/run-store";

import type { OutFolder } from "./out-folder.ts";
import { neededRemainders } from "./remainders.ts";

/** Names that the run gives: others in the folder are not ours to remove. */
const BLOB = /^[0-9a-f]{64}(\.|$)/;
const HALF_WRITTEN = /\.[0-9a-f]{12}\.tmp$/;

/**
 * @param events Begins with `run-opened`.
 * @throws {SpikefedError} `simulate/lost`; nothing is removed then.
 */
export async function tidyFolder(folder: OutFolder, events: readonly LogEvent[]): Promise<void> {
  const { phase, model, accepted, standing } = savedRound(events);
  const isOver = phase === "done";
  await checkWhole(isOver ? folder.model : blobPath(folder.models, model.hash), model.hash);
  const awaited = new Set(accepted.map(({ updateId }) => updateId));
  const updates: string[] = [];
  for (const event of events) {
    if (event.type !== "update-accepted" || !awaited.has(event.updateId)) continue;
    const file = updatePath(folder.updates, event);
    await checkWhole(file, event.sha256);
    updates.push(file);
  }
  await removeOthers(folder.updates, updates, BLOB);
  await keepModels(folder, [model, standing.good?.model ?? model, ...basesAtWork(events)]);
  await removeOthers(folder.remainders, neededRemainders(folder, events), BLOB);
  await removeOthers(folder.root, [], HALF_WRITTEN);
}

/** Models that a client may still work from, where rounds do not wait for all that began. */
function basesAtWork([opened, ...events]: readonly LogEvent[]): Model[] {
  if (opened?.type !== "run-opened" || opened.settings.scheduler.kind !== "fedbuff") return [];
  const { hash, version } = opened.model;
  const made = events.filter((event) => event.type === "aggregated");
  const all = [{ hash, version }, ...made.map((one) => ({ ...one, hash: one.modelHash }))];
  return all.slice(-1 - opened.settings.scheduler.maxStaleness);
}

/** Removes all models but these, and what strategies remember of others. */
export async function keepModels(folder: OutFolder, models: readonly Model[]): Promise<void> {
  const files = models.flatMap((model) => [
    blobPath(folder.models, model.hash),
    serverStatePath(folder.models, model),
  ]);
  await removeOthers(folder.models, files, BLOB);
}

async function checkWhole(file: string, sha256: string): Promise<void> {
  const bytes = await readFile(file).catch(() => null); // null: it is not there
  if (bytes === null || sha256Of(bytes) !== sha256)
    throw new SpikefedError("simulate/lost", { file });
}

async function removeOthers(folder: string, keep: readonly string[], ours: RegExp): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return []; // remainders: most runs have none
    throw error;
  });
  for (const name of names) {
    const file = join(folder, name);
    if (ours.test(name) && !keep.includes(file)) await rm(file, { force: true });
  }
}
