import type { RunView } from "@spikefed/fl-core";
import { useRef } from "preact/hooks";
import { noClock, remainingMs, watchRound } from "../state/remaining.ts";
import { useNow } from "./use-now.ts";

/** Milliseconds until the open round closes; null when none is open. Ticks once a second. */
export function useRemaining(view: RunView): number | null {
  const now = useNow();
  const clock = useRef(noClock);
  const isFirst = useRef(true);
  clock.current = watchRound(clock.current, view, now, isFirst.current);
  if (view.runId !== null) isFirst.current = false;
  return remainingMs(clock.current, view, now);
}
