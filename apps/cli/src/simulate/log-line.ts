// What the round machine asks for only to have it told: its line in the log. Pure.

import type { RoundEffect } from "@spikefed/fl-core";
import type { LogBody } from "@spikefed/protocol";

export type Told = Extract<
  RoundEffect,
  { type: "close" | "repeat" | "say" | "end" | "skip-evaluation" }
>;

export function logLine(effect: Told): LogBody {
  switch (effect.type) {
    case "close": {
      const { round, why, reported, missing } = effect;
      return { type: "round-closed", round, why, reported, missing };
    }
    case "repeat": {
      const { round, reported, needed } = effect;
      return { type: "round-repeated", round, reported, needed };
    }
    case "skip-evaluation":
      return { type: "evaluation-skipped", round: effect.round };
    case "end":
      return { type: "run-ended", why: effect.why };
    case "say":
      return effect.what === "started" ? { type: "run-started" } : { type: effect.what };
  }
}
