// What each layer shall learn in local tandem learning: the twin's values as firing rates.

import { SnnError } from "../errors.ts";
import type { Batch, Executor } from "./executor.ts";
import { quantile } from "./quantile.ts";

/** Of a layer's values in the batch so many are at most 1 when they are normalised. */
const SHARE = 0.999;

/**
 * `clip(A / P99.9(A), 0, 1)` for each hidden layer of the twin, whose norms use their running
 * statistics: a frozen teacher. A layer that is silent wants silence.
 *
 * @returns By block `[B, H, W, C]`.
 * @throws {SnnError} `train/rule` for a teacher that does not tell its values: the engine.
 * @see Yang et al., arXiv 2210.04532, and Aries231/Local_tandem_learning_rule: percentile and clip.
 */
export async function tandemTargets(
  twin: Executor,
  batch: Batch,
): Promise<Map<number, Float32Array>> {
  const { values } = await twin.trace(batch);
  if (values === undefined) {
    throw new SnnError("train/rule", `the executor "${twin.name}" does not tell a twin's values`);
  }
  return new Map([...values].map(([block, layer]) => [block, asRates(layer)]));
}

function asRates(values: Float32Array): Float32Array {
  const most = quantile(values, SHARE);
  if (!(most > 0)) return new Float32Array(values.length);
  return values.map((value) => Math.min(Math.max(value / most, 0), 1));
}
