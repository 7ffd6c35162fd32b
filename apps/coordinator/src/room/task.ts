// The task that an invited volunteer gets.

import { type Asked, localWork } from "@spikefed/fl-core";
import { settingsAt, type LiveChange, type Task } from "@spikefed/protocol";

import type { Member } from "./member.ts";
import type { RunParts } from "./run-parts.ts";

interface TaskOf {
  member: Member;
  /** Which task of this round it is to this member, from 0. */
  attempt: number;
  /** What the host has changed of the run's settings. */
  changes: readonly LiveChange[];
}

export function makeTask(
  { settings, dataset, plan, folder, modelBytes }: RunParts,
  { round, model, deadlineMs }: Asked,
  { member, attempt, changes }: TaskOf,
  nowMs: number,
): Task {
  const { hash, bytes, samples } = plan.shard(member.shard);
  return {
    runId: folder.runId,
    ...{ round, attempt },
    model: { hash: model.hash, bytes: modelBytes },
    shard: { hash, bytes, samples },
    train: localWork(settingsAt(settings, changes, round), {
      classes: dataset.classes.length,
      round,
      shard: member.shard,
      samples: member.work,
    }),
    remainingMs: Math.max(0, (deadlineMs ?? nowMs) - nowMs),
  };
}
