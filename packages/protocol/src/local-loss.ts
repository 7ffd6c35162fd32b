// What a client compares its model's answers with in local training: one variant a loss. A key that
// is left out gets its default, so `{ kind: "fedlec" }` alone is a choice.

import * as v from "valibot";

import { count, real } from "./ranges.ts";

/** Who is imitated. */
export const TEACHERS = ["global", "ann"] as const;

/** Losses and their settings; what each computes is said in snn-core's `loss-options.ts`. */
export const LocalLoss = v.variant("kind", [
  v.strictObject({ kind: v.literal("cross-entropy") }),
  /** For label skew, arXiv 2412.17305; the client counts its labels itself. */
  v.strictObject({
    kind: v.literal("fedlec"),
    /** Weight of the calibration by class frequencies: 0.005 in the authors' code. */
    calibration: v.optional(real(0, 10), 0.005),
    /** Weight of the imitation of the round's model on classes that the client has not: their `lamda`. */
    distillation: v.optional(real(0, 10), 0.1),
  }),
  /** Imitation of a teacher beside cross entropy. */
  v.strictObject({
    kind: v.literal("distillation"),
    /** Share of the imitation in the loss; Joint A-SNN has 0.1. */
    weight: v.optional(real(0, 1), 0.1),
    /** What logits are divided by before they are compared; Joint A-SNN has 3. */
    temperature: v.optional(real(0.1, 100), 3),
    /** global: the round's model; ann: its ANN twin, which the client trains first. */
    teacher: v.optional(v.picklist(TEACHERS), "global"),
    /** Epochs of the twin in each round, where it is the teacher. */
    teacherEpochs: v.optional(count(1, 20), 1),
  }),
]);

/** A loss with every key filled in. */
export type LocalLoss = v.InferOutput<typeof LocalLoss>;
export type LocalLossKind = LocalLoss["kind"];

/** All of them, in the order of the schema. */
export const LOCAL_LOSSES = [
  "cross-entropy",
  "fedlec",
  "distillation",
] as const satisfies LocalLossKind[];

export const defaultLocalLoss: LocalLoss = { kind: "cross-entropy" };

/** A loss of which only the kind is chosen. */
export const usualLoss = (kind: LocalLossKind): LocalLoss => v.parse(LocalLoss, { kind });
