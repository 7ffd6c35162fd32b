// The task that an invited volunteer gets.

import { proximal, type RoundState } from "@spikefed/fl-core";
import type { Task } from "@spikefed/protocol";

import type { Member } from "./member.ts";
import type { RunParts } from "./run-parts.ts";

export function makeTask(
  { settings, dataset, plan, folder, modelBytes }: RunParts,
  state: RoundState,
  member: Member,
  nowMs: number,
): Task {
  const { hash, bytes, samples } = plan.shard(member.shard);
  return {
    runId: folder.runId,
    round: state.round,
    model: { hash: state.model.hash, bytes: modelBytes },
    shard: { hash, bytes, samples },
    train: {
      preset: settings.preset,
      classes: dataset.classes.length,
      epochs: settings.localEpochs,
      batchSize: settings.batchSize,
      optimizer: { ...settings.optimizer, ...proximal(settings.strategy) },
      seed: taskSeed(settings.seed, state.round, member.shard),
    },
    remainingMs: Math.max(0, (state.deadlineMs ?? nowMs) - nowMs),
  };
}

/** Of the run, the round and the shard: whoever holds the shard does the same work. */
function taskSeed(seed: number, round: number, shard: number): number {
  const mixed =
    Math.imul(seed ^ Math.imul(round, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(shard + 1, 0xc2b2ae35);
  return mixed >>> 1;
}
