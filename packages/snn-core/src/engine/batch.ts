// The two kinds of batch as the engine takes them: places in a shard whose bytes lie on the GPU, or
// floats (golden cases, tests), brought to the engine's order on the CPU.

import { isPicked } from "../data/encode.ts";
import { SnnError } from "../errors.ts";
import type { ModelSpec } from "../model/spec.ts";
import type { Batch, EncodedBatch } from "../train/executor.ts";
import type { InputKind, Network } from "./plan/network.ts";

/** How a batch reaches the GPU. */
export function inputKind(spec: ModelSpec, batch: Batch): InputKind {
  if (!isPicked(batch)) return batch.repeated ? "repeated" : "given";
  if (spec.coding === "given") {
    throw new SnnError("data/batch", `the model ${spec.name} takes given input, not pictures`);
  }
  return spec.coding;
}

/** @throws {SnnError} `data/batch` without a picture, or with a label that the model cannot answer. */
export function checkLabels(labels: Int32Array, classes: number): void {
  if (labels.length === 0) throw new SnnError("data/batch", "the batch has no picture");
  const wrong = labels.find((label) => label < 0 || label >= classes);
  if (wrong === undefined) return;
  throw new SnnError("data/batch", `label ${wrong} is none of the model's ${classes} classes`);
}

/** @throws {SnnError} `data/batch` when the length does not fit the model. */
export function checkInput(
  { input: [c, h, w], timesteps }: ModelSpec,
  { input, repeated, labels }: EncodedBatch,
): void {
  const steps = repeated ? 1 : timesteps;
  if (input.length === steps * labels.length * c * h * w) return;
  throw new SnnError(
    "data/batch",
    `the input has ${input.length} values, ${steps} x ${labels.length} x ${c} x ${h} x ${w} are wanted`,
  );
}

/** Seed (0 where none is asked for), indices, labels: `[1 + 2 size]`; places beyond the batch's own repeat the first picture. */
export function jobOf(batch: Batch, labels: Int32Array, size: number): Uint32Array<ArrayBuffer> {
  const job = new Uint32Array(1 + 2 * size);
  job[0] = (batch.seed ?? 0) >>> 0;
  if (isPicked(batch)) job.set(Uint32Array.from(batch.indices), 1);
  job.set(labels, 1 + size);
  return job;
}

/**
 * `[steps, B, C, H, W]` -> `[steps, batch, H / pool, W / pool, channels]`; images beyond the
 * batch's own stay zero.
 *
 * @throws {SnnError} `data/batch` when the length does not fit the model.
 */
export function denseInput(
  { spec, source, timesteps }: Network,
  { input, repeated, labels }: EncodedBatch,
  batch: number,
): Float32Array<ArrayBuffer> {
  checkInput(spec, { input, repeated, labels });
  const [c, h, w] = source.picture;
  const steps = repeated ? 1 : timesteps;
  const count = labels.length;
  const { height, width, channels } = source.out;
  const { pool } = source;
  const values = new Float32Array(steps * batch * height * width * channels);
  const share = 1 / (pool * pool);
  for (let frame = 0; frame < steps * count; frame++) {
    const target = Math.floor(frame / count) * batch + (frame % count);
    for (let i = 0; i < c * h * w; i++) {
      const row = Math.floor((Math.floor(i / w) % h) / pool);
      const column = Math.floor((i % w) / pool);
      if (row >= height || column >= width) continue;
      const place = ((target * height + row) * width + column) * channels + Math.floor(i / (h * w));
      values[place]! += input[frame * c * h * w + i]! * share;
    }
  }
  return values;
}
