// Where a simulation begins: at the start, or where its log ends. Other than in a room nobody was
// lost when it was cut off: an open round is opened again as the same attempt, with the same cohort,
// and keeps what its clients have brought. Pure.

import {
  decidingAccuracy,
  initialRound,
  restoreRound,
  type RoundEffect,
  type RoundEvent,
  type RoundState,
  type SavedRound,
  savedRound,
} from "@spikefed/fl-core";
import type { LogEvent } from "@spikefed/protocol";

export type Accepted = LogEvent & { type: "update-accepted" };

/** What clients of the open attempt have come to; null: no update, and the log says why. */
export type Outcomes = ReadonlyMap<number, Accepted | null>;

export interface Start {
  state: RoundState;
  /** To be performed before anything else. */
  effects: RoundEffect[];
  /** What the machine is told once all clients have joined. */
  event: RoundEvent;
  /** By client: they need not be trained for again. */
  outcomes: Outcomes;
  /** The open attempt has its line in the log. */
  isOpened: boolean;
}

const nothing = { outcomes: new Map(), isOpened: false } as const;
const tick: RoundEvent = { type: "tick" };

/**
 * @param events Begins with `run-opened`.
 * @param notBeforeMs No round opens before; until then all clients have joined.
 */
export function takeUp(events: readonly LogEvent[], notBeforeMs: number): Start {
  const saved = savedRound(events);
  switch (saved.phase) {
    case "lobby":
      return {
        ...nothing,
        state: initialRound(saved.model),
        effects: [],
        event: { type: "start" },
      };
    case "training":
      return reopened(events, saved, notBeforeMs);
    case "evaluating":
      return averaged(events, saved, notBeforeMs);
    default: {
      const { state, effects } = restoreRound(saved, notBeforeMs);
      const left = saved.phase === "selecting" ? repeatLeftOut(events, saved) : [];
      return { ...nothing, state, effects: [...left, ...effects], event: tick };
    }
  }
}

function reopened(events: readonly LogEvent[], saved: SavedRound, notBeforeMs: number): Start {
  const outcomes = new Map<number, Accepted | null>();
  for (const event of events.slice(events.findLastIndex(({ type }) => type === "round-opened"))) {
    if (event.type === "update-accepted") outcomes.set(event.client, event);
    if (event.type === "update-refused" || event.type === "training-failed") {
      outcomes.set(event.client, null);
    }
  }
  const accepted = saved.accepted.filter(({ client }) => !outcomes.has(client));
  const attempt = saved.attempt - 1;
  const { state } = restoreRound({ ...saved, attempt, accepted }, notBeforeMs);
  return { state, effects: [], event: tick, outcomes, isOpened: true };
}

const judgings: readonly string[] = ["aggregated", "evaluated", "evaluation-failed"];

/** The machine decides again whether the new model is judged, and whether it is taken back. */
function averaged(events: readonly LogEvent[], saved: SavedRound, notBeforeMs: number): Start {
  const { round, model, previous, ending } = saved;
  const { state, effects } = restoreRound(saved, notBeforeMs);
  if (ending !== null) return { ...nothing, state, effects, event: tick };
  const last = events.findLast(({ type }) => judgings.includes(type));
  if (last?.type === "evaluation-failed") {
    const { fact, worthless } = last;
    const failed = { type: last.type, round, fact, ...(worthless && { worthless }) };
    return { ...nothing, state, effects: [], event: failed };
  }
  if (last?.type === "evaluated") {
    const accuracy = decidingAccuracy(last) ?? 0;
    return { ...nothing, state, effects: [], event: { type: "evaluated", round, accuracy } };
  }
  const waiting: RoundState = {
    ...state,
    phase: "aggregating",
    accepted: previous?.updates ?? [],
  };
  return { ...nothing, state: waiting, effects: [], event: { type: "aggregated", round, model } };
}

/** A round that closed with too few updates says so, also when it was cut off in between. */
function repeatLeftOut(
  [first, ...rest]: readonly LogEvent[],
  { round, accepted }: SavedRound,
): RoundEffect[] {
  const last = rest.at(-1);
  if (first?.type !== "run-opened" || last?.type !== "round-closed") return [];
  const needed = last.needed ?? first.settings.minReports;
  return [{ type: "repeat", round, reported: accepted.length, needed }];
}
