// The loss that a run's settings name, for the pictures of one client.

import type { LossOptions } from "./loss-options.ts";

/** What settings say about the loss; what each computes is said at `LossOptions`. */
export type LossChoice =
  | { kind: "cross-entropy" }
  | { kind: "fedlec"; calibration: number; distillation: number }
  | {
      kind: "distillation";
      weight: number;
      temperature: number;
      /** The round's model, or the ANN twin that the client trains: `trainTwin`. */
      teacher: "global" | "ann";
      /** Epochs of that twin. */
      teacherEpochs: number;
    };

/**
 * The one way from settings to a loss. FedLEC's prior is counted here: labels stay with the client.
 *
 * @param labels Of all the client's pictures, `[count]`.
 * @param classes C
 */
export function lossFor(
  choice: LossChoice,
  labels: ArrayLike<number>,
  classes: number,
): LossOptions {
  if (choice.kind === "cross-entropy") return choice;
  if (choice.kind === "distillation") {
    const { kind, weight, temperature } = choice;
    return { kind, weight, temperature };
  }
  const counts = new Float64Array(classes);
  for (const label of Array.from(labels)) counts[label]! += 1;
  return { ...choice, prior: Array.from(counts, (count) => count / labels.length) };
}
