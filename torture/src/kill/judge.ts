// What is left of a stage, held against every invariant and against a run that nobody disturbed.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { writeState } from "@spikefed/fl-core";
import type { LogEvent } from "@spikefed/protocol";
import { initState, modelOf } from "@spikefed/snn-core";

import { cannedUpdate } from "../client/canned-update.ts";
import { check, violationText } from "../history/check.ts";
import { acknowledged, all } from "../history/evidence.ts";
import { historyText, type Operation } from "../history/operation.ts";
import { recomputer } from "../history/recompute.ts";
import { tinyShape } from "../model-shape.ts";
import { VOLUNTEERS } from "./stage.ts";

/** Resident memory that the coordinator may use on the tiny model. */
const MEMORY_BYTES = 700e6;

export interface Judgement {
  violations: string[];
  acknowledged: number;
  /** Rounds whose model was computed a second time. */
  recomputed: number;
  rounds: number;
}

/** Writes the history beside the data, so that the check can be run again. */
export async function judge(
  folder: string,
  history: readonly Operation[],
  events: readonly LogEvent[],
): Promise<Judgement> {
  await writeFile(join(folder, "history.jsonl"), historyText(history));
  let recomputed = 0;
  const undisturbed = undisturbedModels(events);
  const recompute: ReturnType<typeof undisturbedModels> = (record) => {
    recomputed += 1;
    return undisturbed(record);
  };
  const found = check({ history, events, recompute, memoryBytes: MEMORY_BYTES });
  const lost = all(events, "update-lost").map(({ updateId }) => `update ${updateId} was lost`);
  return {
    violations: [...found.map(violationText), ...lost],
    acknowledged: acknowledged(history).length,
    recomputed,
    rounds: all(events, "aggregated").length,
  };
}

/**
 * The models of a run that nobody disturbs, in memory: every volunteer's update of each round, from
 * the first model that the seed gives. What the coordinator stored plays no part.
 */
function undisturbedModels(events: readonly LogEvent[]) {
  const [opened] = all(events, "run-opened");
  const updates = new Map<string, () => Uint8Array>();
  for (const { round } of all(events, "aggregated")) {
    for (let number = 1; number <= VOLUNTEERS; number++) {
      const { sha256 } = cannedUpdate(tinyShape, number, round);
      updates.set(sha256, () => cannedUpdate(tinyShape, number, round).bytes);
    }
  }
  if (opened === undefined) return () => null;
  const { settings, dataset, model } = opened;
  const state = initState(modelOf(settings, dataset.classes.length), settings.seed);
  updates.set(model.hash, () => writeState(tinyShape.layout, state));
  const bytesOf = (sha256: string) => updates.get(sha256)?.() ?? null;
  return recomputer({ shape: tinyShape, strategy: settings.strategy, bytesOf });
}
