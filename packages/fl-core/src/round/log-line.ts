// What the round machine asks for only to have it told: its line in the log.

import type { BestModel, LogBody, RunSettings } from "@spikefed/protocol";

import { decidedOn } from "./deciding-accuracy.ts";
import type { Judged } from "./standing.ts";
import type { RoundEffect } from "./types.ts";

/** Effects that are carried out by their line in the log. */
export type Told = Extract<
  RoundEffect,
  { type: "close" | "repeat" | "say" | "end" | "skip-evaluation" | "roll-back" }
>;

type Deciding = Pick<RunSettings, "minReports" | "validationSamples">;

/** @param settings A line tells of another need than theirs only. */
export function logLine(effect: Told, settings: Deciding): LogBody {
  switch (effect.type) {
    case "close": {
      const { round, why, reported, missing, needed } = effect;
      const quorum = needed === settings.minReports ? {} : { needed };
      return { type: "round-closed", round, why, reported, missing, ...quorum };
    }
    case "repeat": {
      const { round, reported, needed } = effect;
      return { type: "round-repeated", round, reported, needed };
    }
    case "skip-evaluation":
      return { type: "evaluation-skipped", round: effect.round };
    case "roll-back": {
      const { round, since, to, accuracy } = effect;
      const { hash: modelHash, version } = to.model;
      const { accuracy: before } = to;
      const figures = { accuracy, before, ...decidedOn(settings) };
      return { type: "rolled-back", round, since, modelHash, version, ...figures };
    }
    case "end": {
      const { why, best } = effect;
      return {
        type: "run-ended",
        why,
        ...(best === null ? {} : { best: bestModel(best, settings) }),
      };
    }
    case "say":
      return effect.what === "started" ? { type: "run-started" } : { type: effect.what };
  }
}

const bestModel = ({ round, model, accuracy }: Judged, settings: Deciding): BestModel => ({
  ...{ round, modelHash: model.hash, accuracy, ...decidedOn(settings) },
});
