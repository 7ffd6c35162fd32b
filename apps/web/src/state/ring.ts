// Ring and centre: one mark per volunteer of the round. Shape carries the state, names are left out.

import type { RunView } from "@spikefed/fl-core";
import type { RosterEntry } from "@spikefed/protocol";
import { t } from "../i18n/en/room.ts";
import { list } from "./format.ts";
import { isBuffered } from "./is-buffered.ts";

export type MarkState = "working" | "sent" | "missing" | "asleep";

export interface Mark {
  client: number;
  state: MarkState;
  /** Place on the unit circle, the first mark at the top, clockwise. */
  x: number;
  y: number;
}

/** Marks of the open or last round; before the first round, everybody who is here. */
export function ringMarks(view: RunView, roster: readonly RosterEntry[]): Mark[] {
  const round = view.rounds.at(-1);
  const cohort = round?.cohort ?? presentClients(roster);
  const entries = new Map(roster.map((entry) => [entry.client, entry]));
  return cohort.map((client, index) => {
    const angle = (2 * Math.PI * index) / cohort.length - Math.PI / 2;
    const sent = round?.reported.includes(client) ?? false;
    const over = round !== undefined && round.closedMs !== null && !isBuffered(view);
    const state = sent ? "sent" : markState(entries.get(client), over);
    return { client, state, x: Math.cos(angle), y: Math.sin(angle) };
  });
}

function presentClients(roster: readonly RosterEntry[]): number[] {
  return roster
    .filter(({ online, state }) => online && state !== "left")
    .map(({ client }) => client);
}

function markState(entry: RosterEntry | undefined, roundIsOver: boolean): MarkState {
  if (entry?.state === "asleep") return "asleep";
  if (roundIsOver || entry === undefined || !entry.online) return "missing";
  return entry.state === "left" || entry.state === "away" ? "missing" : "working";
}

/** The ring in one sentence. */
export function ringSentence(marks: readonly Mark[]): string {
  const words = [
    ["working", "countWorking"],
    ["sent", "countSent"],
    ["missing", "countMissing"],
    ["asleep", "countAsleep"],
  ] as const satisfies [MarkState, string][];
  const parts = words
    .map(([state, key]) => [marks.filter((mark) => mark.state === state).length, key] as const)
    .filter(([number]) => number > 0)
    .map(([number, key]) => t(key, { number }));
  return parts.length === 0 ? t("noDevices") : t("devices", { states: list(parts) });
}
