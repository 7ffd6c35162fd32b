// The rounds' part of the view.

import type { LogEvent } from "@spikefed/protocol";

import type { RoundSummary, RunView } from "./view.ts";

/**
 * @param view With the event already folded into its clients.
 * @param isPassing Means need not be computed: another update of the round follows at once.
 */
export function applyToRounds(view: RunView, event: LogEvent, isPassing: boolean): RoundSummary[] {
  const { rounds } = view;
  switch (event.type) {
    case "round-opened":
      return opened(rounds, event);
    case "work-begun":
      return change(rounds, event.round, ({ cohort }) => ({
        cohort: [...new Set([...cohort, event.client])].sort((a, b) => a - b),
      }));
    case "update-accepted":
      return change(rounds, event.round, (round) => withUpdate(view, round, event, isPassing));
    case "update-refused":
      return change(rounds, event.round, ({ refused }) => ({ refused: refused + 1 }));
    case "update-lost":
      return change(rounds, event.round, ({ reported }) => ({
        reported: reported.filter((client) => client !== event.client),
      }));
    case "round-closed":
      return change(rounds, event.round, () => ({ closedMs: event.atMs, closedWhy: event.why }));
    case "round-repeated":
      return change(rounds, event.round, ({ repeats }) => ({ repeats: repeats + 1 }));
    case "aggregated": {
      const { samples, modelHash, deviations = null } = event;
      const record = event.record ? { hash: event.record, previous: view.recordHead } : null;
      return change(rounds, event.round, () => ({ samples, modelHash, deviations, record }));
    }
    case "evaluated": {
      const { correct, samples, loss } = event;
      const accuracy = samples > 0 ? correct / samples : null;
      const measured = { accuracy, loss, testSamples: samples, validation: validationOf(event) };
      return change(rounds, event.round, () => measured);
    }
    case "rolled-back":
      return rounds.map((round) =>
        round.round >= event.since && round.round <= event.round
          ? { ...round, rolledBack: true }
          : round,
      );
    case "resumed":
      return view.pause?.from === "training" ? moveDeadline(view, event.atMs) : rounds;
    default:
      return rounds;
  }
}

type Opened = Extract<LogEvent, { type: "round-opened" }>;
type Accepted = Extract<LogEvent, { type: "update-accepted" }>;

const untouched = {
  reported: [],
  refused: 0,
  samples: null,
  bytes: 0,
  trainLoss: null,
  trainAccuracy: null,
  accuracy: null,
  loss: null,
  testSamples: null,
  validation: null,
  deviations: null,
  modelHash: null,
  rolledBack: false,
  record: null,
  repeats: 0,
};

function validationOf({ validation }: Extract<LogEvent, { type: "evaluated" }>) {
  if (validation === undefined || validation.samples <= 0) return null;
  const { correct, samples, loss } = validation;
  return { accuracy: correct / samples, loss, samples };
}

/** A new round, or the next attempt of one: what was counted before still counts. */
function opened(rounds: RoundSummary[], event: Opened): RoundSummary[] {
  const { round, cohort, stragglers = [], goal, deadlineMs, atMs } = event;
  const attempt = { stragglers, openedMs: atMs, closedMs: null, closedWhy: null, deadlineMs };
  if (!rounds.some((other) => other.round === round)) {
    return [...rounds, { ...untouched, round, cohort, goal: goal ?? cohort.length, ...attempt }];
  }
  return change(rounds, round, ({ reported }) => {
    const all = new Set([...reported, ...cohort]);
    return { cohort: [...all].sort((a, b) => a - b), goal: goal ?? all.size, ...attempt };
  });
}

function withUpdate(
  view: RunView,
  round: RoundSummary,
  event: Accepted,
  isPassing: boolean,
): Partial<RoundSummary> {
  const reported = [...round.reported, event.client];
  const bytes = round.bytes + event.bytes;
  return { reported, bytes, ...(isPassing ? {} : meansOf(view, round.round, reported)) };
}

function meansOf(view: RunView, round: number, reported: readonly number[]) {
  const figures = reported.map((number) => {
    const history = view.clients.get(number)?.history;
    const entry = history?.findLast((figure) => figure.round === round);
    return { weight: entry?.samples ?? 0, loss: entry?.loss, accuracy: entry?.accuracy };
  });
  return {
    trainLoss: weightedMean(figures.map(({ weight, loss }) => [weight, loss])),
    trainAccuracy: weightedMean(figures.map(({ weight, accuracy }) => [weight, accuracy])),
  };
}

/** Over the values that are there; null when none is. */
function weightedMean(pairs: [weight: number, value: number | null | undefined][]): number | null {
  let [sum, total] = [0, 0];
  for (const [weight, value] of pairs) {
    if (value === null || value === undefined) continue;
    sum += weight * value;
    total += weight;
  }
  return total > 0 ? sum / total : null;
}

function moveDeadline(view: RunView, atMs: number): RoundSummary[] {
  const pausedMs = atMs - (view.pause?.sinceMs ?? atMs);
  return change(view.rounds, view.round, ({ deadlineMs }) => ({
    deadlineMs: deadlineMs + pausedMs,
  }));
}

function change(
  rounds: RoundSummary[],
  which: number,
  to: (round: RoundSummary) => Partial<RoundSummary>,
): RoundSummary[] {
  return rounds.map((round) => (round.round === which ? { ...round, ...to(round) } : round));
}
