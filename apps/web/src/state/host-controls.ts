// Which of the host's buttons make sense now, and which is the next sensible act.

import type { RoomPhase } from "@spikefed/protocol";

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
export const commandHelp: Record<RunCommand, string> = {
  start: "Opens round 1 for everybody who is here.",
  pause: "Stops every device within one batch.",
  resume: "Goes on where the run was paused.",
  next: "Closes the open round now, or opens the next one in step mode.",
  stop: "Ends this run. Its model and its log are kept.",
};
