// Where a simulation begins: at the start, or where its log ends. Other than in a room nobody was
// lost when it was cut off: an open round is opened again as the same attempt, with the same cohort,
// and keeps the updates that are on the disk. Pure.

import { initialRound, restoreRound, savedRound, type Step } from "@spikefed/fl-core";
import type { LogEvent } from "@spikefed/protocol";

type Accepted = LogEvent & { type: "update-accepted" };

export interface Start {
  step: Step;
  /** Updates of the open attempt, by client: they need not be trained for again. */
  kept: ReadonlyMap<number, Accepted>;
  /** The open attempt has its line in the log. */
  isOpened: boolean;
}

/**
 * @param events Begins with `run-opened`.
 * @param notBeforeMs No round opens before; until then all clients have joined.
 */
export function takeUp(events: readonly LogEvent[], notBeforeMs: number): Start {
  const saved = savedRound(events);
  if (saved.phase === "lobby") {
    return {
      step: { state: initialRound(saved.model), effects: [] },
      kept: new Map(),
      isOpened: false,
    };
  }
  if (saved.phase !== "training") {
    return { step: restoreRound(saved, notBeforeMs), kept: new Map(), isOpened: false };
  }
  const opened = events.findLastIndex(({ type }) => type === "round-opened");
  const since = events.slice(opened).filter((event) => event.type === "update-accepted");
  const kept = new Map(since.map((event) => [event.client, event]));
  const accepted = saved.accepted.filter(({ client }) => !kept.has(client));
  const attempt = saved.attempt - 1;
  return { step: restoreRound({ ...saved, attempt, accepted }, notBeforeMs), kept, isOpened: true };
}
