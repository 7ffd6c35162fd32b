// What an invited client does in a round, as the settings say: the same in a room and in a simulation.

import type { RunSettings, Task } from "@spikefed/protocol";

import { proximal } from "../aggregate/fed-prox.ts";
import { learningRateAt } from "./learning-rate.ts";

/** Whose work, and when. */
export interface WorkPlace {
  /** C */
  classes: number;
  /** From 1. */
  round: number;
  /** Number of the shard, from 0. */
  shard: number;
  /** Pictures of the shard that are asked for; null or left out: all of them. */
  samples?: number | null;
}

/** The `train` part of a task. Whoever holds the shard does the same work. */
export function localWork(settings: RunSettings, place: WorkPlace): Task["train"] {
  const { preset, network, timesteps, coding, localEpochs, batchSize } = settings;
  const { localLoss, localRule, localNorm, gradientNoise, updateEncoding } = settings;
  const { classes, round, shard, samples = null } = place;
  return {
    ...{ preset, network, timesteps, coding, classes },
    epochs: localEpochs,
    ...{ batchSize, samples },
    optimizer: {
      ...settings.optimizer,
      ...proximal(settings.strategy),
      learningRate: learningRateAt(settings, round),
    },
    localLoss,
    localRule,
    localNorm,
    gradientNoise,
    updateEncoding,
    seed: workSeed(settings.seed, round, shard),
  };
}

/** Of the run, the round and the shard, 0 .. 2^31 - 1. */
function workSeed(seed: number, round: number, shard: number): number {
  const mixed =
    Math.imul(seed ^ Math.imul(round, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(shard + 1, 0xc2b2ae35);
  return mixed >>> 1;
}
