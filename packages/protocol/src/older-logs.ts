// Run logs that an earlier version wrote, completed as they are read.

import * as v from "valibot";

import { LocalLoss } from "./local-loss.ts";
import type { LogEvent } from "./run-log.ts";
import type { RunSettings } from "./settings.ts";
import { StrategySettings, type StrategyChoice } from "./strategy-settings.ts";

/** What a run did before these settings existed. Not the defaults: those may change. */
const before = {
  network: "snn",
  timesteps: null,
  coding: null,
  sampling: "uniform",
  leaseSeconds: null,
  adaptWork: false,
  stragglerProbability: 0,
  overSelect: 0,
  minFraction: 0,
  learningRateDrops: { rounds: [], factor: 5 },
  localLoss: { kind: "cross-entropy" },
  localRule: { kind: "surrogate-bptt" },
  localNorm: false,
  gradientNoise: 0,
  updateEncoding: { kind: "float32" },
  scheduler: { kind: "rounds" },
  validationSamples: 0,
  attackers: null,
  evaluateEvery: 1,
  patience: null,
  minDelta: 0,
  gateDrop: null,
} as const satisfies Partial<RunSettings>;

type Added = keyof typeof before;
/** Settings as a log of any version has them. */
export type SavedSettings = Omit<RunSettings, Added | "strategy" | "localLoss"> &
  Partial<Pick<RunSettings, Exclude<Added, "localLoss">>> & {
    strategy: StrategyChoice;
    localLoss?: v.InferInput<typeof LocalLoss>;
  };

/**
 * Settings with every key, so that a run of an earlier version goes on as it began. The first
 * version's `dirichlet` that shared all pictures out is called `fedsnn-dirichlet` since: the same
 * shards. Settings that are complete come back unchanged.
 */
export function completeSettings(saved: SavedSettings): RunSettings {
  const isFirst = saved.network === undefined;
  const { partition, samplesPerClient } = saved;
  const strategy = v.safeParse(StrategySettings, saved.strategy);
  const loss = v.safeParse(LocalLoss, saved.localLoss ?? before.localLoss);
  const wasCapped = isFirst && partition.kind === "dirichlet" && samplesPerClient === null;
  return {
    ...structuredClone(before),
    ...saved,
    localLoss: (loss.success ? loss.output : saved.localLoss) as LocalLoss,
    strategy: (strategy.success ? strategy.output : saved.strategy) as StrategySettings,
    partition: wasCapped ? { ...partition, kind: "fedsnn-dirichlet" } : partition,
  };
}

/** An event of a log of any version, with all that this version reads of it. */
export function completeEvent(event: LogEvent): LogEvent {
  if (event.type !== "run-opened" || !isObject(event.settings)) return event;
  return { ...event, settings: completeSettings(event.settings) };
}

/** A damaged log may hold anything; what reads it on says so. */
const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;
