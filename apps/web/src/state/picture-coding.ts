// A picture as the input of a network, step by step: what the second figure of the article draws.

import { modelOf } from "@spikefed/snn-core/model";
import { encodeBatch, type LabelledImages } from "@spikefed/snn-core/plain";

export type Coding = "direct" | "poisson";

/** Steps that the figure shows. */
export const CODED_STEPS = 8;

export interface CodedPicture {
  /** Input of each step, `[T][3 * 32 * 32]`, from -1 to 1; spikes are -1, 0 or 1. */
  steps: Float32Array[];
  /** Mean over the steps so far, `[T][3 * 32 * 32]`. */
  means: Float32Array[];
  /** Values other than 0 at each step, `[T]`. */
  counts: number[];
}

/** By the encoder that training uses. Direct coding shows every step the same values. */
export function codePicture(
  images: LabelledImages,
  index: number,
  { coding, seed }: { coding: Coding; seed: number },
): CodedPicture {
  const choice = { preset: "s4", network: "snn", timesteps: CODED_STEPS, coding } as const;
  const { input, repeated } = encodeBatch(modelOf(choice, 10), images, [index], seed);
  const size = repeated ? input.length : input.length / CODED_STEPS;
  const steps = Array.from({ length: CODED_STEPS }, (_, t) =>
    repeated ? input : input.subarray(t * size, (t + 1) * size),
  );
  const counts = steps.map((values) => values.reduce((sum, x) => sum + (x === 0 ? 0 : 1), 0));
  return { steps, means: meansOf(steps), counts };
}

function meansOf(steps: readonly Float32Array[]): Float32Array[] {
  const sum = new Float64Array(steps[0]?.length ?? 0);
  return steps.map((values, t) => {
    values.forEach((value, i) => (sum[i]! += value));
    return Float32Array.from(sum, (total) => total / (t + 1));
  });
}

/** Values from -1 to 1 as bytes of a picture; outside of it they are cut off. */
export const asPixels = (values: Float32Array, gain = 1): Uint8Array =>
  Uint8Array.from(values, (x) => Math.round(127.5 * (1 + Math.max(-1, Math.min(1, gain * x)))));
