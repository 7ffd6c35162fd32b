// What the projector says between rounds, good news and bad: pure sentences from the fold.

import type { RoundSummary, RunView } from "@spikefed/fl-core";
import { percent, plural } from "./format.ts";

/** One sentence for the room on the wall. Names no device. */
export function narration(view: RunView): string {
  switch (view.phase) {
    case "lobby":
      return "Open the link and press Join. The host starts when everybody is in.";
    case "selecting":
      return view.rounds.length === 0
        ? "Waiting for enough devices to open the first round."
        : resultSentence(view.rounds);
    case "training":
      return view.rounds.length < 2
        ? "Everyone trains a copy on their own pictures. Then we average the copies."
        : resultSentence(view.rounds.slice(0, -1));
    case "aggregating":
      return "The copies are in. Now they are averaged into one model.";
    case "evaluating":
      return "The averaged model looks at pictures that nobody trained on.";
    case "paused":
      return "Paused by the host.";
    case "done":
      return endSentence(view);
  }
}

/** "14 of 17 have sent" while a round is open, else the phase in words. */
export function progressWords(view: RunView): string {
  const open = view.rounds.at(-1);
  switch (view.phase) {
    case "lobby":
      return "Not started";
    case "selecting":
      return "Between rounds";
    case "training":
      return open === undefined
        ? "Training"
        : `Training: ${open.reported.length} of ${open.cohort.length} have sent`;
    case "aggregating":
      return "Averaging";
    case "evaluating":
      return "Testing";
    case "paused":
      return "Paused";
    case "done":
      return "Finished";
  }
}

/** The newest round against the one before it that was measured. */
function resultSentence(rounds: readonly RoundSummary[]): string {
  const last = rounds.at(-1);
  if (last === undefined) return "";
  if (last.modelHash === null)
    return `Too few updates came for round ${last.round}; it opens again.`;
  const absent = last.cohort.length - last.reported.length;
  const isMissed = absent > 0 && last.closedWhy !== "goal";
  const without = isMissed ? ` The round closed without ${plural(absent, "device")}.` : "";
  if (last.accuracy === null) {
    return `Round ${last.round} was averaged, but its accuracy was not measured.${backWords(last)}${without}`;
  }
  const before =
    rounds.slice(0, -1).findLast(({ accuracy, rolledBack }) => accuracy !== null && !rolledBack)
      ?.accuracy ?? null;
  return `${changeWords(before, last.accuracy)}${backWords(last)}${without}`;
}

/** Where validation pictures are kept they decide, and the test pictures may tell otherwise. */
function backWords({ rolledBack, accuracy, validation }: RoundSummary): string {
  if (!rolledBack) return "";
  if (accuracy === null) return " This round is taken back.";
  if (validation === null) return " That is too far: this round is taken back.";
  return " On the validation pictures it fell too far: this round is taken back.";
}

function changeWords(before: number | null, now: number): string {
  if (before === null) return `The first average is right in ${percent(now)} of new pictures.`;
  if (Math.abs(now - before) < 0.0005) return `Accuracy stayed at ${percent(now)}.`;
  const verb = now > before ? "rose" : "fell";
  return `Accuracy ${verb} from ${percent(before)} to ${percent(now)}.`;
}

function endSentence(view: RunView): string {
  const last = standingAccuracy(view);
  if (last === null) return "The run is over. Its accuracy was not measured.";
  const guess = 1 / Math.max(2, view.dataset?.classes.length ?? 10);
  return `The run is over: ${percent(last)}. Guessing would give ${percent(guess, 0)}.`;
}

/** The newest that was measured of a model that was not taken back; null: none was. */
const standingAccuracy = ({ rounds }: RunView): number | null =>
  rounds.findLast(({ accuracy, rolledBack }) => accuracy !== null && !rolledBack)?.accuracy ?? null;

/** Title of the document: "31 % - round 3 - spikefed". */
export function documentTitle(view: RunView | null, page: string): string {
  if (view === null || view.round === 0) return `${page} - spikefed`;
  const accuracy = standingAccuracy(view);
  const figure = accuracy === null ? "" : `${percent(accuracy, 0)} - `;
  const round = view.phase === "done" ? "finished" : `round ${view.round}`;
  return `${figure}${round} - spikefed`;
}
