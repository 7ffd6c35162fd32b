// The room as one sentence, for people who are about to join.

import { modelName } from "@spikefed/fl-core";
import type { RoomPhase, RoomSummary } from "@spikefed/protocol";
import { t } from "../i18n/en/join.ts";

const next = {
  lobby: "nextLobby",
  selecting: "nextRunning",
  training: "nextRunning",
  aggregating: "nextRunning",
  evaluating: "nextRunning",
  paused: "nextPaused",
  done: "nextDone",
} as const satisfies Record<RoomPhase, string>;

export type RoomFacts = Pick<RoomSummary, "code" | "present" | "phase" | "preset" | "network">;

export function roomSentence(room: RoomFacts): string {
  const nobody = room.phase === "lobby" ? "nobody" : "nobodyNow"; // a run began with somebody
  const here = room.present === 0 ? t(nobody) : t("devicesHere", { count: room.present });
  return t(room.network === "ann" ? "roomLineAnn" : "roomLine", {
    ...{ code: room.code, here, next: t(next[room.phase]) },
    model: modelName(room),
  });
}
