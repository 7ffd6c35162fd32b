// The log's line of a new model, the same in a room and in a simulation.

import type { LogBody } from "@spikefed/protocol";

import type { AggregateNotes } from "../aggregate/strategy.ts";
import type { RoundEffect } from "./types.ts";

type Aggregated = Extract<LogBody, { type: "aggregated" }>;
type Aggregate = Extract<RoundEffect, { type: "aggregate" }>;

/** What became of a round's updates; the record's hash is added once there is one. */
export function aggregatedLine(
  { round, version, updates }: Pick<Aggregate, "round" | "version" | "updates">,
  made: { hash: string; notes: AggregateNotes; deviations: number[] },
): Aggregated {
  const { chosen, clipped } = made.notes;
  return {
    ...{ type: "aggregated", round, clients: updates.map(({ client }) => client) },
    ...(chosen && { chosen }),
    ...(clipped.length > 0 && { clipped }),
    samples: updates.reduce((sum, { samples }) => sum + samples, 0),
    deviations: made.deviations,
    ...{ modelHash: made.hash, version },
  };
}
