// The losses of local training that a host can choose, with their usual numbers.

import { LOCAL_LOSSES, type LocalLoss, usualLoss } from "@spikefed/protocol";
import { methodWords, type ChoiceWords, type MethodKey } from "./method-words.ts";

/** What a host can choose: each kind of loss, imitation with either teacher. */
export const lossChoices: readonly { value: LossChoice; loss: LocalLoss }[] = [
  ...LOCAL_LOSSES.map((kind) => ({ value: kind, loss: usualLoss(kind) })),
  {
    value: "ann-teacher",
    loss: { ...usualLoss("distillation"), teacher: "ann" } as LocalLoss,
  },
];

export type LossChoice = LocalLoss["kind"] | "ann-teacher";

/** The choice that a loss is, whatever its numbers. */
export function lossChoice(loss: LocalLoss): LossChoice {
  return loss.kind === "distillation" && loss.teacher === "ann" ? "ann-teacher" : loss.kind;
}

const keys = {
  "cross-entropy": "crossEntropy",
  fedlec: "fedlec",
  distillation: "distillation",
  "ann-teacher": "annTeacher",
} as const satisfies Record<LossChoice, MethodKey>;

export const lossWords = (loss: LocalLoss): ChoiceWords => methodWords(keys[lossChoice(loss)]);
