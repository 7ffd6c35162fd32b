// Which of the host's buttons make sense now, and which is the next sensible act.

import type { RoomPhase } from "@spikefed/protocol";
import { t } from "../i18n/en/host.ts";

export type RunCommand = "start" | "pause" | "resume" | "next" | "stop";

export interface HostControls {
  enabled: Record<RunCommand, boolean>;
  /** The button that is drawn large; null when the run is over. */
  primary: RunCommand | null;
  /** A new run may be opened: in the lobby and when the run is over. */
  canConfigure: boolean;
}

/** @param waitsForHost step mode, between two rounds */
export function hostControls(phase: RoomPhase, waitsForHost: boolean): HostControls {
  const running = phase !== "lobby" && phase !== "done";
  const enabled = {
    start: phase === "lobby",
    pause: running && phase !== "paused",
    resume: phase === "paused",
    next: phase === "training" || (phase === "selecting" && waitsForHost),
    stop: running,
  };
  return { enabled, primary: primaryOf(phase, waitsForHost), canConfigure: !running };
}

function primaryOf(phase: RoomPhase, waitsForHost: boolean): RunCommand | null {
  if (phase === "lobby") return "start";
  if (phase === "paused") return "resume";
  if (phase === "done") return null;
  return phase === "selecting" && waitsForHost ? "next" : "pause";
}

/** What happens when the button is pressed, for its description. */
export const commandHelp = (command: RunCommand): string => t(`${command}Help`);
