// Targets for local tandem learning: rates at random, for each neuron of a batch.

import { featureShapes } from "../model/shapes.ts";
import type { ModelSpec } from "../model/spec.ts";
import { noise } from "./gpu.ts";

/** @param count B */
export function randomTargets(spec: ModelSpec, count: number): Map<number, Float32Array> {
  const shapes = featureShapes(spec);
  return new Map(
    spec.blocks.flatMap(({ type }, index): [number, Float32Array][] => {
      if (type !== "conv" && type !== "linear") return [];
      const { c, h, w } = shapes[index + 1]!;
      return [[index, noise(count * c * h * w, 31 + index, 0, 1)]];
    }),
  );
}
