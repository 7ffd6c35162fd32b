// The engine's hold on a GPUDevice: buffers counted as they are made, pipelines compiled once for
// each source, bind groups, and the read-back of results. Everything has a label, so that an error
// of the driver names the kernel.

import { rejectionError } from "../../gpu/problem.ts";
import { gridOf, type Shader } from "../kernels/shader.ts";

/** A part of a buffer, in bytes. */
export interface BufferRange {
  buffer: GPUBuffer;
  offset: number;
  size: number;
}

/** A dispatch ready to be encoded. */
export interface Dispatch {
  label: string;
  flops: number;
  pipeline: GPUComputePipeline;
  group: GPUBindGroup;
  workgroups: [number, number];
}

const STORAGE = 0x80 | 0x04 | 0x08; // STORAGE | COPY_SRC | COPY_DST
const UNIFORM = 0x40 | 0x08;
const READ_BACK = 0x01 | 0x08; // MAP_READ | COPY_DST

export class EngineGpu {
  readonly device: GPUDevice;
  readonly #buffers = new Set<GPUBuffer>();
  readonly #pipelines = new Map<string, Promise<GPUComputePipeline>>();
  #bytes = 0;
  #peak = 0;

  constructor(device: GPUDevice) {
    this.device = device;
  }

  /** Bytes of all buffers that live now, and of the most that ever did. */
  get bytes(): number {
    return this.#bytes;
  }
  get peakBytes(): number {
    return this.#peak;
  }

  storage(label: string, bytes: number): GPUBuffer {
    return this.#create(label, Math.max(bytes, 256), STORAGE);
  }

  uniform(label: string, bytes: number): GPUBuffer {
    return this.#create(label, bytes, UNIFORM);
  }

  #create(label: string, bytes: number, usage: number): GPUBuffer {
    const size = Math.ceil(bytes / 4) * 4;
    const buffer = this.device.createBuffer({ label, size, usage });
    this.#buffers.add(buffer);
    this.#bytes += size;
    this.#peak = Math.max(this.#peak, this.#bytes);
    return buffer;
  }

  free(buffer: GPUBuffer): void {
    if (!this.#buffers.delete(buffer)) return;
    this.#bytes -= buffer.size;
    buffer.destroy();
  }

  /** Compiled once for each source; in the background. */
  pipeline(shader: Shader): Promise<GPUComputePipeline> {
    const known = this.#pipelines.get(shader.code);
    if (known) return known;
    const { device } = this;
    const module = device.createShaderModule({ label: shader.name, code: shader.code });
    const compute = { module, entryPoint: "main" };
    const made = device
      .createComputePipelineAsync({ label: shader.name, layout: "auto", compute })
      .catch((error: unknown) => {
        throw rejectionError(error, shader.name);
      });
    this.#pipelines.set(shader.code, made);
    return made;
  }

  async dispatch(
    { label, flops, shader }: { label: string; flops: number; shader: Shader },
    ranges: readonly BufferRange[],
  ): Promise<Dispatch> {
    const pipeline = await this.pipeline(shader);
    const group = this.device.createBindGroup({
      label,
      layout: pipeline.getBindGroupLayout(0),
      entries: ranges.map((resource, binding) => ({ binding, resource })),
    });
    return { label, flops, pipeline, group, workgroups: gridOf(shader.workgroups) };
  }

  /** Copies of `ranges`, in order, behind one another. */
  async readBack(ranges: readonly BufferRange[]): Promise<ArrayBuffer> {
    const size = ranges.reduce((sum, range) => sum + range.size, 0);
    const staging = this.#create("read_back", size, READ_BACK);
    try {
      const encoder = this.device.createCommandEncoder({ label: "read_back" });
      let at = 0;
      for (const range of ranges) {
        encoder.copyBufferToBuffer(range.buffer, range.offset, staging, at, range.size);
        at += range.size;
      }
      this.device.queue.submit([encoder.finish()]);
      await staging.mapAsync(1);
      return staging.getMappedRange().slice(0);
    } finally {
      this.free(staging);
    }
  }

  dispose(): void {
    for (const buffer of [...this.#buffers]) this.free(buffer);
    this.#pipelines.clear();
  }
}

/** All of a buffer. */
export const whole = (buffer: GPUBuffer): BufferRange => ({ buffer, offset: 0, size: buffer.size });

/** Records dispatches into one pass and submits them. */
export function submit(
  device: GPUDevice,
  dispatches: readonly Dispatch[],
  before: (encoder: GPUCommandEncoder) => void = () => undefined,
): void {
  const encoder = device.createCommandEncoder({ label: "engine" });
  before(encoder);
  const pass = encoder.beginComputePass({ label: "engine" });
  for (const { pipeline, group, workgroups } of dispatches) {
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(...workgroups);
  }
  pass.end();
  device.queue.submit([encoder.finish()]);
}
