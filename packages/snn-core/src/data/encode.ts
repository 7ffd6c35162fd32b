// Pictures to the network's input: normalised to [-1, 1], then direct or signed Poisson coding.

import { SnnError } from "../errors.ts";
import { dropoutOf, type ModelSpec } from "../model/spec.ts";
import { subSeed, uniformAt } from "../random/counter.ts";
import type { Batch, EncodedBatch, PickedBatch } from "../train/executor.ts";
import type { LabelledImages } from "./shard.ts";

export const isPicked = (batch: Batch): batch is PickedBatch => "indices" in batch;

/** Any batch with its input computed here. */
export const encoded = (spec: ModelSpec, batch: Batch): EncodedBatch =>
  isPicked(batch) ? encodeBatch(spec, batch.images, batch.indices, batch.seed) : batch;

/** Labels of either kind of batch, `[B]`. */
export const labelsOf = (batch: Batch): Int32Array =>
  isPicked(batch)
    ? Int32Array.from(batch.indices, (index) => batch.images.labels[index]!)
    : batch.labels;

/**
 * @throws {SnnError} `data/batch` when pictures do not have `size` values each, or when an index is
 *   not one of a picture.
 */
export function checkPicked(
  { images, indices }: Pick<PickedBatch, "images" | "indices">,
  size: number,
): void {
  const { count, pixels } = images;
  if (pixels.length !== count * size) {
    throw new SnnError(
      "data/batch",
      `a picture has ${pixels.length / count} values, the model takes ${size}`,
    );
  }
  for (const index of Array.from(indices)) {
    if (Number.isInteger(index) && index >= 0 && index < count) continue;
    throw new SnnError("data/batch", `there is no picture ${index} among ${count}`);
  }
}

/** @throws {SnnError} `data/batch` when the model has dropout and nothing to draw its masks from. */
export function checkSeed({ name, blocks }: ModelSpec, batch: Batch): void {
  if (batch.seed !== undefined || blocks.every((block) => dropoutOf(block) === 0)) return;
  throw new SnnError("data/batch", `${name} has dropout and the batch no seed`);
}

/**
 * One batch of pictures as the model's input, `[T, B, C, H, W]`; direct coding: `[1, B, C, H, W]`.
 *
 * Direct coding: the analog picture `x = pixel / 127.5 - 1` at each step.
 * Poisson coding: `s[t] = sign(x) * 1[2 U <= |x|]`, U uniform in [0, 1): a spike with
 * probability |x| / 2, drawn anew for each step (FedSNN, PoissonGen).
 *
 * @param indices Which pictures; the order is the order in the batch.
 * @param seed Of the Poisson draws, where each picture has its own stream; the batch keeps it for dropout.
 * @throws {SnnError} `data/batch` when the pictures have another size than the model's input, or
 *   an index is not one of a picture.
 * @see Venkatesha et al., Federated Learning with Spiking Neural Networks, arXiv 2106.06579.
 */
export function encodeBatch(
  spec: ModelSpec,
  images: LabelledImages,
  indices: ArrayLike<number>,
  seed: number,
): EncodedBatch {
  const size = spec.input[0] * spec.input[1] * spec.input[2];
  checkPicked({ images, indices }, size);
  const count = indices.length;
  const labels = Int32Array.from(indices, (index) => images.labels[index]!);
  const steps = spec.coding === "poisson" ? spec.timesteps : 1;
  const input = new Float32Array(steps * count * size);
  for (let b = 0; b < count; b++) {
    const from = indices[b]! * size;
    if (spec.coding !== "poisson") normalise(images.pixels, from, input, b * size, size);
    else poisson(images.pixels, from, input, { b, count, size, steps, seed: subSeed(seed, from) });
  }
  return { input, repeated: spec.coding !== "poisson", labels, seed };
}

function normalise(
  pixels: Uint8Array,
  from: number,
  input: Float32Array,
  to: number,
  size: number,
): void {
  for (let i = 0; i < size; i++) input[to + i] = pixels[from + i]! / 127.5 - 1;
}

function poisson(
  pixels: Uint8Array,
  from: number,
  input: Float32Array,
  at: { b: number; count: number; size: number; steps: number; seed: number },
): void {
  const { b, count, size, steps, seed } = at;
  for (let t = 0; t < steps; t++) {
    const to = (t * count + b) * size;
    for (let i = 0; i < size; i++) {
      const x = pixels[from + i]! / 127.5 - 1;
      const fires = 2 * uniformAt(seed, t * size + i) <= Math.abs(x);
      input[to + i] = fires ? Math.sign(x) : 0;
    }
  }
}
