// What decides about a model: which is the best, what is taken back, when a run ends.

import type { LogEvent, RunSettings } from "@spikefed/protocol";

type Judged = Pick<LogEvent & { type: "evaluated" }, "correct" | "samples" | "loss" | "validation">;

/**
 * The accuracy that decisions are made by, 0 .. 1: on the validation pictures where there are any,
 * so that the test pictures steer nothing; else on the test pictures. Null: there was no picture.
 */
export function decidingAccuracy({
  validation,
  ...test
}: Pick<Judged, "correct" | "samples" | "validation">): number | null {
  const { correct, samples } = (validation?.samples ?? 0) > 0 ? validation! : test;
  return samples > 0 ? correct / samples : null;
}

/** Marks a figure that was not measured on the test pictures. */
export const decidedOn = ({
  validationSamples,
}: Pick<RunSettings, "validationSamples">): { on?: "validation" } =>
  validationSamples > 0 ? { on: "validation" } : {};

/** Why such a model is worth nothing; null: its losses are numbers. */
export function lossFault({
  loss,
  validation,
}: Pick<Judged, "loss" | "validation">): string | null {
  const wrong = [loss, validation?.loss ?? 0].find((value) => !Number.isFinite(value));
  return wrong === undefined ? null : `the loss on held-out pictures is ${wrong}`;
}
