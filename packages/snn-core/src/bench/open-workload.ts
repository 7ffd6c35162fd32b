// Brings a workload's inputs to the device: buffers by name, dispatches bound to them, tensors.

import * as tf from "@tensorflow/tfjs-core";

import { type Dispatch, type EngineGpu, submit, whole } from "../engine/device/gpu.ts";
import type { Shader } from "../engine/kernels/shader.ts";
import { tfjsWork } from "./tfjs-queue.ts";
import type { Work } from "./timing.ts";
import type { OpenWorkload } from "./workload.ts";

type Values = Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

export interface WorkloadParts {
  /** Dispatches of one run, with the buffers that they bind. */
  steps: { shader: Shader; bound: string[] }[];
  inputs: Record<string, Values>;
  /** Bound as uniforms. */
  uniforms?: Record<string, Values>;
  /** Buffers written, in groups of four bytes; `out` is the result. */
  sizes: Record<string, number>;
  /** Ahead of each run, `[from, to]` is copied: for what a run overwrites. */
  restore?: [string, string];
  /** Tensors to free at the end. */
  tensors: tf.Tensor[];
  /** Makes the result in tfjs's ops. */
  theirs: () => tf.Tensor | tf.Tensor[];
  /** Buffers of the result; default `out`. */
  results?: string[];
  /** The results as floats, in the order of what they are held against. */
  read?: (results: ArrayBuffer[]) => Float32Array;
  /** What the result is held against, from tfjs's tensors; default: the first of them. */
  wanted?: (made: Float32Array[]) => Float32Array;
  error: (got: Float32Array, want: Float32Array) => number;
}

export async function openWorkload(gpu: EngineGpu, parts: WorkloadParts): Promise<OpenWorkload> {
  const buffers = buffersOf(gpu, parts);
  const dispatches: Dispatch[] = [];
  for (const { shader, bound } of parts.steps) {
    const ranges = bound.map((name) => whole(buffers.get(name)!));
    dispatches.push(await gpu.dispatch({ label: shader.name, flops: 0, shader }, ranges));
  }
  const ours = gpuWork(gpu, dispatches, restoring(parts, buffers));
  return {
    dispatches: dispatches.length,
    ours,
    theirs: tfjsWork(parts.theirs),
    async error() {
      await ours(1);
      const results: ArrayBuffer[] = [];
      for (const name of parts.results ?? ["out"]) {
        results.push(await gpu.readBack([whole(buffers.get(name)!)]));
      }
      const got = parts.read?.(results) ?? new Float32Array(results[0]!);
      const made = await valuesOf(parts.theirs);
      return parts.error(got, parts.wanted?.(made) ?? made[0]!);
    },
    dispose() {
      tf.dispose(parts.tensors);
      for (const buffer of buffers.values()) gpu.free(buffer);
    },
  };
}

async function valuesOf(theirs: WorkloadParts["theirs"]): Promise<Float32Array[]> {
  const made = tf.tidy(theirs);
  const values: Float32Array[] = [];
  for (const tensor of [made].flat()) values.push((await tensor.data()) as Float32Array);
  tf.dispose(made);
  return values;
}

function buffersOf(gpu: EngineGpu, parts: WorkloadParts): Map<string, GPUBuffer> {
  const { inputs, uniforms = {}, sizes } = parts;
  const buffers = new Map<string, GPUBuffer>();
  const send = (name: string, buffer: GPUBuffer, values: Values) => {
    gpu.device.queue.writeBuffer(buffer, 0, values);
    buffers.set(name, buffer);
  };
  for (const [name, values] of Object.entries(inputs)) {
    send(name, gpu.storage(name, values.byteLength), values);
  }
  for (const [name, values] of Object.entries(uniforms)) {
    send(name, gpu.uniform(name, values.byteLength), values);
  }
  for (const [name, length] of Object.entries(sizes)) {
    buffers.set(name, gpu.storage(name, 4 * length));
  }
  return buffers;
}

type Before = (encoder: GPUCommandEncoder) => void;

function restoring(
  { restore }: WorkloadParts,
  buffers: ReadonlyMap<string, GPUBuffer>,
): Before | undefined {
  if (restore === undefined) return undefined;
  const [from, to] = restore.map((name) => buffers.get(name)!) as [GPUBuffer, GPUBuffer];
  return (encoder) => {
    encoder.copyBufferToBuffer(from, 0, to, 0, to.size);
  };
}

/** Runs dispatches so often and waits; `before` comes ahead of each run. */
function gpuWork({ device }: EngineGpu, dispatches: readonly Dispatch[], before?: Before): Work {
  return async (times) => {
    if (before === undefined)
      submit(device, Array<readonly Dispatch[]>(times).fill(dispatches).flat());
    else for (let i = 0; i < times; i++) submit(device, dispatches, before);
    await device.queue.onSubmittedWorkDone();
  };
}
