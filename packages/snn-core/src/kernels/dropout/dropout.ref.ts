// Which values dropout takes away, as plain loops: the specification of every executor's mask.

import { mix32, subSeed } from "../../random/counter.ts";

/** First label of the streams of masks; weights begin with 1. */
export const DROPOUT_LABEL = 2;

/** Draws have 24 bits: those below this are of values that become 0. */
export const dropoutLimit = (rate: number): number => Math.round(rate * 2 ** 24);

/** What a value that stays is multiplied by. */
export const keptScale = (rate: number): number => Math.fround(1 / (1 - rate));

/** Which mask: of a block in a step. */
export interface DropoutParams {
  /** Share of values that become 0, 0 to below 1. */
  rate: number;
  /** Place of the block in the model. */
  block: number;
  /** Of the batch: each step of a round has its own. */
  seed: number;
}

/**
 * What the values behind an activation are multiplied by in training, `[B, H, W, C]`: 0 or
 * `1 / (1 - rate)`. The draw of a place depends on seed, block and place alone, so that every executor,
 * and the way back, has the same.
 */
export function dropoutMask(params: DropoutParams, length: number): Float32Array {
  const { rate, block, seed } = params;
  const stream = subSeed(seed, DROPOUT_LABEL, block);
  const [limit, scale] = [dropoutLimit(rate), keptScale(rate)];
  const mask = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    const draw = mix32(stream ^ mix32(i + 0x6a09e667)) >>> 8;
    if (draw >= limit) mask[i] = scale;
  }
  return mask;
}
