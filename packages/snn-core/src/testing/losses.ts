// Losses for tests, with a teacher that answers at random.

import type { LossOptions, StepLoss } from "../train/loss-options.ts";
import { noise } from "./gpu.ts";

/** Shares of classes for FedLEC; every class from the third on is missing. */
export const priorOf = (classes: number): number[] =>
  Array.from({ length: classes }, (_, c) => [0.75, 0.25][c] ?? 0);

/** Strong enough that none is lost beside cross entropy. */
export const lossesFor = (classes: number): readonly LossOptions[] => [
  { kind: "fedlec", calibration: 0.4, distillation: 0.7, prior: priorOf(classes) },
  { kind: "distillation", weight: 0.6, temperature: 3 },
];

/** A loss with the logits of a teacher who is not far from an untrained model. */
export const withTeacher = (options: LossOptions, batch: number, classes: number): StepLoss => ({
  options,
  teacher: noise(batch * classes, 21, -2, 2),
});
