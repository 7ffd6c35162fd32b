// The flat model of a run, as the checker and the scripted volunteers need it.

import type { ModelShape } from "@spikefed/run-store";
import { modelOf, stateLayout, type ModelChoice } from "@spikefed/snn-core";

export function shapeOf(choice: ModelChoice, classes: number): ModelShape {
  const { entries, length, trainable } = stateLayout(modelOf(choice, classes));
  return { layout: entries, length, trainable, encoding: { kind: "float32" } };
}

/** Of the smallest model, with shapes as pictures: what trials run on. */
export const tinyShape: ModelShape = shapeOf(
  { preset: "s4", network: "snn", timesteps: null, coding: null },
  10,
);
