// The updates of a round become the next model, on the disk and in the log before anything is
// removed that it was made of.

import { readFile, rm } from "node:fs/promises";

import type { AcceptedUpdate, Model, RoundEffect } from "@spikefed/fl-core";
import {
  average,
  blobPath,
  forgetUpdates,
  keepBlobs,
  serverStatePath,
  updatePath,
  writeDurably,
} from "@spikefed/run-store";

import type { FederationOptions } from "./federation-options.ts";
import { forgetRemainders } from "./remainders.ts";
import type { Accepted } from "./take-up.ts";

type Aggregate = Extract<RoundEffect, { type: "aggregate" }>;

/** @param version Of the model that the round started from. */
export async function averageRound(
  options: FederationOptions,
  { round, base, updates }: Aggregate,
  version: number,
): Promise<Model> {
  const { plan, log, records, keepUpdates } = options;
  const { shape, settings, folder } = plan;
  const files = updates.map((update) => ({ ...update, ...fileOf(plan, log, update) }));
  const { hash, notes, serverState } = await average({
    ...{ shape, models: folder.models, base: { hash: base, version } },
    ...{ updates: files, strategy: settings.strategy },
  });
  await writeDurably(folder.model, await readFile(blobPath(folder.models, hash)));
  const model: Model = { hash, version: version + 1 };
  if (keepUpdates) {
    const models = [base, hash].map((name) => blobPath(folder.models, name));
    await keepBlobs([...models, ...files.map(({ file }) => file)], folder.kept);
  }
  const clients = updates.map(({ client }) => client);
  const aggregated = {
    ...({ type: "aggregated", round, modelHash: hash, version: model.version } as const),
    clients,
    samples: updates.reduce((sum, { samples }) => sum + samples, 0),
    ...(notes.chosen === null ? {} : { chosen: notes.chosen }),
    ...(notes.clipped.length === 0 ? {} : { clipped: notes.clipped }),
  };
  const record = await records.addRound({ aggregated, serverState, updatesKept: keepUpdates });
  await log.append({ ...aggregated, record });
  await forgetUpdates(files.map(({ file }) => file));
  await forgetRemainders(folder, log.events, { round, clients });
  if (hash !== base) await rm(blobPath(folder.models, base), { force: true });
  await rm(serverStatePath(folder.models, { hash: base, version }), { force: true });
  return model;
}

function fileOf(
  { folder }: FederationOptions["plan"],
  { events }: FederationOptions["log"],
  { updateId }: AcceptedUpdate,
): { file: string; sha256: string } {
  const isIt = (event: (typeof events)[number]): event is Accepted =>
    event.type === "update-accepted" && event.updateId === updateId;
  const event = events.findLast(isIt)!;
  return { file: updatePath(folder.updates, event), sha256: event.sha256 };
}
