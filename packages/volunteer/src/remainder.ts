// What this volunteer has learned and not sent yet, where the encoding of updates leaves something
// out. Kept in memory for as long as it keeps its place: a reload loses it, and with it only that.

import type { RunView } from "@spikefed/fl-core";
import type { Task } from "@spikefed/protocol";

import type { Session } from "./session.ts";

/** A remainder, and the update that it belongs to: it holds once that one is counted. */
export interface Remainder {
  /** Run and place: of another one it means nothing. */
  place: string;
  round: number;
  /** `[P]` */
  values: Float32Array;
}

/** What has been left out, newest last: of the last counted update, and of one that may be counted. */
export type Remainders = readonly Remainder[];

/**
 * What is to be added to the change of this task, `[P]`; null: nothing. Updates of earlier rounds
 * that were not counted are as if they had never been.
 */
export function remainderFor(session: Session, task: Task): Float32Array | null {
  const { view, you } = session;
  session.remainders = session.remainders.filter(
    ({ place, round }) =>
      place === placeOf(session, task) &&
      round < task.round &&
      isCounted(view, round, you?.client ?? -1),
  );
  return session.remainders.at(-1)?.values ?? null;
}

/** Called for each update that is made; `values` null: its encoding leaves nothing out. */
export function keepRemainder(session: Session, task: Task, values: Float32Array | null): void {
  if (values === null) return;
  const { remainders } = session;
  const next = { place: placeOf(session, task), round: task.round, values };
  session.remainders = [...remainders.slice(-1), next];
}

const placeOf = ({ you }: Session, { runId }: Task): string => `${runId}/${you?.clientId ?? ""}`;

/** The run log tells, also where the answer to the update was lost. */
function isCounted({ rounds }: RunView, round: number, client: number): boolean {
  return rounds.find((each) => each.round === round)?.reported.includes(client) === true;
}
