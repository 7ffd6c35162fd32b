// What the projector says between rounds, good news and bad: pure sentences from the fold.

import { newestStanding, type RoundSummary, type RunView } from "@spikefed/fl-core";
import { t } from "../i18n/en/room.ts";
import { percent } from "./format.ts";
import { isBuffered } from "./is-buffered.ts";
import { waitsForHost } from "./volunteer-sentence.ts";

/** One sentence for the room on the wall. Names no device. */
export function narration(view: RunView): string {
  switch (view.phase) {
    case "lobby":
      return t("sayLobby");
    case "selecting":
      return view.rounds.length === 0 ? t("sayWaiting") : betweenSentence(view);
    case "training":
      return view.rounds.length < 2 ? t("sayTraining") : resultSentence(before(view));
    case "aggregating":
      return t("sayAveraging");
    case "evaluating":
      return t("sayTesting");
    case "paused":
      return t("sayPaused");
    case "done":
      return endSentence(view);
  }
}

/** In step mode also that somebody is talking now. */
function betweenSentence(view: RunView): string {
  const result = resultSentence(view);
  return waitsForHost(view) ? `${result} ${t("sayStep")}` : result;
}

/** "14 of 17 have sent" while a round is open, else the phase in words. */
export function progressWords(view: RunView): string {
  const open = view.rounds.at(-1);
  switch (view.phase) {
    case "lobby":
      return t("notStarted");
    case "selecting":
      return t("betweenRounds");
    case "training":
      return open === undefined ? t("training") : sentWords(view, open);
    case "aggregating":
      return t("averaging");
    case "evaluating":
      return t("testing");
    case "paused":
      return t("paused");
    case "done":
      return t("finished");
  }
}

function sentWords(view: RunView, { reported, cohort, goal }: RoundSummary): string {
  const sent = reported.length;
  if (isBuffered(view)) return t("trainingBuffer", { sent, goal });
  return t("trainingSent", { sent, devices: cohort.length });
}

/** "Round 3 of 10". */
export function roundTitle({ round, settings }: Pick<RunView, "round" | "settings">): string {
  if (round === 0) return t("beforeFirst");
  const rounds = settings?.rounds ?? null;
  return rounds === null ? t("round", { round }) : t("roundOf", { round, rounds });
}

const before = (view: RunView): RunView => ({ ...view, rounds: view.rounds.slice(0, -1) });

/** The newest round against the one before it that was measured. */
function resultSentence(view: RunView): string {
  const { rounds } = view;
  const last = rounds.at(-1);
  if (last === undefined) return "";
  if (last.modelHash === null) return t("tooFew", { round: last.round });
  const absent = last.cohort.length - last.reported.length;
  const isMissed = absent > 0 && last.closedWhy !== "goal" && !isBuffered(view);
  const without = isMissed ? ` ${t("closedWithout", { count: absent })}` : "";
  if (last.accuracy === null) {
    return `${t("unmeasured", { round: last.round })}${backWords(last)}${without}`;
  }
  const accuracy = newestStanding(rounds.slice(0, -1))?.accuracy ?? null;
  return `${changeWords(accuracy, last.accuracy)}${backWords(last)}${without}`;
}

/** Where validation pictures are kept they decide, and the test pictures may tell otherwise. */
function backWords({ rolledBack, accuracy, validation }: RoundSummary): string {
  if (!rolledBack) return "";
  if (accuracy === null) return ` ${t("takenBack")}`;
  return ` ${t(validation === null ? "takenBackFar" : "takenBackValidation")}`;
}

function changeWords(before: number | null, now: number): string {
  if (before === null) return t("first", { now: percent(now) });
  if (Math.abs(now - before) < 0.0005) return t("stayed", { now: percent(now) });
  return t(now > before ? "rose" : "fell", { before: percent(before), now: percent(now) });
}

function endSentence(view: RunView): string {
  const last = newestStanding(view.rounds)?.accuracy ?? null;
  if (last === null) return t("sayEndUnmeasured");
  const guess = 1 / Math.max(2, view.dataset?.classes.length ?? 10);
  return t("sayEnd", { accuracy: percent(last), guess: percent(guess, 0) });
}

/** Title of the document: "31 % - round 3 - spikefed". */
export function documentTitle(view: RunView | null, page: string): string {
  if (view === null || view.round === 0) return `${page} - spikefed`;
  const accuracy = newestStanding(view.rounds)?.accuracy ?? null;
  const figure = accuracy === null ? "" : `${percent(accuracy, 0)} - `;
  const round = view.phase === "done" ? t("titleFinished") : t("titleRound", { round: view.round });
  return `${figure}${round} - spikefed`;
}
