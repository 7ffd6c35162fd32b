// Matrix products as work that can be timed: the ceiling's candidates, and the fastest of them as a
// yardstick beside every kernel.

import { type Dispatch, type EngineGpu, submit, whole } from "../engine/device/gpu.ts";
import type { Shader } from "../engine/kernels/shader.ts";
import { lanesOf } from "../engine/tuner/lanes.ts";
import { uniformAt } from "../random/counter.ts";
import { matmul, matmulFlops, matmulName, type MatmulVariant } from "./matmul.ts";
import type { Work } from "./timing.ts";

/** `[share, rows, quads, threads]` */
const variants: readonly [MatmulVariant["share"], number, number, number][] = [
  ["thread", 8, 1, 64],
  ["thread", 8, 2, 64],
  ["thread", 4, 4, 64],
  ["uniform", 8, 2, 64],
  ["uniform", 16, 2, 64],
  ["subgroup", 8, 2, 64],
  ["subgroup", 16, 2, 64],
  ["subgroup", 32, 2, 64],
  ["subgroup", 64, 2, 64],
  ["subgroup", 32, 4, 64],
  ["workgroup", 8, 1, 64],
  ["workgroup", 8, 2, 64],
  ["workgroup", 4, 1, 256],
  ["workgroup", 8, 2, 256],
];

/** Those whose tiles fill the matrices, and that the device can run. */
export function matmulVariants(size: number, lanes: number): MatmulVariant[] {
  return variants
    .map(([share, rows, quads, threads]) => ({ share, rows, quads, threads }))
    .filter(({ share, rows, quads, threads }) => {
      if (share === "subgroup" && lanes === 0) return false;
      const side = Math.sqrt(threads);
      const [down, across] =
        share === "workgroup" ? [side * rows, side * quads] : [rows, threads * quads];
      return share === "thread" || (size % down === 0 && (size / 4) % across === 0);
    });
}

/** Buffers for matrices of this side, and work on them, for as long as `use` takes. */
export async function withMatrices<R>(
  gpu: EngineGpu,
  size: number,
  use: (workOf: (variant: MatmulVariant) => Promise<Work>) => Promise<R>,
): Promise<R> {
  const buffers = ["a", "b", "c"].map((name) => gpu.storage(`matmul.${name}`, 4 * size ** 2));
  const values = Float32Array.from({ length: size ** 2 }, (_, i) => 2 * uniformAt(1, i) - 1);
  for (const buffer of buffers.slice(0, 2)) gpu.device.queue.writeBuffer(buffer, 0, values);
  try {
    return await use(async (variant) => {
      const kernel = matmul(size, variant, lanesOf(gpu.device));
      return workWith(gpu, await dispatchOf(gpu, kernel, buffers));
    });
  } finally {
    for (const buffer of buffers) gpu.free(buffer);
  }
}

export const dispatchOf = (gpu: EngineGpu, kernel: Shader, buffers: readonly GPUBuffer[]) =>
  gpu.dispatch({ label: kernel.name, flops: 0, shader: kernel }, buffers.map(whole));

export const workWith =
  ({ device }: EngineGpu, dispatch: Dispatch): Work =>
  async (times) => {
    submit(device, Array<Dispatch>(times).fill(dispatch));
    await device.queue.onSubmittedWorkDone();
  };

/** Work of known size that runs in turns with a kernel. */
export interface Yardstick {
  run: Work;
  /** Floating-point operations of one run. */
  flops: number;
}

/** The product of this size and name, as a ceiling tells them, for as long as `use` takes. */
export async function withProduct<R>(
  gpu: EngineGpu,
  { size, variant: name }: { size: number; variant: string },
  use: (yardstick: Yardstick) => Promise<R>,
): Promise<R> {
  const all = matmulVariants(size, lanesOf(gpu.device));
  const fastest = all.find((variant) => matmulName(variant) === name);
  if (fastest === undefined) throw new Error(`no matrix product is called ${name}`);
  return withMatrices(gpu, size, async (workOf) =>
    use({ run: await workOf(fastest), flops: matmulFlops(size) }),
  );
}
