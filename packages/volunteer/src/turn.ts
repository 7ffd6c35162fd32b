// What the run log says of a task: whether it is still wanted, and when its update is taken.

import type { RoundSummary, RunView } from "@spikefed/fl-core";
import type { Task } from "@spikefed/protocol";

/** The buffer's settings, where work goes on from one round into the next; null: it does not. */
function bufferOf({ settings }: RunView) {
  return settings?.scheduler.kind === "fedbuff" ? settings.scheduler : null;
}

/** The room has gone on without this device: while there was no connection, mostly. */
export function isOver(task: Task | null, view: RunView): boolean {
  if (task === null) return false;
  const { runId, round, modelHash } = view;
  const buffer = bufferOf(view);
  if (task.runId !== runId || buffer === null) {
    return task.runId !== runId || task.round !== round || task.model.hash !== modelHash;
  }
  const isOld = round - task.round > buffer.maxStaleness;
  return view.phase === "done" || isOld || isTakenBack(task, view);
}

/** The model that it starts from was. */
function isTakenBack({ model, round }: Task, { rounds }: RunView): boolean {
  const made = rounds.findLast((one) => one.round < round && one.modelHash === model.hash);
  return made?.rolledBack === true;
}

/** The round that takes the task's update now, as far as the log tells; null: none does. */
export function takingRound(view: RunView, task: Task): RoundSummary | null {
  const phase = view.phase === "paused" ? view.pause?.from : view.phase;
  const isIts = bufferOf(view) === null ? view.round === task.round : view.round >= task.round;
  if (phase !== "training" || !isIts) return null;
  return view.rounds.find(({ round }) => round === view.round) ?? null;
}

/** Whether this client may send to that round: with a buffer who has a task may, until it is taken back. */
export function isInvited(view: RunView, { cohort }: RoundSummary, client: number): boolean {
  return bufferOf(view) !== null || cohort.includes(client);
}

/** The open round has counted an update of this client that was made for that round. */
export function isIn(view: RunView, client: number, madeFor: number): boolean {
  if (view.phase !== "training") return false;
  if (bufferOf(view) === null) return madeFor === view.round;
  const open = view.rounds.find(({ round }) => round === view.round);
  return open?.reported.includes(client) === true;
}
