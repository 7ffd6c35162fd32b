// What averaging and judging come to, handed to whichever machine waits for it.

import type { Model, RoundEvent, RoundState } from "./types.ts";

type Of<T extends RoundEvent["type"]> = Extract<RoundEvent, { type: T }>;
export type Result = Of<"aggregated" | "aggregation-failed" | "evaluated" | "evaluation-failed">;

/** What a machine does with each of them. */
export interface OnResult<T> {
  aggregated: (model: Model) => T;
  aggregationFailed: () => T;
  evaluated: (accuracy: number) => T;
  /** It was judged, and its loss is no number. */
  worthless: () => T;
  /** It could not be judged. */
  notMeasured: () => T;
}

/** Null: it is of another round, or comes when nobody waits for it. */
export function takeResult<T>(
  { phase, round }: Pick<RoundState, "phase" | "round">,
  event: Result,
  on: OnResult<T>,
): T | null {
  const isAverage = event.type === "aggregated" || event.type === "aggregation-failed";
  const awaited = isAverage ? "aggregating" : "evaluating";
  if (phase !== awaited || event.round !== round) return null;
  switch (event.type) {
    case "aggregated":
      return on.aggregated(event.model);
    case "aggregation-failed":
      return on.aggregationFailed();
    case "evaluated":
      return on.evaluated(event.accuracy);
    case "evaluation-failed":
      return event.worthless ? on.worthless() : on.notMeasured();
  }
}
