// When updates become the next model: one variant a scheduler. A key that is left out gets its
// default, so `{ kind: "fedbuff" }` alone is a choice.

import * as v from "valibot";

import { count, real } from "./ranges.ts";

/** Schedulers and their settings; what each does is said in fl-core's `round` and `buffer`. */
export const Scheduler = v.variant("kind", [
  /** A cohort with a deadline; all of its updates start from the same model. */
  v.strictObject({ kind: v.literal("rounds") }),
  /** Nguyen et al. 2022: whenever so many updates have come, whichever model they began with. */
  v.strictObject({
    kind: v.literal("fedbuff"),
    /** K: updates of as many clients that make the next model. */
    bufferSize: v.optional(count(1, 1000), 10),
    /** Models made since an update was begun, above which it is given up. */
    maxStaleness: v.optional(count(0, 1000), 10),
    /** How unlike in speed simulated clients are: the deviation of their durations' logarithm. */
    speedSpread: v.optional(real(0, 3), 0.5),
  }),
]);

/** A scheduler with every key filled in. */
export type Scheduler = v.InferOutput<typeof Scheduler>;
export type FedBuffSettings = Extract<Scheduler, { kind: "fedbuff" }>;

export const defaultScheduler: Scheduler = { kind: "rounds" };
export const defaultFedBuff = v.parse(Scheduler, { kind: "fedbuff" }) as FedBuffSettings;
