// Training steps on the device: the program for the batch at hand, made when its size or kind is
// new, and what a step tells when it is done.

import { checkSeed, labelsOf } from "../data/encode.ts";
import { featureShapes } from "../model/shapes.ts";
import type { Batch, StepResult } from "../train/executor.ts";
import type { StepLoss } from "../train/loss-options.ts";
import { lossOf } from "../train/loss.ts";
import { checkLabels, inputKind } from "./batch.ts";
import { type Dispatch, submit, whole } from "./device/gpu.ts";
import { type MemoryLimits, planMemory } from "./plan/memory.ts";
import { type Network, networkOf } from "./plan/network.ts";
import { plainTuning, type Tuning } from "./plan/tuning.ts";
import { PreparedInput } from "./prepared-input.ts";
import { loadProgram, type LoadedProgram } from "./program/loaded.ts";
import { partialBytes, trainingProgram } from "./program/training.ts";
import type { Step } from "./program/step.ts";
import type { EngineWorld } from "./world.ts";

export interface ReadyStep {
  dispatches: Dispatch[];
  /** Before the first of them. */
  clear: (encoder: GPUCommandEncoder) => void;
  write: (batch: Batch) => void;
  /** Waits for the device. */
  result: () => Promise<StepResult>;
  /**
   * The whole step, written before, with a loss that the device does not know: its logits are read,
   * compared on the processor, and a second submit goes the way back.
   */
  runInTwo: (loss: StepLoss, update: Dispatch) => Promise<StepResult>;
}

interface Loaded {
  key: string;
  network: Network;
  batch: number;
  program: LoadedProgram;
  /** How many of its dispatches come before the way back. */
  ahead: number;
  input: PreparedInput;
}

/** The dispatches of a training step and the buffers they need, before anything is made. */
export function planStep(
  world: Pick<EngineWorld, "layout" | "tuning" | "memoryBudget"> & { keepsSpikes?: boolean },
  network: Network,
  batch: number,
  limits: MemoryLimits,
) {
  const { layout, tuning, memoryBudget: budget, keepsSpikes } = world;
  const limit = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
  const partialsOf = (kernels: Tuning) => (images: number) =>
    partialBytes(network, images, limit, kernels);
  const [partials, plainPartials] = [partialsOf(tuning), partialsOf(plainTuning)];
  const options = { budget, keepsSpikes, partials, plainPartials };
  const plan = planMemory(network, layout, batch, limits, options);
  const steps: Step[] = trainingProgram({ network, layout, plan, tuning });
  return { plan, steps };
}

export class Trainer {
  readonly #world: EngineWorld;
  #loaded: Loaded | null = null;

  constructor(world: EngineWorld) {
    this.#world = world;
  }

  async prepare(batch: Batch): Promise<ReadyStep> {
    checkSeed(this.#world.spec, batch);
    checkLabels(labelsOf(batch), featureShapes(this.#world.spec).at(-1)!.c);
    const loaded = await this.#load(batch);
    const encode = await loaded.input.dispatches(batch);
    const { clear } = loaded.program;
    return {
      dispatches: [...encode, ...loaded.program.dispatches],
      clear,
      write: (next) => {
        loaded.input.write(next);
      },
      result: () => this.#read(loaded),
      runInTwo: async (loss, update) => {
        const { ahead, program } = loaded;
        const { device } = this.#world.gpu;
        submit(device, [...encode, ...program.dispatches.slice(0, ahead)], clear);
        const told = await this.#compare(loaded, labelsOf(batch), loss);
        submit(device, [...program.dispatches.slice(ahead), update]);
        return { ...(await this.#read(loaded)), loss: told };
      },
    };
  }

  async #load(batch: Batch): Promise<Loaded> {
    const { gpu, spec, shared, onCompile: onProgress } = this.#world;
    const kind = inputKind(spec, batch);
    const size = labelsOf(batch).length;
    const key = `${kind} ${size}`;
    if (this.#loaded?.key === key) return this.#loaded;
    this.#loaded?.program.dispose();
    this.#loaded = null;
    const network = networkOf(spec, kind);
    const limits = this.#world.limits ?? gpu.device.limits;
    const { plan, steps } = planStep(this.#world, network, size, limits);
    const own = steps.filter(({ bound }) => !bound.includes("pixels"));
    const { buffers } = plan;
    const program = await loadProgram(gpu, { steps: own, buffers, shared, onProgress });
    const input = new PreparedInput(this.#world, network, program, size);
    const ahead = 1 + own.findIndex(({ bound }) => bound.includes("dlogits"));
    this.#loaded = { key, network, batch: size, program, ahead, input };
    return this.#loaded;
  }

  /** Overwrites cross entropy's gradient of the logits with that of `loss`, whose value it returns. */
  async #compare(
    { network, batch, program }: Loaded,
    labels: Int32Array,
    { options, teacher }: StepLoss,
  ): Promise<number> {
    const { gpu } = this.#world;
    const { classes, paddedClasses } = network.readout;
    const bytes = await gpu.readBack([whole(program.buffer("logits"))]);
    const logits = trimmed(network, new Float32Array(bytes, 0, batch * paddedClasses));
    const { loss, gradient } = lossOf(options, { logits, labels, teacher, classes });
    const padded = new Float32Array(batch * paddedClasses);
    for (let b = 0; b < batch; b++) {
      padded.set(gradient.subarray(b * classes, (b + 1) * classes), b * paddedClasses);
    }
    gpu.device.queue.writeBuffer(program.buffer("dlogits"), 0, padded);
    return loss;
  }

  async #read({ network, batch, program }: Loaded): Promise<StepResult> {
    const names = ["judged", "logits", "counts"];
    const ranges = names.map((name) => whole(program.buffer(name)));
    const bytes = await this.#world.gpu.readBack(ranges);
    const [judgedSize, logitsSize] = ranges.map(({ size }) => size) as [number, number];
    const judged = new Float32Array(bytes, 0, 2 * batch);
    const scores = new Float32Array(bytes, judgedSize, batch * network.readout.paddedClasses);
    const counts = new Uint32Array(bytes, judgedSize + logitsSize);
    let loss = 0;
    let correct = 0;
    for (let b = 0; b < batch; b++) {
      loss += judged[2 * b]! / batch;
      correct += judged[2 * b + 1]!;
    }
    return { loss, correct, logits: trimmed(network, scores), spikes: spikesOf(network, counts) };
  }
}

/** `[B, padded classes]` -> `[B, classes]`. */
export function trimmed({ readout }: Network, scores: Float32Array): Float32Array {
  const { classes, paddedClasses } = readout;
  const rows = scores.length / paddedClasses;
  const logits = new Float32Array(rows * classes);
  for (let b = 0; b < rows; b++) {
    logits.set(scores.subarray(b * paddedClasses, b * paddedClasses + classes), b * classes);
  }
  return logits;
}

function spikesOf({ layers, timesteps }: Network, counts: Uint32Array): StepResult["spikes"] {
  const stride = 64 * Math.ceil(timesteps / 64);
  return layers.flatMap((layer, index) => {
    if (layer.spikes === null) return [];
    const from = index * stride;
    const perStep = Float32Array.from(counts.subarray(from, from + timesteps));
    const neurons = layer.height * layer.width * layer.realTo;
    return [{ block: layer.block, neurons, perStep }];
  });
}
