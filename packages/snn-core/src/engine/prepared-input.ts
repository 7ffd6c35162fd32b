// The part of a program that a batch touches: the encode dispatch, bound to the shard's bytes, or
// the input buffer itself for batches of floats.

import { checkPicked, isPicked, labelsOf } from "../data/encode.ts";
import type { Batch } from "../train/executor.ts";
import { denseInput, jobOf } from "./batch.ts";
import type { Dispatch } from "./device/gpu.ts";
import type { Network } from "./plan/network.ts";
import { type LoadedProgram, rangesOf } from "./program/loaded.ts";
import { encodeStep } from "./program/training.ts";
import type { EngineWorld } from "./world.ts";

export class PreparedInput {
  readonly #world: EngineWorld;
  readonly #network: Network;
  readonly #program: LoadedProgram;
  readonly #size: number;
  #encode: { pixels: GPUBuffer; dispatch: Dispatch } | null = null;

  /** @param size Images that the program treats; a batch may have fewer. */
  constructor(world: EngineWorld, network: Network, program: LoadedProgram, size: number) {
    this.#world = world;
    this.#network = network;
    this.#program = program;
    this.#size = size;
  }

  /** Dispatches that must run before the program's own: the encoding, for pictures. */
  async dispatches(batch: Batch): Promise<Dispatch[]> {
    if (!isPicked(batch)) return [];
    const { gpu, shards } = this.#world;
    const [c, h, w] = this.#network.source.picture;
    checkPicked(batch, c * h * w);
    const pixels = shards.bufferOf(batch.images);
    if (this.#encode?.pixels !== pixels) {
      const step = encodeStep(this.#network, this.#size);
      const named = (name: string) => (name === "pixels" ? pixels : this.#program.buffer(name));
      const dispatch = await gpu.dispatch(step, rangesOf(step.bound, named));
      this.#encode = { pixels, dispatch };
    }
    return [this.#encode.dispatch];
  }

  /** Sends what is new in this batch. */
  write(batch: Batch): void {
    const { queue } = this.#world.gpu.device;
    const job = jobOf(batch, labelsOf(batch), this.#size);
    queue.writeBuffer(this.#program.buffer("job"), 0, job);
    if (isPicked(batch)) return;
    queue.writeBuffer(
      this.#program.buffer("input"),
      0,
      denseInput(this.#network, batch, this.#size),
    );
  }
}
