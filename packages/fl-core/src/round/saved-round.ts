// Where a stopped run stood, by its log: what the round machine needs to go on.

import type { LogEvent, RunSettings } from "@spikefed/protocol";

import { mayOpen } from "./adjust.ts";
import { whyOver } from "./advance.ts";
import { decidingAccuracy } from "./deciding-accuracy.ts";
import type { SavedRound } from "./restore.ts";
import { rulesOf } from "./rules.ts";
import { canFallBack, judge, noStanding, WORTHLESS } from "./standing.ts";
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
    newest: version,
    standing: noStanding,
    ending: null,
    accepted: [],
    previous: null,
    filled: null,
    invitedIn: new Map(),
    measured: true,
    stepAllowed: true,
    changes: [],
    dropped: new Map(),
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
      const invited = event.cohort.map((client) => [client, event.round] as const);
      const invitedIn = new Map([...saved.invitedIn, ...invited]);
      const dropped = stillDropped(saved, event);
      const opened = { round: event.round, attempt, invitedIn, dropped };
      return { phase: "training", ...opened, stepAllowed: true };
    }
    case "work-begun":
      return { invitedIn: new Map([...saved.invitedIn, [event.client, event.round]]) };
    case "settings-changed":
      return changed(saved, event, settings);
    case "dropped": {
      const { clients, round } = event;
      const these = clients.map((client) => [client, round] as const);
      return { dropped: new Map([...saved.dropped, ...these]) };
    }
    case "update-accepted": {
      const { client, updateId, samples, base, staleness } = event;
      const begun = base !== undefined && { base, staleness: staleness ?? 0 };
      const update = { client, updateId, samples, ...begun };
      return { accepted: [...saved.accepted, update] };
    }
    case "update-lost": {
      const { client, updateId } = event;
      const isLost = (update: AcceptedUpdate) =>
        update.client === client && update.updateId === updateId;
      return { phase: "selecting", accepted: saved.accepted.filter((each) => !isLost(each)) };
    }
    case "round-closed":
      return closed(saved, event, settings);
    case "aggregated":
      return aggregated(saved, event);
    case "evaluated":
      return evaluated(saved, event, settings);
    case "rolled-back":
      return rolledBack(saved, event, settings);
    case "evaluation-failed":
      return evaluationFailed(saved, event, settings);
    case "evaluation-skipped":
      return { ...roundOver(saved, event.round, settings), measured: false };
    case "paused":
      return { phase: "paused" };
    case "resumed":
      return { phase: pausedPhase };
    case "run-ended":
      return { phase: "done", ending: null };
    default:
      return {};
  }
}

/** Who sits out; where one of them was asked all the same, nobody sits that round out any more. */
function stillDropped(
  { dropped }: SavedRound,
  { round, cohort }: LogEvent & { type: "round-opened" },
): SavedRound["dropped"] {
  if (!cohort.some((client) => dropped.get(client) === round)) return dropped;
  return new Map([...dropped].filter(([, satOut]) => satOut !== round));
}

function closed(
  { accepted, filled }: SavedRound,
  { round, why, needed }: LogEvent & { type: "round-closed" },
  settings: RunSettings,
): Partial<SavedRound> {
  const isFull = accepted.length >= (needed ?? settings.minReports);
  return {
    phase: isFull ? "aggregating" : "selecting",
    filled: why === "goal" ? round : filled,
  };
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
    newest: version,
    previous: { round, updates: accepted },
    accepted: [],
  };
}

/** A model that is to be taken back still is, or is judged again: that line is yet to come. */
function evaluated(
  saved: SavedRound,
  event: LogEvent & { type: "evaluated" },
  settings: RunSettings,
): Partial<SavedRound> {
  const { standing, model } = saved;
  const { round } = event;
  const accuracy = decidingAccuracy(event) ?? 0;
  const verdict = judge(standing, { round, model, accuracy }, rulesOf(settings));
  if (verdict.fallBack !== null) return {};
  const { isOver } = verdict;
  return {
    ...roundOver(saved, round, settings, isOver),
    standing: verdict.standing,
    measured: true,
  };
}

function evaluationFailed(
  saved: SavedRound,
  { round, worthless }: LogEvent & { type: "evaluation-failed" },
  settings: RunSettings,
): Partial<SavedRound> {
  if (worthless && canFallBack(saved.standing, rulesOf(settings))) return {};
  return { ...roundOver(saved, round, settings), measured: true };
}

/** Updates of a round that was open were made from the model that is taken back. */
function rolledBack(
  saved: SavedRound,
  { round, accuracy, modelHash, version }: LogEvent & { type: "rolled-back" },
  settings: RunSettings,
): Partial<SavedRound> {
  const { standing, model } = saved;
  const now = { round, model, accuracy: accuracy ?? WORTHLESS };
  const verdict = judge(standing, now, rulesOf(settings));
  return {
    ...roundOver(saved, round, settings, verdict.isOver),
    standing: { ...verdict.standing, good: standing.good },
    accepted: [],
    model: { hash: modelHash, version },
    measured: true,
  };
}

/** What is decided by now: the next round, or the end, whose line is yet to come. */
function roundOver(
  { changes }: SavedRound,
  round: number,
  settings: RunSettings,
  isOver = false,
): Partial<SavedRound> {
  const ending = whyOver({ round, stopAsked: false }, settings, isOver);
  if (ending !== null) return { phase: "evaluating", ending };
  const stepAllowed = mayOpen(rulesOf(settings, changes), round + 1);
  return { phase: "selecting", round: round + 1, attempt: 0, stepAllowed };
}

/** Of step mode the round that comes next may be told at once: the change names it then. */
function changed(
  { changes: before, round, stepAllowed }: SavedRound,
  event: LogEvent & { type: "settings-changed" },
  settings: RunSettings,
): Partial<SavedRound> {
  const { changes } = event;
  const all = [...before, { round: event.round, changes }];
  if (changes.stepMode === undefined || event.round !== round) return { changes: all, stepAllowed };
  return { changes: all, stepAllowed: mayOpen(rulesOf(settings, all), round) };
}
