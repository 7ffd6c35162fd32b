// Which command of the host has a meaning now.

import type { RoundState } from "@spikefed/fl-core";
import { SpikefedError, type HostCommand, type RoomPhase } from "@spikefed/protocol";

type Command = Exclude<HostCommand["command"], "configure" | "add-robot" | "remove-robot">;

const possible: Record<Command, readonly RoomPhase[]> = {
  start: ["lobby"],
  pause: ["selecting", "training", "aggregating", "evaluating"],
  resume: ["paused", "aggregating", "evaluating"],
  next: ["selecting", "training"],
  stop: ["selecting", "training", "aggregating", "evaluating", "paused"],
};

/** @throws {SpikefedError} `room/phase` */
export function checkCommand(command: Command, { phase }: RoundState): void {
  if (!possible[command].includes(phase)) throw new SpikefedError("room/phase", { command, phase });
}
