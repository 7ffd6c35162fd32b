// Evaluation and traces on the device. Without statistics of a batch the pictures are independent:
// a large batch runs in parts of one size, the last one filled up.

import { isPicked, labelsOf } from "../data/encode.ts";
import { SnnError } from "../errors.ts";
import type { Batch } from "../train/executor.ts";
import { checkInput, inputKind } from "./batch.ts";
import { submit, whole } from "./device/gpu.ts";
import { type Layer, type Network, networkOf } from "./plan/network.ts";
import { PreparedInput } from "./prepared-input.ts";
import { evaluationProgram, spikesName } from "./program/evaluation.ts";
import { loadProgram, type LoadedProgram } from "./program/loaded.ts";
import { trimmed } from "./trainer.ts";
import type { EngineWorld } from "./world.ts";

/** Pictures judged at once, at most. */
const PART = 64;

interface Loaded {
  key: string;
  network: Network;
  size: number;
  program: LoadedProgram;
  input: PreparedInput;
}

export class Evaluator {
  readonly #world: EngineWorld;
  #loaded: Loaded | null = null;

  constructor(world: EngineWorld) {
    this.#world = world;
  }

  /** Logits `[B, classes]`. */
  async run(batch: Batch): Promise<{ logits: Float32Array }> {
    if (!isPicked(batch)) checkInput(this.#world.spec, batch);
    const count = labelsOf(batch).length;
    const classes = this.#world.spec.blocks.at(-1)!;
    const logits = new Float32Array(count * (classes.type === "readout" ? classes.out : 0));
    const size = this.#fitting(batch, Math.min(count, PART));
    for (let first = 0; first < count; first += size) {
      const part = partOf(batch, this.#world.spec.timesteps, first, Math.min(count, first + size));
      const scores = await this.#part(part, size);
      logits.set(
        scores.subarray(0, (labelsOf(part).length * logits.length) / count),
        (first * logits.length) / count,
      );
    }
    return { logits };
  }

  /**
   * Logits, and spikes of each spiking block as `[T, B, H, W, C]` of 0 and 1.
   *
   * @throws {SnnError} `gpu/memory` when these pictures do not fit at once.
   */
  async trace(batch: Batch): Promise<{ logits: Float32Array; spikes: Map<number, Float32Array> }> {
    const count = labelsOf(batch).length;
    const logits = await this.#part(batch, count);
    const { network, program } = await this.#load(batch, count);
    const spikes = new Map<number, Float32Array>();
    for (const layer of network.layers) {
      if (layer.spikes === null) continue;
      const bytes = await this.#world.gpu.readBack([whole(program.buffer(spikesName(layer)))]);
      spikes.set(layer.block, unpacked(layer, network.timesteps, count, new Uint32Array(bytes)));
    }
    return { logits, spikes };
  }

  /**
   * Pictures at once, `wanted` at most, so that every buffer fits a binding.
   *
   * @throws {SnnError} `gpu/memory` when not one picture fits.
   */
  #fitting(batch: Batch, wanted: number): number {
    const { spec, layout, tuning } = this.#world;
    const network = networkOf(spec, inputKind(spec, batch));
    for (let size = wanted; size > 0; size = Math.floor(size / 2)) {
      const { buffers } = evaluationProgram(network, layout, size, tuning);
      if (this.#fits(buffers)) return size;
    }
    throw new SnnError("gpu/memory", "not even one picture can be judged on this device");
  }

  /** Every buffer fits a binding. */
  #fits(buffers: ReadonlyMap<string, number>): boolean {
    const { limits, gpu } = this.#world;
    const { maxStorageBufferBindingSize, maxBufferSize } = limits ?? gpu.device.limits;
    return Math.max(...buffers.values()) <= Math.min(maxStorageBufferBindingSize, maxBufferSize);
  }

  async #part(batch: Batch, size: number): Promise<Float32Array> {
    const { gpu } = this.#world;
    const { network, program, input } = await this.#load(batch, size);
    const encode = await input.dispatches(batch);
    input.write(batch);
    submit(gpu.device, [...encode, ...program.dispatches], program.clear);
    const bytes = await gpu.readBack([whole(program.buffer("logits"))]);
    const scores = new Float32Array(bytes, 0, size * network.readout.paddedClasses);
    return trimmed(network, scores);
  }

  async #load(batch: Batch, size: number): Promise<Loaded> {
    const { gpu, spec, layout, tuning, shared } = this.#world;
    const kind = inputKind(spec, batch);
    const key = `${kind} ${size}`;
    if (this.#loaded?.key === key) return this.#loaded;
    this.#loaded?.program.dispose();
    this.#loaded = null;
    const network = networkOf(spec, kind);
    const { steps, buffers } = evaluationProgram(network, layout, size, tuning);
    if (!this.#fits(buffers)) {
      const why = `${size} pictures cannot be traced at once on this device, ${this.#fitting(batch, size)} can`;
      throw new SnnError("gpu/memory", why);
    }
    const own = steps.filter(({ bound }) => !bound.includes("pixels"));
    const program = await loadProgram(gpu, { steps: own, buffers, shared });
    const input = new PreparedInput(this.#world, network, program, size);
    this.#loaded = { key, network, size, program, input };
    return this.#loaded;
  }
}

/** Images `first` to `end` of a batch. */
function partOf(batch: Batch, timesteps: number, first: number, end: number): Batch {
  const count = labelsOf(batch).length;
  if (first === 0 && end === count) return batch;
  if (isPicked(batch)) {
    return { ...batch, indices: Array.from(batch.indices).slice(first, end) };
  }
  const steps = batch.repeated ? 1 : timesteps;
  const perImage = batch.input.length / (steps * count);
  const input = new Float32Array(steps * (end - first) * perImage);
  for (let t = 0; t < steps; t++) {
    const from = (t * count + first) * perImage;
    const values = batch.input.subarray(from, from + (end - first) * perImage);
    input.set(values, t * (end - first) * perImage);
  }
  return { input, repeated: batch.repeated, labels: batch.labels.slice(first, end) };
}

function unpacked(
  layer: Layer,
  timesteps: number,
  batch: number,
  words: Uint32Array,
): Float32Array {
  const { height, width, to, realTo, spikes } = layer;
  const area = height * width;
  const { perWord } = spikes!;
  const values = new Float32Array(timesteps * batch * realTo * area);
  let at = 0;
  for (let t = 0; t < timesteps; t++) {
    const plane = Math.floor(t / perWord) * batch * area * to;
    for (let b = 0; b < batch; b++) {
      for (let i = 0; i < area; i++) {
        for (let c = 0; c < realTo; c++) {
          const word = words[plane + (b * area + i) * to + c]!;
          values[at++] = (word >>> (t % perWord)) & 1;
        }
      }
    }
  }
  return values;
}
