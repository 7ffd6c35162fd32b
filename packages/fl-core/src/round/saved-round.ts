// Where a stopped run stood, by its log: what the round machine needs to go on.

import type { LogEvent, RunSettings } from "@spikefed/protocol";

import type { SavedRound } from "./restore.ts";
import type { AcceptedUpdate } from "./types.ts";

interface Fold {
  saved: SavedRound;
  /** What `resumed` goes back to. */
  pausedPhase: SavedRound["phase"];
}

/** @throws when the log does not begin with `run-opened`. */
export function savedRound(events: readonly LogEvent[]): SavedRound {
  const first = events[0];
  if (first?.type !== "run-opened") throw new Error("the log does not begin with run-opened");
  const { hash, version } = first.model;
  const initial: SavedRound = {
    phase: "lobby",
    round: 1,
    attempt: 0,
    model: { hash, version },
    accepted: [],
    previous: null,
    measured: true,
    stepAllowed: true,
  };
  let fold: Fold = { saved: initial, pausedPhase: "selecting" };
  for (const event of events) {
    const { phase } = fold.saved;
    const saved = { ...fold.saved, ...change(fold, event, first.settings) };
    fold = { saved, pausedPhase: event.type === "paused" ? phase : fold.pausedPhase };
  }
  return fold.saved;
}

function change(
  { saved, pausedPhase }: Fold,
  event: LogEvent,
  settings: RunSettings,
): Partial<SavedRound> {
  switch (event.type) {
    case "run-started":
    case "round-repeated":
      return { phase: "selecting" };
    case "round-opened": {
      const attempt = event.round === saved.round ? saved.attempt + 1 : 1;
      return { phase: "training", round: event.round, attempt, stepAllowed: true };
    }
    case "update-accepted": {
      const { client, updateId, samples } = event;
      return { accepted: [...saved.accepted, { client, updateId, samples }] };
    }
    case "update-lost": {
      const { client, updateId } = event;
      const isLost = (update: AcceptedUpdate) =>
        update.client === client && update.updateId === updateId;
      return { phase: "selecting", accepted: saved.accepted.filter((each) => !isLost(each)) };
    }
    case "round-closed":
      return { phase: saved.accepted.length >= settings.minReports ? "aggregating" : "selecting" };
    case "aggregated":
      return aggregated(saved, event);
    case "evaluated":
    case "evaluation-failed":
      return { ...evaluated(event.round, settings), measured: true };
    case "evaluation-skipped":
      return { ...evaluated(event.round, settings), measured: false };
    case "paused":
      return { phase: "paused" };
    case "resumed":
      return { phase: pausedPhase };
    case "run-ended":
      return { phase: "done" };
    default:
      return {};
  }
}

function aggregated(
  { accepted }: SavedRound,
  { round, modelHash, version }: LogEvent & { type: "aggregated" },
): Partial<SavedRound> {
  const model = { hash: modelHash, version };
  return {
    phase: "evaluating",
    round,
    model,
    previous: { round, updates: accepted },
    accepted: [],
  };
}

/** After the last round the end is still to come: it is judged again and then ends. */
function evaluated(round: number, settings: RunSettings): Partial<SavedRound> {
  if (round >= settings.rounds) return { phase: "evaluating" };
  return { phase: "selecting", round: round + 1, attempt: 0, stepAllowed: !settings.stepMode };
}
