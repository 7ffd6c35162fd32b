// A program on the device: its buffers made, its kernels compiled, ready to be submitted.

import { allocate } from "../../gpu/problem.ts";
import type { BufferRange, Dispatch, EngineGpu } from "../device/gpu.ts";
import { whole } from "../device/gpu.ts";
import type { Bound, Step } from "./step.ts";

export interface LoadedProgram {
  dispatches: Dispatch[];
  /** Zeroes what its kernels add to; wanted before the first dispatch of every run. */
  clear(this: void, encoder: GPUCommandEncoder): void;
  buffer(name: string): GPUBuffer;
  /** Frees the buffers that this program made. */
  dispose(): void;
}

export interface LoadOptions {
  steps: readonly Step[];
  /** Buffers to make, by name. */
  buffers: ReadonlyMap<string, number>;
  /** Buffers that exist already and outlive the program. */
  shared: ReadonlyMap<string, GPUBuffer>;
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/** @throws {SnnError} `gpu/memory` when the buffers have no room, `gpu/failed` for a bad kernel. */
export async function loadProgram(gpu: EngineGpu, options: LoadOptions): Promise<LoadedProgram> {
  const { steps, shared, onProgress } = options;
  const own = new Map<string, GPUBuffer>();
  const dispose = () => {
    for (const buffer of own.values()) gpu.free(buffer);
    own.clear();
  };
  const buffer = (name: string): GPUBuffer => {
    const found = shared.get(name) ?? own.get(name);
    if (!found) throw new Error(`no buffer is called ${name}`);
    return found;
  };
  try {
    await allocate(gpu.device, () => {
      for (const [name, bytes] of options.buffers) {
        if (!shared.has(name)) own.set(name, gpu.storage(name, bytes));
      }
    });
    let done = 0;
    const compile = async (step: Step): Promise<Dispatch> => {
      const dispatch = await gpu.dispatch(step, rangesOf(step.bound, buffer));
      done += 1;
      onProgress?.(done, steps.length);
      return dispatch;
    };
    const added = [...addedTo(steps)].map(buffer);
    const clear = (encoder: GPUCommandEncoder) => {
      for (const one of added) encoder.clearBuffer(one);
    };
    return { dispatches: await Promise.all(steps.map(compile)), clear, buffer, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

const nameOf = (range: Bound): string => (typeof range === "string" ? range : range.name);

/** Names of the buffers that the steps add to. */
export const addedTo = (steps: readonly Step[]): ReadonlySet<string> =>
  new Set(steps.flatMap(({ shader, bound }) => shader.adds.map((place) => nameOf(bound[place]!))));

export function rangesOf(bound: Step["bound"], buffer: (name: string) => GPUBuffer): BufferRange[] {
  return bound.map((range) =>
    typeof range === "string"
      ? whole(buffer(range))
      : { buffer: buffer(range.name), offset: range.offset, size: range.size },
  );
}
