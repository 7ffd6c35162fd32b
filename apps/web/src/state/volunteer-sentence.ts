// The one status sentence of the volunteer page. It holds no counter, so that a screen reader
// hears it once per phase; whom we wait for in numbers is in `groupSentence`.

import { newestStanding, type RunView } from "@spikefed/fl-core";
import { settingsAt } from "@spikefed/protocol";
import type { VolunteerPhase } from "@spikefed/volunteer";
import { t } from "../i18n/en/status.ts";
import { t as tTab } from "../i18n/en/tab.ts";
import { t as tVolunteer } from "../i18n/en/volunteer.ts";
import { lossText, percent, seconds } from "./format.ts";
import { isBuffered } from "./is-buffered.ts";

/** The part of a volunteer's snapshot that the sentence needs. */
export interface StatusFacts {
  phase: VolunteerPhase;
  online: boolean;
  leaving: boolean;
  you: { client: number; name: string } | null;
  view: RunView;
  /** Why the device cannot go on as it did; null or left out: it can. */
  error?: object | null;
  /** The graphics device failed, a new one begins the round again. */
  restarting?: boolean;
  /** The browser froze the page, and it is just back. */
  rested?: boolean;
  /** It is, and the coordinator has not answered since: the view may be of before. */
  napping?: boolean;
  /** The low battery has paused it, no person. */
  byBattery?: boolean;
}

export function statusSentence(facts: StatusFacts): string {
  const { phase, view } = facts;
  if (phase === "left") return leftSentence(facts);
  if (phase === "stopped") return t("stopped");
  if (phase === "at-door") return t("atDoor");
  if (!facts.online && phase !== "connecting") return t("reconnecting");
  if (saysRested(facts)) return restedSentence(view);
  const round = roundName(view);
  const leaving = facts.leaving ? ` ${t("youLeave")}` : "";
  switch (phase) {
    case "connecting":
      return t("connecting");
    case "loading":
      return t("loading");
    case "training":
      if (facts.restarting) return tTab("restarting");
      return `${t("training", { round })}${leaving}`;
    case "sending":
      return `${t("sending", { round })}${leaving}`;
    case "sent":
      return `${afterSending(view)}${leaving}`;
    case "paused":
      if (facts.byBattery) return tTab("pausedByBattery");
      return t(facts.error ? "pausedItself" : "paused");
    case "waiting":
      return waitingSentence(facts);
  }
}

/** "You are back" holds in a room that goes on, for a device that has a part in it. */
function saysRested(facts: StatusFacts): boolean {
  const { phase, view, you, rested, napping, restarting } = facts;
  if (!rested || napping || restarting || phase === "connecting" || phase === "paused")
    return false;
  return view.phase !== "paused" && view.phase !== "done" && !isDropped(view, you);
}

function isDropped({ dropped, round }: RunView, you: StatusFacts["you"]): boolean {
  return you !== null && dropped.get(you.client) === round;
}

function restedSentence({ phase, round }: RunView): string {
  return phase === "lobby" || round === 0 ? tTab("restedLobby") : tTab("rested", { round });
}

/** "Round 3 of 10." */
export function roundName(view: RunView): string {
  const planned = view.settings?.rounds;
  const { round } = view;
  return planned === undefined ? t("round", { round }) : t("roundOf", { round, rounds: planned });
}

function afterSending(view: RunView): string {
  const round = roundName(view);
  if (view.phase === "training") return t("sentWaiting", { round });
  return groupWork(view) ?? t("sent", { round });
}

function waitingSentence({ you, view }: StatusFacts): string {
  const welcome = you === null ? t("youAreIn") : t("youAreInAs", { name: you.name });
  switch (view.phase) {
    case "lobby":
      return `${welcome} ${t("waitingForStart")}`;
    case "training":
      return `${roundName(view)} ${whyNotIn(view, you)}`;
    default:
      return `${wasNotNeeded(view, you) ? `${t("enough")} ` : ""}${groupWork(view) ?? welcome}`;
  }
}

/** More were invited than the last round waited for, and this device was among the later ones. */
function wasNotNeeded(view: RunView, you: StatusFacts["you"]): boolean {
  const last = view.rounds.at(-1);
  if (you === null || isBuffered(view) || last?.closedWhy !== "goal") return false;
  return last.cohort.includes(you.client) && !last.reported.includes(you.client);
}

/** Why a device has nothing to do in a round that is open. */
function whyNotIn(view: RunView, you: StatusFacts["you"]): string {
  if (isDropped(view, you)) return t("dropped");
  if (isBuffered(view)) return t("nextPlace");
  return t(isStraggler(view, you) ? "sitsOut" : "nextRound");
}

/** Drawn to drop out of the open round, as FedSNN's stragglers are. */
function isStraggler(view: RunView, you: StatusFacts["you"]): boolean {
  return you !== null && view.rounds.at(-1)?.stragglers.includes(you.client) === true;
}

/** What the room does when no device has to work; null while one has. */
export function groupWork(view: RunView): string | null {
  switch (view.phase) {
    case "selecting":
      return waitsForHost(view) ? t("hostExplains", { round: view.round }) : t("waitingForRound");
    case "aggregating":
      return t("averaging", { round: roundName(view) });
    case "evaluating":
      return t("testing", { round: roundName(view) });
    case "paused":
      return t("allPaused");
    case "done":
      return doneSentence(view);
    case "lobby":
    case "training":
      return null;
  }
}

/** Step mode, between two rounds: only the host can go on. */
export function waitsForHost(view: RunView): boolean {
  const isAveraged = (view.rounds.at(-1)?.modelHash ?? null) !== null;
  return view.phase === "selecting" && isStepping(view) && isAveraged;
}

/** Step mode is on for the round that comes next. */
export function isStepping({ settings, changes, round }: RunView): boolean {
  return settings !== null && settingsAt(settings, changes, round + 1).stepMode;
}

function doneSentence(view: RunView): string {
  const finished = view.rounds.filter(({ modelHash }) => modelHash !== null).length;
  const last = newestStanding(view.rounds)?.accuracy ?? null;
  const accuracy =
    last === null ? t("accuracyUnmeasured") : t("finalAccuracy", { accuracy: percent(last) });
  return `${t("over", { count: finished })} ${accuracy}`;
}

function leftSentence({ you, view }: StatusFacts): string {
  const helped = you === null ? 0 : (view.clients.get(you.client)?.helped ?? 0);
  return helped === 0 ? t("left") : `${t("left")} ${t("thanks", { count: helped })}`;
}

/** The same room, for somebody who only watches. */
export function watchSentence(view: RunView): string {
  if (view.phase === "lobby") return t("waitingForStart");
  if (view.phase === "training") return t("devicesTraining", { round: roundName(view) });
  return groupWork(view) ?? "";
}

/** "Group: 14 of 17 have sent." of the open round; null when none is open. */
export function groupSentence(view: RunView): string | null {
  const open = view.rounds.at(-1);
  if (view.phase !== "training" || open === undefined) return null;
  const { reported, cohort, goal } = open;
  const values = { sent: reported.length, devices: cohort.length };
  return goal < cohort.length ? t("groupEnough", { ...values, goal }) : t("group", values);
}

/** "At most 48 s left": a round may end sooner, when all have sent. */
export function leftText(remainingMs: number | null): string | null {
  if (remainingMs === null) return null;
  return t("timeLeft", { time: seconds(remainingMs / 1000) });
}

/** "Batch 7 of 16, loss 1.62." */
export function workSentence(
  work: { batch: number; batches: number; loss: number | null; accuracy: number | null } | null,
): string | null {
  if (work === null) return null;
  const { batch, batches, loss, accuracy } = work;
  if (loss === null) return tVolunteer("batch", { batch, batches });
  const judged = { loss: lossText(loss), accuracy: percent(accuracy, 0) };
  return tVolunteer("batchLoss", { batch, batches, ...judged });
}

/** Before the first batch of a network: new kernels for this device. */
export const compileSentence = (kernels: { done: number; total: number }): string =>
  tVolunteer("compiling", kernels);
