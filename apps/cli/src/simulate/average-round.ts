// The updates of a round become the next model, on the disk and in the log before anything is
// removed that it was made of.

import { readFile } from "node:fs/promises";

import {
  aggregatedLine,
  type AcceptedUpdate,
  type Model,
  type RoundEffect,
} from "@spikefed/fl-core";
import {
  average,
  blobPath,
  forgetUpdates,
  keepBlobs,
  updatePath,
  writeDurably,
} from "@spikefed/run-store";

import type { FederationOptions } from "./federation-options.ts";
import { forgetRemainders } from "./remainders.ts";
import type { Accepted } from "./take-up.ts";
import { keepModels } from "./tidy-folder.ts";

type Aggregate = Extract<RoundEffect, { type: "aggregate" }>;

/** @param kept Models that are still needed beside the new one: to fall back to, to work from. */
export async function averageRound(
  options: FederationOptions,
  { round, base, version, updates }: Aggregate,
  kept: readonly Model[],
): Promise<Model> {
  const { plan, log, records, keepUpdates } = options;
  const { shape, settings, folder } = plan;
  const files = updates.map((update) => ({ ...update, ...fileOf(plan, log, update) }));
  const { hash, notes, serverState, deviations } = await average({
    ...{ shape, models: folder.models, base, version },
    ...{ updates: files, strategy: settings.strategy },
  });
  await writeDurably(folder.model, await readFile(blobPath(folder.models, hash)));
  const model: Model = { hash, version };
  if (keepUpdates) {
    const models = [base.hash, hash].map((name) => blobPath(folder.models, name));
    await keepBlobs([...models, ...files.map(({ file }) => file)], folder.kept);
  }
  const aggregated = aggregatedLine({ round, version, updates }, { hash, notes, deviations });
  const record = await records.addRound({ aggregated, serverState, updatesKept: keepUpdates });
  await log.append({ ...aggregated, record });
  await forgetUpdates(files.map(({ file }) => file));
  await forgetRemainders(folder, log.events, aggregated);
  await keepModels(folder, [model, ...kept]);
  return model;
}

function fileOf(
  { folder }: FederationOptions["plan"],
  { events }: FederationOptions["log"],
  { updateId }: AcceptedUpdate,
): { file: string; sha256: string; staleness: number } {
  const isIt = (event: (typeof events)[number]): event is Accepted =>
    event.type === "update-accepted" && event.updateId === updateId;
  const event = events.findLast(isIt)!;
  const { sha256, staleness = 0 } = event;
  return { file: updatePath(folder.updates, event), sha256, staleness };
}
