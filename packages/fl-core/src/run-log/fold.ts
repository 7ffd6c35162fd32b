// The run log folded into its view.

import type { LogEvent, RoomPhase } from "@spikefed/protocol";

import { decidedOn, decidingAccuracy } from "../round/deciding-accuracy.ts";
import { applyToClients, copied, copiedOnce, type Copy } from "./fold-clients.ts";
import { applyToRounds } from "./fold-rounds.ts";
import { emptyView, type RunView } from "./view.ts";

/**
 * Folds one event in. Pure: returns a new view. An event that the view has already is ignored, so
 * logs may overlap; a gap is the caller's to see (`event.seq > view.next`).
 */
export function apply(view: RunView, event: LogEvent): RunView {
  return fold(view, event, { copy: copied, isPassing: false });
}

interface Manner {
  copy: Copy;
  /** The next event replaces what this one makes of its round's means. */
  isPassing: boolean;
}

function fold(view: RunView, event: LogEvent, { copy, isPassing }: Manner): RunView {
  if (event.type === "run-opened") return event.runId === view.runId ? view : open(event);
  if (event.seq < view.next) return view;
  const clients = applyToClients(view.clients, event, copy);
  const seen = { ...view, clients, next: event.seq + 1 };
  return applyToRun({ ...seen, rounds: applyToRounds(seen, event, isPassing) }, event);
}

/** A whole log, from its first event: the same view, without the steps between. */
export function replay(events: Iterable<LogEvent>): RunView {
  const all = [...events];
  const copy = copiedOnce();
  return all.reduce(
    (view, event, i) => fold(view, event, { copy, isPassing: isPassing(event, all[i + 1]) }),
    emptyView,
  );
}

/** One update after the other: only the last mean is ever looked at. */
function isPassing(event: LogEvent, next: LogEvent | undefined): boolean {
  if (event.type !== "update-accepted" || next?.type !== "update-accepted") return false;
  return event.round === next.round && next.seq === event.seq + 1;
}

function open(event: Extract<LogEvent, { type: "run-opened" }>): RunView {
  const { runId, settings, dataset, model } = event;
  const { name, source, procedural, classes } = dataset;
  return {
    ...emptyView,
    runId,
    settings,
    dataset: { name, source, procedural, classes },
    parameters: model.parameters,
    modelHash: model.hash,
    version: model.version,
    next: event.seq + 1,
  };
}

function applyToRun(view: RunView, event: LogEvent): RunView {
  switch (event.type) {
    case "run-started":
      return { ...view, phase: "selecting", startedMs: event.atMs };
    case "round-opened":
      return { ...view, phase: "training", round: event.round, dropped: asked(view, event) };
    case "settings-changed": {
      const { round, changes } = event;
      return { ...view, changes: [...view.changes, { round, changes }] };
    }
    case "dropped": {
      const { clients, round } = event;
      const these = clients.map((client) => [client, round] as const);
      return { ...view, dropped: new Map([...view.dropped, ...these]) };
    }
    case "round-closed":
      return { ...view, phase: "aggregating" };
    case "evaluated": {
      const { record = view.recordHead } = event;
      return { ...view, phase: "selecting", best: better(view, event), recordHead: record };
    }
    case "rolled-back": {
      const { modelHash, version } = event;
      return { ...view, modelHash, version };
    }
    case "round-repeated":
    case "evaluation-failed":
    case "evaluation-skipped":
      return { ...view, phase: "selecting" };
    case "aggregated": {
      const { modelHash, version, record = view.recordHead } = event;
      return { ...view, phase: "evaluating", modelHash, version, recordHead: record };
    }
    case "paused":
      return { ...view, phase: "paused", pause: { from: view.phase, sinceMs: event.atMs } };
    case "resumed":
      return { ...view, phase: view.pause?.from ?? view.phase, pause: null };
    case "restarted":
      return restart(view);
    case "run-ended":
      return { ...view, phase: "done", pause: null, endedMs: event.atMs };
    default:
      return view;
  }
}

/** Who is invited sits nothing out: the round could not open without it. */
function asked({ dropped }: RunView, event: LogEvent & { type: "round-opened" }) {
  if (!event.cohort.some((client) => dropped.has(client))) return dropped;
  return new Map([...dropped].filter(([client]) => !event.cohort.includes(client)));
}

/** A model that is taken back is never the best: it is worse than one before. */
function better(
  { best, settings }: RunView,
  event: LogEvent & { type: "evaluated" },
): RunView["best"] {
  const { round, modelHash } = event;
  const accuracy = decidingAccuracy(event);
  if (accuracy === null || (best !== null && accuracy <= best.accuracy)) return best;
  return { round, modelHash, accuracy, ...(settings && decidedOn(settings)) };
}

/** The coordinator came back: a round that was open will be opened again. */
function restart(view: RunView): RunView {
  const again = (phase: RoomPhase) => (phase === "training" ? "selecting" : phase);
  const pause = view.pause && { ...view.pause, from: again(view.pause.from) };
  return { ...view, phase: again(view.phase), pause };
}
