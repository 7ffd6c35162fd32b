// Runs variants on a device: buffers of the trial layer, the dispatches of a candidate, its result,
// and how long it takes.

import { type Dispatch, type EngineGpu, submit, whole } from "../device/gpu.ts";
import { packedConv } from "../kernels/packed-conv.ts";
import type { Shader } from "../kernels/shader.ts";
import { tileConv } from "../kernels/tile-conv.ts";
import {
  sumPieces,
  weightGradient,
  weightGradientPieces,
  type WeightGradientVariant,
} from "../kernels/weight-gradient.ts";
import type { Tuning } from "../plan/tuning.ts";
import type { Candidate } from "./candidates.ts";
import { type TrialCase, trialCase, type TrialLayer, type TrialSize } from "./trial-case.ts";
import { filterSamples, mapSamples, type Sample, windowsOf } from "./trial-samples.ts";

/** Makes a candidate's kernels; handed in, so that a test can make wrong ones. */
export type MakeKernels = (candidate: Candidate, trial: TrialCase) => KernelCall[];

export interface KernelCall {
  shader: Shader;
  bound: string[];
}

/** Partial sums of the filter's gradient may take this many bytes. */
const PARTIAL_BYTES = 32 * 2 ** 20;

/** What a kind of kernel computes, with few steps as with many. */
type Work = "packedConv" | "tileConv" | "inputGradient" | "weightGradient";

/** The layer that a kind of kernel is tried on. */
export type TrialName = "many" | "few" | "first" | "floats";

const trialOf: Record<keyof Tuning, readonly [work: Work, on: TrialName]> = {
  packedConv: ["packedConv", "many"],
  tileConv: ["tileConv", "many"],
  inputGradient: ["inputGradient", "many"],
  weightGradient: ["weightGradient", "many"],
  packedConvFew: ["packedConv", "few"],
  inputGradientFew: ["inputGradient", "few"],
  weightGradientFew: ["weightGradient", "few"],
  packedConvFirst: ["packedConv", "first"],
  weightGradientFirst: ["weightGradient", "first"],
  tileConvFloats: ["tileConv", "floats"],
  weightGradientFloats: ["weightGradient", "floats"],
};

const workOf = (kernel: keyof Tuning): Work => trialOf[kernel][0];

export const trialName = (kernel: keyof Tuning): TrialName => trialOf[kernel][1];

/** Whether a kind reads what comes into the layer; else the maps that stand for its outputs, or for as many inputs. */
const readsInputs = (kernel: keyof Tuning): boolean =>
  workOf(kernel) === "packedConv" || trialName(kernel) === "floats";

export const makeKernels: MakeKernels = ({ kernel, variant }, trial) => {
  const { layer, batch, steps, form } = trial;
  const images = { first: 0, count: batch, batch };
  if ("gradient" in variant) return gradientCalls(trial, variant);
  if ("steps" in variant) {
    if (form.kind !== "packed") throw new Error(`${kernel} reads packed spikes`);
    const shader = packedConv({ ...layer, timesteps: steps, form, images }, variant);
    return [{ shader, bound: ["inputs", "filter", "out"] }];
  }
  const all = { source: images, target: images, images };
  const transposed = workOf(kernel) === "inputGradient";
  const shader = tileConv({ ...layer, steps, ...all, transposed }, variant);
  return [{ shader, bound: [readsInputs(kernel) ? "inputs" : "maps", "filter", "out"] }];
};

function gradientCalls(
  { layer, batch, steps, form, filter }: TrialCase,
  variant: WeightGradientVariant,
): KernelCall[] {
  const sizes = { ...layer, form, steps, images: { first: 0, count: batch, batch } };
  const pieces = weightGradientPieces(sizes, variant);
  const shader = weightGradient({ ...sizes, pieces, firstPiece: 0 }, variant);
  return [
    { shader, bound: ["inputs", "maps", "partials"] },
    { shader: sumPieces(pieces, filter.length), bound: ["partials", "gradient"] },
  ];
}

export class Trial {
  readonly data: TrialCase;
  readonly #gpu: EngineGpu;
  readonly #buffers = new Map<string, GPUBuffer>();
  readonly #samples = new Map<Work, Sample[]>();

  constructor(gpu: EngineGpu, layer: TrialLayer, size: TrialSize) {
    this.#gpu = gpu;
    this.data = trialCase(layer, size);
    const { inputs, maps, filter } = this.data;
    const { queue } = gpu.device;
    for (const [name, values] of Object.entries({ inputs, filter })) {
      queue.writeBuffer(this.#buffer(name, values.byteLength), 0, values);
    }
    const bytes = 4 * this.data.mapLength;
    const target = this.#buffer("maps", bytes);
    for (let at = 0; at < bytes; at += maps.byteLength) {
      const part = maps.subarray(0, Math.min(maps.length, (bytes - at) / 4));
      queue.writeBuffer(target, at, part);
    }
    this.#buffer("out", bytes);
    this.#buffer("partials", PARTIAL_BYTES);
    this.#buffer("gradient", filter.byteLength);
  }

  #buffer(name: string, bytes: number): GPUBuffer {
    const buffer = this.#gpu.storage(`trial.${name}`, bytes);
    this.#buffers.set(name, buffer);
    return buffer;
  }

  get isLarge(): boolean {
    return this.data.batch > 1;
  }

  /** Compiles, in the background; what the device says against it rejects. */
  async prepare(candidate: Candidate, make: MakeKernels): Promise<KernelCall[]> {
    const calls = make(candidate, this.data);
    const { device } = this.#gpu;
    // An error that no scope catches would make the whole device suspect.
    device.pushErrorScope("validation");
    const compiled = calls.map(({ shader }) => this.#gpu.pipeline(shader));
    const said = device.popErrorScope();
    const outcome = await Promise.allSettled(compiled);
    const error = await said;
    if (error !== null) throw new Error(error.message.trim().split("\n")[0]);
    const failed = outcome.find(({ status }) => status === "rejected") as
      PromiseRejectedResult | undefined;
    if (failed) throw failed.reason;
    return calls;
  }

  /** Does `work` on the device, one at a time; @throws what the device says against it. */
  async guarded<R>(work: () => Promise<R>): Promise<R> {
    const { device } = this.#gpu;
    device.pushErrorScope("out-of-memory");
    device.pushErrorScope("validation");
    const [outcome] = await Promise.allSettled([work()]);
    const errors = [await device.popErrorScope(), await device.popErrorScope()];
    const error = errors.find((one) => one !== null);
    if (error) throw new Error(error.message.trim().split("\n")[0]);
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  }

  /** Binds compiled kernels to the trial's buffers. */
  async bind(calls: readonly KernelCall[]): Promise<Dispatch[]> {
    const dispatches: Dispatch[] = [];
    for (const { shader, bound } of calls) {
      const ranges = bound.map((name) => whole(this.#buffers.get(name)!));
      dispatches.push(await this.#gpu.dispatch({ label: shader.name, flops: 0, shader }, ranges));
    }
    return dispatches;
  }

  /** What `dispatches` of a kind of kernel write: the windows of it, one after the other. */
  async resultOf(kernel: keyof Tuning, dispatches: readonly Dispatch[]): Promise<Float32Array> {
    const isFilter = workOf(kernel) === "weightGradient";
    const target = this.#buffers.get(isFilter ? "gradient" : "out")!;
    const { device } = this.#gpu;
    // What an earlier variant left there must not pass for a result.
    submit(device, dispatches, (encoder) => {
      encoder.clearBuffer(target);
    });
    const { length, from } = windowsOf(target.size / 4);
    const ranges = from.map((start) => ({ buffer: target, offset: 4 * start, size: 4 * length }));
    return new Float32Array(await this.#gpu.readBack(ranges));
  }

  samples(kernel: keyof Tuning): Sample[] {
    const work = workOf(kernel);
    const known = this.#samples.get(work);
    if (known) return known;
    const { data } = this;
    const made =
      work === "weightGradient"
        ? filterSamples(data)
        : mapSamples(data, readsInputs(kernel) ? "inputs" : "maps", work === "inputGradient");
    this.#samples.set(work, made);
    return made;
  }

  /** Runs so often and waits. */
  async run(dispatches: readonly Dispatch[], times: number): Promise<void> {
    const { device } = this.#gpu;
    submit(device, Array<readonly Dispatch[]>(times).fill(dispatches).flat());
    await device.queue.onSubmittedWorkDone();
  }

  dispose(): void {
    for (const buffer of this.#buffers.values()) this.#gpu.free(buffer);
  }
}
