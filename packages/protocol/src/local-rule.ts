// How a client's training step turns its loss into gradients: one variant a rule. A key that is left
// out gets its default, so `{ kind: "tandem" }` alone is a choice.

import * as v from "valibot";

import { count, real } from "./ranges.ts";

/** Rules and their settings; what each computes is said in snn-core's `local-rule.ts`. */
export const LocalRule = v.variant("kind", [
  /** Back-propagation through time with a surrogate gradient: FedSNN's. */
  v.strictObject({ kind: v.literal("surrogate-bptt") }),
  /** The gradient of the ANN twin on the same weights, arXiv 2109.13208. */
  v.strictObject({ kind: v.literal("proxy") }),
  /** Each layer imitates its twin in an ANN that the client trains first, arXiv 2210.04532. */
  v.strictObject({
    kind: v.literal("tandem"),
    /** Of the hidden layers' errors; 1 in the paper. */
    weight: v.optional(real(0, 100_000), 1),
    /** Epochs of the teacher in each round. */
    teacherEpochs: v.optional(count(1, 20), 1),
  }),
]);

/** A rule with every key filled in. */
export type LocalRule = v.InferOutput<typeof LocalRule>;
export type LocalRuleKind = LocalRule["kind"];

/** All of them, in the order of the schema. */
export const LOCAL_RULES = ["surrogate-bptt", "proxy", "tandem"] as const satisfies LocalRuleKind[];

export const defaultLocalRule: LocalRule = { kind: "surrogate-bptt" };

/** A rule of which only the kind is chosen. */
export const usualRule = (kind: LocalRuleKind): LocalRule => v.parse(LocalRule, { kind });
