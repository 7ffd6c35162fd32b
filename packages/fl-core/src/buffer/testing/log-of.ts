// The lines that a room writes of what FedBuff's machine is told and asks for. For tests.

import type { LogBody } from "@spikefed/protocol";

import { logLine } from "../../round/log-line.ts";
import type { BufferEffect, BufferEvent } from "../types.ts";

const settings = { minReports: 1, validationSamples: 0 };

/** What a room notes before the machine is told. */
export function linesBefore(event: BufferEvent, round: number): LogBody[] {
  switch (event.type) {
    case "aggregated": {
      const { model } = event;
      const made = { clients: [], samples: 0, modelHash: model.hash, version: model.version };
      return [{ type: "aggregated", round: event.round, ...made }];
    }
    case "evaluated": {
      const correct = Math.round(event.accuracy * 10);
      const figures = { correct, samples: 10, loss: 1, seconds: 1, modelHash: "" };
      return [{ type: "evaluated", round: event.round, ...figures }];
    }
    case "evaluation-failed":
    case "aggregation-failed":
      return [event];
    case "failed":
      return [{ type: "training-failed", round, client: event.client, fact: "" }];
    case "drop":
      return [{ type: "dropped", round, clients: [...event.clients] }];
    default:
      return [];
  }
}

/** What it notes of an effect. */
export function linesOf(effect: BufferEffect): LogBody[] {
  switch (effect.type) {
    case "open": {
      const { round, atWork: cohort, goal, modelHash, deadlineMs } = effect;
      return [{ type: "round-opened", round, cohort, goal, modelHash, deadlineMs }];
    }
    case "begin":
      return [{ type: "work-begun", round: effect.work.round, client: effect.work.client }];
    case "count": {
      const { update, round, duplicate } = effect;
      const figures = { loss: null, accuracy: null, seconds: 1, spikeRates: [], bytes: 1 };
      const line = { type: "update-accepted", round, sha256: "", ...figures, ...update } as const;
      return duplicate ? [] : [line];
    }
    case "close":
    case "say":
    case "end":
    case "skip-evaluation":
    case "roll-back":
      return [logLine(effect, settings)];
    default:
      return [];
  }
}
