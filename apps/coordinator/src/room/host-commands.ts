// Which command of the host has a meaning now.

import type { RunState } from "@spikefed/fl-core";
import { SpikefedError, type HostCommand, type RoomPhase } from "@spikefed/protocol";

/** Commands that change how the run goes on. */
export type RunCommand = Extract<
  HostCommand["command"],
  "start" | "pause" | "resume" | "next" | "stop" | "adjust" | "drop"
>;

const possible: Record<RunCommand, readonly RoomPhase[]> = {
  start: ["lobby"],
  pause: ["selecting", "training", "aggregating", "evaluating"],
  resume: ["paused", "aggregating", "evaluating"],
  next: ["selecting", "training"],
  stop: ["selecting", "training", "aggregating", "evaluating", "paused"],
  adjust: ["lobby", "selecting", "training", "aggregating", "evaluating", "paused"],
  drop: ["lobby", "selecting", "training", "aggregating", "evaluating", "paused"],
};

/** @throws {SpikefedError} `room/phase` */
export function checkCommand(command: RunCommand, { phase }: RunState): void {
  if (!possible[command].includes(phase)) throw new SpikefedError("room/phase", { command, phase });
}
