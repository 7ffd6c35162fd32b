// Help for tests of kernels: a device, tensors in and out, seeded noise, errors relative to size.

import * as tf from "@tensorflow/tfjs-core";

import { activateBackend } from "../gpu/backend.ts";
import { prepareNodeGpu } from "../gpu/node.ts";
import { type Kernel, runKernel } from "../kernels/kernel.ts";
import { uniformAt } from "../random/counter.ts";

/** Validation errors that tfjs does not report: kernels that failed to compile stay silent. */
const problems: string[] = [];

export async function useTestGpu(): Promise<void> {
  if (!(await prepareNodeGpu())) throw new Error("there is no WebGPU adapter for this test run");
  await activateBackend("webgpu");
  const { device } = tf.backend() as unknown as { device: GPUDevice };
  device.onuncapturederror = ({ error }) => problems.push(error.message);
}

/** Runs a kernel on typed arrays. @throws when the device reported an error. */
export async function onGpu<P extends object>(
  kernel: Kernel<P>,
  params: P,
  inputs: readonly (Float32Array | Int32Array)[],
): Promise<Float32Array | Int32Array> {
  const tensors = inputs.map((values) =>
    tf.tensor1d(values, values instanceof Int32Array ? "int32" : "float32"),
  );
  const result = runKernel(kernel, params, tensors);
  const values = (await result.data()) as Float32Array | Int32Array;
  tf.dispose([result, ...tensors]);
  if (problems.length > 0) throw new Error(problems.splice(0).join("\n"));
  return values;
}

/** Uniform in [low, high). */
export function noise(length: number, seed: number, low = -1, high = 1): Float32Array {
  return Float32Array.from({ length }, (_, i) => low + (high - low) * uniformAt(seed, i));
}

/** Packed spikes of `timesteps` steps, each fired with probability `rate`: `[words, neurons]`. */
export function randomSpikes(
  timesteps: number,
  neurons: number,
  rate: number,
  seed: number,
): Int32Array {
  const words = new Int32Array(Math.ceil(timesteps / 32) * neurons);
  for (let t = 0; t < timesteps; t++) {
    for (let i = 0; i < neurons; i++) {
      if (uniformAt(seed, t * neurons + i) < rate) words[(t >> 5) * neurons + i]! |= 1 << (t % 32);
    }
  }
  return words;
}

/** Largest difference over the largest magnitude. */
export function relativeError(got: ArrayLike<number>, want: ArrayLike<number>): number {
  if (got.length !== want.length) return Infinity;
  let difference = 0;
  let magnitude = 1e-30;
  for (let i = 0; i < want.length; i++) {
    difference = Math.max(difference, Math.abs(got[i]! - want[i]!));
    magnitude = Math.max(magnitude, Math.abs(want[i]!));
  }
  return difference / magnitude;
}
