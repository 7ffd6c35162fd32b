// The task that an invited volunteer gets.

import { localWork, type RoundState } from "@spikefed/fl-core";
import { settingsAt, type LiveChange, type Task } from "@spikefed/protocol";

import type { Member } from "./member.ts";
import type { RunParts } from "./run-parts.ts";

/** @param changes What the host has changed of the run's settings. */
export function makeTask(
  { settings, dataset, plan, folder, modelBytes }: RunParts,
  state: RoundState,
  { member, changes }: { member: Member; changes: readonly LiveChange[] },
  nowMs: number,
): Task {
  const { hash, bytes, samples } = plan.shard(member.shard);
  return {
    runId: folder.runId,
    round: state.round,
    model: { hash: state.model.hash, bytes: modelBytes },
    shard: { hash, bytes, samples },
    train: localWork(settingsAt(settings, changes, state.round), {
      classes: dataset.classes.length,
      round: state.round,
      shard: member.shard,
    }),
    remainingMs: Math.max(0, (state.deadlineMs ?? nowMs) - nowMs),
  };
}
