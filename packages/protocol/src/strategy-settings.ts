// How a host wants updates to become the next model: one variant a strategy, with Flower's names.
// A key that is left out gets its default, so `{ kind: "fedavg" }` alone is a choice.

import * as v from "valibot";

import { SpikefedError } from "./errors.ts";
import { count, real } from "./ranges.ts";

export const WEIGHTINGS = ["samples", "uniform"] as const;

const common = {
  /** Updates with a larger L2 norm are scaled down to it before anything else; null: none are. */
  clipNorm: v.optional(v.nullable(real(0.001, 1_000_000)), null),
};

const weighted = {
  /** What an update counts: its training pictures, as in McMahan's FedAvg, or 1, as in FedSNN's code. */
  weighting: v.optional(v.picklist(WEIGHTINGS), "samples"),
  ...common,
};

/** Reddi et al. 2021, algorithm 2. `eta`: the server's learning rate; `tau`: what adapts how little. */
const adaptive = (eta: number, beta1: number) => ({
  eta: v.optional(real(0.000_01, 10), eta),
  beta1: v.optional(real(0, 0.999), beta1),
  tau: v.optional(real(1e-9, 1), 0.001),
  ...weighted,
});

const beta2 = v.optional(real(0, 0.9999), 0.99);

const byzantine = {
  /** f: clients that may send anything. Flower's default, 0, guards against nobody. */
  numMaliciousNodes: v.optional(count(0, 499), 1),
  ...common,
};

/** Strategies and their settings; what each computes is said in fl-core's `aggregate`. */
export const StrategySettings = v.variant("kind", [
  v.strictObject({ kind: v.literal("fedavg"), ...weighted }),
  v.strictObject({
    kind: v.literal("fedprox"),
    /** mu: how strongly local work is pulled back to the round's model. */
    proximalMu: v.optional(real(0, 100), 0.01),
    ...weighted,
  }),
  v.strictObject({
    kind: v.literal("fedavgm"),
    serverLearningRate: v.optional(real(0.0001, 10), 1),
    /** beta of Hsu et al. Flower's default, 0, is FedAvg. */
    serverMomentum: v.optional(real(0, 0.999), 0.9),
    ...weighted,
  }),
  v.strictObject({ kind: v.literal("fedadam"), ...adaptive(0.1, 0.9), beta2 }),
  v.strictObject({ kind: v.literal("fedyogi"), ...adaptive(0.01, 0.9), beta2 }),
  v.strictObject({ kind: v.literal("fedadagrad"), ...adaptive(0.1, 0) }),
  v.strictObject({ kind: v.literal("fedmedian"), ...common }),
  v.strictObject({
    kind: v.literal("fedtrimmedavg"),
    /** Share of the values that is cut off at each end. */
    beta: v.optional(real(0, 0.49), 0.2),
    ...common,
  }),
  v.strictObject({ kind: v.literal("krum"), ...byzantine }),
  v.strictObject({
    kind: v.literal("multikrum"),
    /** m: updates that are averaged; null: n - f - 2, the most that the method allows. */
    numNodesToSelect: v.optional(v.nullable(count(1, 1000)), null),
    ...byzantine,
  }),
  v.strictObject({ kind: v.literal("bulyan"), ...byzantine }),
]);

/** A strategy with every key filled in. */
export type StrategySettings = v.InferOutput<typeof StrategySettings>;
export type StrategyKind = StrategySettings["kind"];
export type Weighting = (typeof WEIGHTINGS)[number];

/** A strategy as it may be written: `kind`, and the keys that differ from their defaults. */
export type StrategyChoice = v.InferInput<typeof StrategySettings>;

/** All of them, in the order of the schema. */
export const STRATEGIES = [
  ...["fedavg", "fedprox", "fedavgm", "fedadam", "fedyogi", "fedadagrad"],
  ...["fedmedian", "fedtrimmedavg", "krum", "multikrum", "bulyan"],
] as readonly StrategyKind[];

/**
 * Updates without which a strategy has no meaning.
 *
 * - krum, multikrum: `2 f + 3` (Blanchard et al. 2017, proposition 4.2), and `m + f + 2` for m to
 *   select; bulyan: `4 f + 3` (El Mhamdi et al. 2018).
 * - fedtrimmedavg: as many as make its share one whole value at each end.
 */
export function leastUpdates(strategy: StrategySettings): number {
  switch (strategy.kind) {
    case "krum":
      return 2 * strategy.numMaliciousNodes + 3;
    case "multikrum": {
      const { numMaliciousNodes: f, numNodesToSelect: m } = strategy;
      return Math.max(2 * f + 3, (m ?? 1) + f + 2);
    }
    case "bulyan":
      return 4 * strategy.numMaliciousNodes + 3;
    case "fedtrimmedavg":
      return strategy.beta === 0 ? 1 : Math.ceil(1 / strategy.beta - 1e-9);
    default:
      return 1;
  }
}

export const defaultStrategy: StrategySettings = {
  kind: "fedavg",
  weighting: "samples",
  clipNorm: null,
};

/**
 * A strategy with its defaults filled in, checked: of a run log, or of a caller's own making.
 *
 * @throws {SpikefedError} `room/settings` with the first key that is wrong.
 */
export function readStrategy(raw: unknown): StrategySettings {
  const parsed = v.safeParse(StrategySettings, raw, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const key = ["strategy", v.getDotPath(issue)].filter((part) => part !== null).join(".");
  const allowed = issue.expected === "never" ? "nothing: there is no such setting" : issue.expected;
  throw new SpikefedError("room/settings", {
    ...{ key, got: issue.received.slice(0, 60) },
    allowed: allowed ?? issue.message.slice(0, 100),
  });
}
