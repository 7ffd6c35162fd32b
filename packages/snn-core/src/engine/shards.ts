// Shards on the GPU as bytes: sent once, then a batch is a list of places. The shard trained on
// and the pictures judged with stay; a third one takes the place of the older.

import type { LabelledImages } from "../data/shard.ts";
import type { EngineGpu } from "./device/gpu.ts";
import type { MemoryLimits } from "./plan/memory.ts";

const KEPT = 2;

export class Shards {
  readonly #gpu: EngineGpu;
  readonly #limits: MemoryLimits;
  readonly #buffers = new Map<LabelledImages, GPUBuffer>();

  constructor(gpu: EngineGpu, limits: MemoryLimits) {
    this.#gpu = gpu;
    this.#limits = limits;
  }

  /** False for a shard that no buffer of the device can hold: its batches are encoded on the CPU. */
  fits({ pixels }: LabelledImages): boolean {
    const { maxStorageBufferBindingSize, maxBufferSize } = this.#limits;
    return pixels.length + 3 <= Math.min(maxStorageBufferBindingSize, maxBufferSize);
  }

  bufferOf(images: LabelledImages): GPUBuffer {
    const buffer = this.#buffers.get(images) ?? this.#send(images.pixels);
    this.#buffers.delete(images);
    this.#buffers.set(images, buffer);
    const [oldest] = this.#buffers;
    if (oldest && this.#buffers.size > KEPT) {
      this.#buffers.delete(oldest[0]);
      this.#gpu.free(oldest[1]);
    }
    return buffer;
  }

  #send(pixels: Uint8Array): GPUBuffer {
    const whole = new Uint8Array(Math.ceil(pixels.length / 4) * 4);
    whole.set(pixels);
    const buffer = this.#gpu.storage("shard", whole.length);
    this.#gpu.device.queue.writeBuffer(buffer, 0, whole);
    return buffer;
  }
}
