// The room as one sentence, for people who are about to join.

import { modelName } from "@spikefed/fl-core";
import type { RoomPhase, RoomSummary } from "@spikefed/protocol";
import { plural } from "./format.ts";

const nextWords: Record<RoomPhase, string> = {
  lobby: "starts when the host says go",
  selecting: "running; you come in at the next round",
  training: "running; you come in at the next round",
  aggregating: "running; you come in at the next round",
  evaluating: "running; you come in at the next round",
  paused: "paused by the host",
  done: "this run is over; the host may open another",
};

export type RoomFacts = Pick<RoomSummary, "code" | "present" | "phase" | "preset" | "network">;

export function roomSentence(room: RoomFacts): string {
  const here = room.present === 0 ? "nobody here yet" : `${plural(room.present, "device")} here`;
  const without = room.network === "ann" ? ", without spikes" : "";
  return `Room ${room.code}: ${here}, ${nextWords[room.phase]}. Network: ${modelName(room)}${without}.`;
}
