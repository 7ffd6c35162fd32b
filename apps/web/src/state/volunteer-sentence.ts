// The one status sentence of the volunteer page. It holds no counter, so that a screen reader
// hears it once per phase; whom we wait for in numbers is in `groupSentence`.

import type { RoundSummary, RunView } from "@spikefed/fl-core";
import { settingsAt } from "@spikefed/protocol";
import type { VolunteerPhase } from "@spikefed/volunteer";
import { t } from "../i18n/en/tab.ts";
import { lossText, percent, plural, seconds } from "./format.ts";

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
  /** The low battery has paused it, no person. */
  byBattery?: boolean;
}

export function statusSentence(facts: StatusFacts): string {
  const { phase, view } = facts;
  if (phase === "left") return leftSentence(facts);
  if (phase === "stopped") return "Stopped. The reason and what to do are below.";
  if (phase === "at-door") return AT_DOOR;
  if (!facts.online && phase !== "connecting") return "Reconnecting. Your work is kept.";
  if (facts.rested && phase !== "connecting" && phase !== "paused") return restedSentence(view);
  const leaving = facts.leaving ? " You leave after this round." : "";
  switch (phase) {
    case "connecting":
      return "Connecting to the room.";
    case "loading":
      return "Fetching your pictures and the group model.";
    case "training":
      if (facts.restarting) return t("restarting");
      return `${roundName(view)} Training on your pictures.${leaving}`;
    case "sending":
      return `${roundName(view)} Sending your update.${leaving}`;
    case "sent":
      return `${afterSending(view)}${leaving}`;
    case "paused":
      if (facts.byBattery) return t("pausedByBattery");
      return facts.error
        ? "This device has paused by itself. The reason and what to do are below."
        : "You have paused. The group goes on without this device until you resume.";
    case "waiting":
      return waitingSentence(facts);
  }
}

const AT_DOOR = "You are at the door. The host is asked to let this device in; nothing to do.";

function restedSentence({ phase, round }: RunView): string {
  return phase === "lobby" || round === 0 ? t("restedLobby") : t("rested", { round });
}

/** "Round 3 of 10." */
export function roundName(view: RunView): string {
  const planned = view.settings?.rounds;
  return planned === undefined ? `Round ${view.round}.` : `Round ${view.round} of ${planned}.`;
}

function afterSending(view: RunView): string {
  if (view.phase === "training")
    return `${roundName(view)} Your update is in. Waiting for the others.`;
  return groupWork(view) ?? `${roundName(view)} Your update is in.`;
}

function waitingSentence({ you, view }: StatusFacts): string {
  const name = you === null ? "" : `, ${you.name}`;
  switch (view.phase) {
    case "lobby":
      return `You are in${name}. Waiting for the host to start.`;
    case "training":
      return `${roundName(view)} ${whyNotIn(view, you)}`;
    default:
      return `${wasNotNeeded(view, you) ? `${ENOUGH} ` : ""}${groupWork(view) ?? `You are in${name}.`}`;
  }
}

const ENOUGH = "Enough others were faster this time; your part was not needed. Nothing is wrong.";

/** More were invited than the last round waited for, and this device was among the later ones. */
function wasNotNeeded({ rounds }: RunView, you: StatusFacts["you"]): boolean {
  const last = rounds.at(-1);
  if (you === null || last?.closedWhy !== "goal") return false;
  return last.cohort.includes(you.client) && !last.reported.includes(you.client);
}

/** Why a device has nothing to do in a round that is open. */
function whyNotIn(view: RunView, you: StatusFacts["you"]): string {
  if (you !== null && view.dropped.get(you.client) === view.round) return DROPPED;
  return isStraggler(view, you) ? SITS_OUT : NEXT_ROUND;
}

const DROPPED = "The host has this device sit this round out. Nothing is wrong.";
const NEXT_ROUND = "The others are training; you come in at the next round.";
const SITS_OUT =
  "The lot fell on this device to sit this round out, as the host's settings ask. Nothing is wrong.";

/** Drawn to drop out of the open round, as FedSNN's stragglers are. */
function isStraggler(view: RunView, you: StatusFacts["you"]): boolean {
  return you !== null && view.rounds.at(-1)?.stragglers.includes(you.client) === true;
}

/** What the room does when no device has to work; null while one has. */
export function groupWork(view: RunView): string | null {
  switch (view.phase) {
    case "selecting":
      return waitsForHost(view)
        ? `Round ${view.round} is done. The host is explaining; the next round comes soon.`
        : "Waiting for the next round to open.";
    case "aggregating":
      return `${roundName(view)} The coordinator is averaging the updates.`;
    case "evaluating":
      return `${roundName(view)} The group model is being tested on pictures it has never seen.`;
    case "paused":
      return "The host has paused everything. Look up; nothing to do here.";
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
  const isStanding = ({ accuracy, rolledBack }: RoundSummary) => accuracy !== null && !rolledBack;
  const last = view.rounds.findLast(isStanding)?.accuracy ?? null;
  const accuracy =
    last === null ? "The accuracy was not measured." : `Final accuracy ${percent(last)}.`;
  return `The run is over after ${plural(finished, "round")}. ${accuracy}`;
}

function leftSentence({ you, view }: StatusFacts): string {
  const helped = you === null ? 0 : (view.clients.get(you.client)?.helped ?? 0);
  const thanks = helped === 0 ? "" : ` Thank you: you helped in ${plural(helped, "round")}.`;
  return `You have left the room.${thanks}`;
}

/** The same room, for somebody who only watches. */
export function watchSentence(view: RunView): string {
  if (view.phase === "lobby") return "Waiting for the host to start.";
  if (view.phase === "training") return `${roundName(view)} The devices are training.`;
  return groupWork(view) ?? "";
}

/** "Group: 14 of 17 have sent." of the open round; null when none is open. */
export function groupSentence(view: RunView): string | null {
  const open = view.rounds.at(-1);
  if (view.phase !== "training" || open === undefined) return null;
  const { reported, cohort, goal } = open;
  const enough = goal < cohort.length ? ` ${goal} are enough.` : "";
  return `Group: ${reported.length} of ${cohort.length} have sent.${enough}`;
}

/** "At most 48 s left": a round may end sooner, when all have sent. */
export function leftText(remainingMs: number | null): string | null {
  if (remainingMs === null) return null;
  return `At most ${seconds(remainingMs / 1000)} left.`;
}

/** "Batch 7 of 16, loss 1.62." */
export function workSentence(
  work: { batch: number; batches: number; loss: number | null; accuracy: number | null } | null,
): string | null {
  if (work === null) return null;
  const loss =
    work.loss === null ? "" : ` Loss ${lossText(work.loss)}, ${percent(work.accuracy, 0)} right.`;
  return `Batch ${work.batch} of ${work.batches}.${loss}`;
}

/** Before the first batch of a network: new kernels for this device. */
export const compileSentence = ({ done, total }: { done: number; total: number }): string =>
  `Preparing the graphics chip: ${done} of ${total} kernels.`;
