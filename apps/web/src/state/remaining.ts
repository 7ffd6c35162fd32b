// Time left in the open round. The deadline is on the coordinator's clock, which this device does
// not share, so a round that was seen to open is timed from that moment on our own clock.

import type { RunView } from "@spikefed/fl-core";

import { isBuffered } from "./is-buffered.ts";

export interface RoundClock {
  /** Openings of this many rounds were seen; the newest is `round`, opened at `openedMs`. */
  round: number;
  openedMs: number;
  /** Our clock when the opening arrived; null when we came in later. */
  seenMs: number | null;
}

export const noClock: RoundClock = { round: 0, openedMs: 0, seenMs: null };

/** Folds a newer view in. @param isFirst the view that came with the connection */
export function watchRound(
  clock: RoundClock,
  view: RunView,
  nowMs: number,
  isFirst: boolean,
): RoundClock {
  const open = view.rounds.at(-1);
  if (open === undefined) return noClock;
  if (open.round === clock.round && open.openedMs === clock.openedMs) return clock;
  return { round: open.round, openedMs: open.openedMs, seenMs: isFirst ? null : nowMs };
}

/** Milliseconds until the round closes; null when none is open that a deadline closes. Never negative. */
export function remainingMs(clock: RoundClock, view: RunView, nowMs: number): number | null {
  const open = view.rounds.at(-1);
  if (isBuffered(view) || view.phase !== "training" || open === undefined || open.closedMs !== null)
    return null;
  const whole = open.deadlineMs - open.openedMs;
  const passed = nowMs - (clock.seenMs ?? open.openedMs);
  return Math.min(whole, Math.max(0, whole - passed));
}

/** All that the time left depends on besides the clock, as one text: it stays while updates come in. */
export function clockKey(view: RunView): string {
  const { round, openedMs, closedMs, deadlineMs } = view.rounds.at(-1) ?? {};
  const open = [round, openedMs, closedMs, deadlineMs];
  return JSON.stringify([view.runId, view.phase, isBuffered(view), ...open]);
}
