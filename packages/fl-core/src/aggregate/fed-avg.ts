// FedAvg in fixed point: the same updates give the same bits in any order of arrival.

import { SpikefedError } from "@spikefed/protocol";

import { addChange, type Range } from "./add-change.ts";
import { checkDelta } from "./check-delta.ts";

/**
 * One unit of the sums is 2^-21, 5e-7: far below what a step of training changes. A finer one would
 * leave less room for running variances, which change by hundreds where activations do not spike.
 */
const SCALE = 2 ** 21;

/** One unit of the sums, as records name it. */
export const SUM_UNIT = 1 / SCALE;

/** Training pictures that one average can weigh. */
export const MAX_SAMPLES = 2 ** 18;

/** Sums of one round; `addUpdate` changes them. 8 bytes a value, whatever the number of clients. */
export interface UpdateSum {
  /** Sum of samples * round(delta * 2^21): integers, `[P]`. */
  values: Float64Array;
  /** Sum of samples. */
  samples: number;
  /** Updates added. */
  count: number;
}

/** @param length P, values of the flat model. */
export function createSum(length: number): UpdateSum {
  return { values: new Float64Array(length), samples: 0, count: 0 };
}

/**
 * Adds `samples * q` with `q = round(delta * 2^21)` to the sums.
 *
 * Exact: delta is a float32, so delta * 2^21 (and half a unit more) is exact in float64, and |delta| <= 2^14 gives
 * |q| <= 2^35. With at most 2^18 samples in total, every product and every partial sum is an integer
 * of size <= 2^35 * 2^18 = 2^53, and all of those are float64 numbers. Exact integer addition does
 * not depend on order.
 *
 * @param delta `[P]`; nothing is added when it is refused.
 * @param samples Training pictures behind it, a positive integer, from the issued shard.
 * @throws {SpikefedError} `update/shape`, `update/not-finite`, `update/range` (|delta| > 2^14);
 *   `aggregate/samples` when the count is not a positive integer or the total would pass 2^18.
 */
export function addUpdate(sum: UpdateSum, delta: Float32Array, samples: number): void {
  checkDelta(delta, sum.values.length);
  checkSamples(sum, samples);
  const { values } = sum;
  for (let p = 0; p < values.length; p++) {
    values[p]! += samples * Math.floor(delta[p]! * SCALE + 0.5); // as Math.round, in half the time
  }
  sum.samples += samples;
  sum.count += 1;
}

function checkSamples(sum: UpdateSum, samples: number): void {
  if (Number.isInteger(samples) && samples >= 1 && sum.samples + samples <= MAX_SAMPLES) return;
  const facts = { got: samples, before: sum.samples, limit: MAX_SAMPLES };
  throw new SpikefedError("aggregate/samples", facts);
}

/**
 * The samples-weighted mean of the changes, `sum_k samples[k] * delta_k[p] / sum_k samples[k]`,
 * within 2^-22 (the fixed point's half unit).
 *
 * @returns `[P]`, float64: what is added to a model is rounded once.
 * @throws {SpikefedError} `aggregate/empty`
 */
export function meanChange(sum: UpdateSum): Float64Array {
  if (sum.count === 0) throw new SpikefedError("aggregate/empty");
  const unit = sum.samples * SCALE;
  return sum.values.map((value) => value / unit);
}

/**
 * The mean change, added to the base model:
 *
 *     out[p] = base[p] + sum_k samples[k] * delta_k[p] / sum_k samples[k]
 *
 * One division and one addition in float64, then one rounding to float32.
 *
 * @param base `[P]`, the model that all updates started from; not changed.
 * @param nonNegative Ranges that must not fall below zero (`varianceSlots`). A mean of variances is
 *   never negative, but the fixed point may put one up to 2^-22 below zero: it becomes 0.
 * @returns `[P]`
 * @throws {SpikefedError} `aggregate/empty`, `update/shape` when lengths differ.
 * @see McMahan et al., Communication-Efficient Learning of Deep Networks from Decentralized Data,
 *   AISTATS 2017, Algorithm 1.
 */
export function fedAvg(
  base: Float32Array,
  sum: UpdateSum,
  nonNegative: readonly Range[] = [],
): Float32Array<ArrayBuffer> {
  return addChange(base, meanChange(sum), nonNegative);
}
