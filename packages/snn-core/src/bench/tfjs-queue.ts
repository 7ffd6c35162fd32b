// tfjs's side of the shared device. It collects dispatches in an open pass and submits them when
// it likes; here they are sent, waited for and counted.

import * as tf from "@tensorflow/tfjs-core";

import type { Work } from "./timing.ts";

/** What the backend has at run time; its types hide some of it. */
interface Backend {
  device: GPUDevice;
  bufferManager: { numBytesUsed: number };
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  runWebGPUProgram(...args: unknown[]): unknown;
}

const backendOf = () => tf.backend() as unknown as Backend;

/** Submits what tfjs holds back. The order matters: an open pass cannot be submitted. */
export function flushTfjs(): void {
  const backend = backendOf();
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
}

/** Runs a synchronous op and throws its result away, so often; waits for the device once. */
export const tfjsWork =
  (op: () => tf.Tensor | tf.Tensor[]): Work =>
  async (times) => {
    for (let i = 0; i < times; i++) tf.dispose(tf.tidy(op));
    flushTfjs();
    await backendOf().device.queue.onSubmittedWorkDone();
  };

export interface TfjsUsage {
  dispatches: number;
  /** Most bytes in use by tfjs at one time. */
  peakBytes: number;
}

/** Counts what tfjs does on the device while `work` runs. */
export async function watchTfjs(work: () => Promise<unknown>): Promise<TfjsUsage> {
  const backend = backendOf();
  const usage: TfjsUsage = { dispatches: 0, peakBytes: 0 };
  const run = backend.runWebGPUProgram.bind(backend);
  backend.runWebGPUProgram = (...args) => {
    const made = run(...args);
    usage.dispatches += 1;
    usage.peakBytes = Math.max(usage.peakBytes, backend.bufferManager.numBytesUsed);
    return made;
  };
  try {
    await work();
  } finally {
    backend.runWebGPUProgram = run;
  }
  return usage;
}
