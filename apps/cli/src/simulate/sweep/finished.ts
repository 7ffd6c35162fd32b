// What there is of a run of the sweep already.

import { access } from "node:fs/promises";

import { newestStanding, replay } from "@spikefed/fl-core";
import { type Experiment, SpikefedError } from "@spikefed/protocol";
import { readLog } from "@spikefed/run-store";

import { differenceOf, type Manifest, readManifest } from "../manifest.ts";
import { outFolder } from "../out-folder.ts";

/** Null: nothing, or nothing that can be read; the run itself says what is wrong with it. */
export async function manifestIn(root: string): Promise<Manifest | null> {
  try {
    return await readManifest(outFolder(root));
  } catch (error) {
    if (error instanceof SpikefedError) return null;
    throw error;
  }
}

/** This experiment ran to its end and has its report, made by whatever build. */
export async function isFinished(
  root: string,
  manifest: Manifest | null,
  experiment: Experiment,
): Promise<boolean> {
  if (manifest === null || differenceOf(manifest, { experiment }) !== null) return false;
  const { log, report } = outFolder(root);
  const { events } = await readLog(log);
  if (events.at(-1)?.type !== "run-ended") return false;
  return access(report).then(
    () => true,
    () => false,
  );
}

/** The last on held-out pictures of a model that was not taken back, 0 .. 1; null: there is none. */
export async function lastAccuracy(root: string): Promise<number | null> {
  const { events } = await readLog(outFolder(root).log);
  const { rounds } = replay(events);
  return newestStanding(rounds)?.accuracy ?? null;
}
