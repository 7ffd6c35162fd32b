// What an adapter can do at most, as far as plain WGSL reaches it: the fastest matrix product and
// the fastest copy. Every other figure is a share of these.

import type { EngineGpu } from "../engine/device/gpu.ts";
import { read, type Shader, shader, unroll, write } from "../engine/kernels/shader.ts";
import { lanesOf } from "../engine/tuner/lanes.ts";
import { matmulFlops, matmulName, MATMUL_STEP, type MatmulVariant } from "./matmul.ts";
import { dispatchOf, matmulVariants, withMatrices, workWith } from "./product.ts";
import { fastest, type TimingOptions, type Work } from "./timing.ts";

/** What the device reaches at best: a matrix product and a copy, the fastest of those tried. */
export interface Ceiling {
  /** Of the fastest matrix product. */
  gflops: number;
  variant: string;
  /** Rows and columns of its matrices. */
  size: number;
  /** Of the fastest copy; bytes read and bytes written both count. */
  gigabytesPerSecond: number;
  copy: string;
  copyBytes: number;
  tried: { name: string; gflops: number }[];
  triedCopies: { name: string; gigabytesPerSecond: number }[];
}

export interface CeilingOptions extends TimingOptions {
  /** Side of the first product; grown where the device is too fast for it. */
  size: number;
  /** Bytes of each side of a copy. */
  copyBytes: number;
  onProgress: (what: string) => void;
}

const LARGEST = 4096;
/** A product that takes less is too short to judge. */
const SHORT_MS = 4;
/** Of all variants tried, so many are timed again; the fastest run counts. */
const FINALISTS = 3;
const FINAL_RUNS = 5;

export async function measureCeiling(gpu: EngineGpu, options: CeilingOptions): Promise<Ceiling> {
  const product = await measureMatmul(gpu, options);
  return { ...product, ...(await measureCopy(gpu, options)) };
}

async function measureMatmul(gpu: EngineGpu, options: CeilingOptions) {
  const size = await sizeFor(gpu, options);
  const lanes = lanesOf(gpu.device);
  const fitting = matmulVariants(size, lanes);
  const times = new Map<MatmulVariant, number>();
  await withMatrices(gpu, size, async (workOf) => {
    const time = async (variant: MatmulVariant, runs: number) => {
      options.onProgress(`matrix product: ${matmulName(variant)}`);
      const ms = await fastest(await workOf(variant), runs, options);
      times.set(variant, Math.min(ms, times.get(variant) ?? Infinity));
    };
    for (const variant of fitting) await time(variant, 1);
    const ranked = [...times].sort(([, a], [, b]) => a - b);
    for (const [variant] of ranked.slice(0, FINALISTS)) await time(variant, FINAL_RUNS);
  });
  const tried = [...times].map(([variant, ms]) => ({
    name: matmulName(variant),
    gflops: matmulFlops(size) / ms / 1e6,
  }));
  const best = tried.reduce((a, b) => (b.gflops > a.gflops ? b : a));
  return { gflops: best.gflops, variant: best.name, size, tried };
}

/** Doubled until a plain product takes long enough. */
async function sizeFor(gpu: EngineGpu, options: CeilingOptions): Promise<number> {
  const [plain] = matmulVariants(options.size, 0);
  for (let size = options.size; ; size *= 2) {
    const isLargest = 2 * size > LARGEST || size % MATMUL_STEP !== 0;
    if (isLargest || plain === undefined) return size;
    options.onProgress(`matrix product of ${size} x ${size}`);
    const ms = await withMatrices(gpu, size, async (workOf) =>
      fastest(await workOf(plain), 1, options),
    );
    if (ms >= SHORT_MS) return size;
  }
}

/** Each thread copies `each` groups of four floats; neighbours lie side by side. */
function copyKernel(bytes: number, each: number): Shader {
  const threads = bytes / 16 / each;
  return shader({
    name: `copy_${each}`,
    bindings: [read("x", "vec4<f32>"), write("y", "vec4<f32>")],
    invocations: threads,
    body: unroll(each, (i) => `y[id + ${i * threads}] = x[id + ${i * threads}];`),
  });
}

async function measureCopy(gpu: EngineGpu, options: CeilingOptions) {
  const { copyBytes: bytes } = options;
  const { device } = gpu;
  const buffers = ["x", "y"].map((name) => gpu.storage(`copy.${name}`, bytes));
  const [from, to] = buffers as [GPUBuffer, GPUBuffer];
  const ownCopy: Work = async (times) => {
    const encoder = device.createCommandEncoder({ label: "copy" });
    for (let i = 0; i < times; i++) encoder.copyBufferToBuffer(from, 0, to, 0, bytes);
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
  };
  const kernelWork = async (each: number) =>
    workWith(gpu, await dispatchOf(gpu, copyKernel(bytes, each), buffers));
  const works: [string, Work][] = [
    ["16 bytes a thread", await kernelWork(1)],
    ["64 bytes a thread", await kernelWork(4)],
    ["256 bytes a thread", await kernelWork(16)],
    ["copyBufferToBuffer", ownCopy],
  ];
  const triedCopies: Ceiling["triedCopies"] = [];
  for (const [name, work] of works) {
    options.onProgress(`copy: ${name}`);
    const ms = await fastest(work, FINAL_RUNS, options);
    triedCopies.push({ name, gigabytesPerSecond: (2 * bytes) / ms / 1e6 });
  }
  for (const buffer of buffers) gpu.free(buffer);
  const best = triedCopies.reduce((a, b) => (b.gigabytesPerSecond > a.gigabytesPerSecond ? b : a));
  const { name: copy, gigabytesPerSecond } = best;
  return { gigabytesPerSecond, copy, copyBytes: bytes, triedCopies };
}
