// The machine's wish for time.

import { nextLapseMs } from "./lease.ts";
import type { RoundState } from "./types.ts";

/** When the machine wants its next `tick`; null: it waits for something else. */
export function nextTickMs(state: RoundState): number | null {
  if (state.phase === "selecting") return state.notBeforeMs;
  if (state.phase !== "training" || state.deadlineMs === null) return null;
  return Math.min(state.deadlineMs, nextLapseMs(state));
}
