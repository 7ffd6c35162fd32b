// What a training step needs on the GPU, decided before a buffer exists: which layers are cut
// along the batch so that each part fits a binding, which keep `y = W x` for the way back and which
// compute it again. Statistics always run over the whole batch; nothing is micro-batched. Pure.

import { SnnError } from "../../errors.ts";
import type { DeviceLayout } from "../parameters.ts";
import type { Form } from "./form.ts";
import type { Layer, Network } from "./network.ts";

/** What a device allows, as WebGPU names it. */
export interface MemoryLimits {
  maxStorageBufferBindingSize: number;
  maxBufferSize: number;
}

/** Part of a batch: `count` images from `first` on. */
export interface Chunk {
  first: number;
  count: number;
}

export interface LayerMemory {
  chunks: readonly Chunk[];
  /** Buffers that hold `y`, then its gradient, by chunk. */
  y: readonly string[];
  /** True: `y` has buffers of its own from the forward pass to the backward one. */
  isKept: boolean;
  /** 1-bit spikes of every neuron; null behind a pooling, where nobody reads them. */
  spikes: string | null;
  /** What the next block reads. */
  output: string;
}

export interface MemoryPlan {
  batch: number;
  layers: readonly LayerMemory[];
  /** Gradient of a layer's output, by chunk. */
  gradient: readonly string[];
  /** Name to bytes: every buffer of a training step. */
  buffers: ReadonlyMap<string, number>;
  /** Their sum. */
  bytes: number;
}

/**
 * Share of the least possible memory that may be spent on keeping `y`, where it saves most. Of the
 * least with plain kernels: faster ones may ask for more partial sums, and keep less instead, so that
 * no choice of the tuner's needs more memory.
 */
const KEEP_SHARE = 0.28;
/** Bytes that a step may take in any case. */
const MODEST = 192e6;
/** Rounded up for what is needed, down for what is allowed: never the same where one is more. */
const megabytes = (bytes: number, round = Math.ceil) => round(bytes / 1e6).toLocaleString("en");

const bytesOf = (form: Form, perStep: number): number =>
  4 * perStep * (form.kind === "packed" ? form.words : form.steps);

const areaOf = ({ height, width, to }: Layer) => height * width * to;
const outOf = ({ out }: Layer) => out.height * out.width * out.channels;
const yBytes = (layer: Layer, images: number) => 4 * layer.ySteps * areaOf(layer) * images;
const gradientBytes = (network: Network, layer: Layer, images: number) =>
  4 * network.timesteps * outOf(layer) * images;

export interface MemoryOptions {
  /** Bytes that the step may take; missing: the least, and a share more where it saves work. */
  budget?: number | undefined;
  /** True: spikes before a pooling have a buffer; a training step needs none. */
  keepsSpikes?: boolean | undefined;
  /** Bytes of partial sums that the kernels ask for with a batch of so many images. */
  partials: (images: number) => number;
  /** The same of the plain kernels. */
  plainPartials: (images: number) => number;
}

/**
 * @throws {SnnError} `gpu/memory` when no split makes it fit, with what is needed, what the device
 *   allows and the largest batch that would fit.
 */
export function planMemory(
  network: Network,
  layout: DeviceLayout,
  batch: number,
  limits: MemoryLimits,
  options: MemoryOptions,
): MemoryPlan {
  const limit = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
  const leastWith = (partials: MemoryOptions["partials"]) =>
    buffersOf(network, layout, batch, limit, { ...options, partials }, new Set());
  const least = leastWith(options.partials);
  const share = Math.floor(leastWith(options.plainPartials).bytes * (1 + KEEP_SHARE));
  const budget = options.budget ?? Math.max(MODEST, share, least.bytes);
  const largest = Math.max(...least.buffers.values());
  if (largest > limit || least.bytes > budget) {
    throw tooMuch(network, layout, batch, limit, { ...options, needed: least.bytes, largest });
  }
  const kept = new Set<Layer>();
  for (const layer of [...network.layers].sort((a, b) => worth(b) - worth(a))) {
    const next = new Set([...kept, layer]);
    if (buffersOf(network, layout, batch, limit, options, next).bytes <= budget) kept.add(layer);
  }
  return buffersOf(network, layout, batch, limit, options, kept);
}

/** Multiplications saved for a value kept. */
const worth = (layer: Layer) => layer.kernel ** 2 * layer.from;

function tooMuch(
  network: Network,
  layout: DeviceLayout,
  batch: number,
  limit: number,
  { needed, largest, ...options }: MemoryOptions & { needed: number; largest: number },
): SnnError {
  const fits = (images: number) => {
    const { buffers, bytes } = buffersOf(network, layout, images, limit, options, new Set());
    return Math.max(...buffers.values()) <= limit && bytes <= (options.budget ?? Infinity);
  };
  let images = batch - 1;
  // Of a batch that is far too large, halves first: each step plans the whole network.
  while (images > 1 && !fits(Math.ceil(images / 2))) images = Math.ceil(images / 2) - 1;
  while (images > 0 && !fits(images)) images -= 1;
  const cure = images > 0 ? `${images} pictures fit` : "not even one picture fits";
  const why =
    largest > limit
      ? `one buffer of ${megabytes(largest)} MB, this device allows ${megabytes(limit, Math.floor)} MB`
      : `${megabytes(needed)} MB, ${megabytes(options.budget ?? limit, Math.floor)} MB are allowed`;
  return new SnnError("gpu/memory", `a batch of ${batch} needs ${why}: ${cure}`);
}

/** Cuts a layer along the batch so that `y` and the gradient of its output each fit `limit`. */
export function chunksOf(network: Network, layer: Layer, batch: number, limit: number): Chunk[] {
  const perImage = Math.max(yBytes(layer, 1), gradientBytes(network, layer, 1));
  const parts = Math.ceil(batch / Math.max(1, Math.floor(limit / perImage)));
  const size = Math.ceil(batch / parts);
  return Array.from({ length: Math.ceil(batch / size) }, (_, i) => ({
    first: i * size,
    count: Math.min(size, batch - i * size),
  }));
}

function buffersOf(
  network: Network,
  layout: DeviceLayout,
  batch: number,
  limit: number,
  options: MemoryOptions,
  kept: ReadonlySet<Layer>,
): MemoryPlan {
  const buffers = new Map<string, number>();
  const grow = (name: string, bytes: number) => {
    buffers.set(name, Math.max(buffers.get(name) ?? 0, Math.ceil(bytes / 256) * 256));
    return name;
  };
  addFixed(network, layout, batch, options, grow);
  const gradient = new Set<string>();
  const pooledSpikes = (layer: Layer) =>
    options.keepsSpikes === true && layer.spikes !== null
      ? grow("spikes.shared", bytesOf(layer.spikes, areaOf(layer) * batch))
      : null;
  const layers = network.layers.map((layer, index): LayerMemory => {
    const chunks = chunksOf(network, layer, batch, limit);
    const isLast = index === network.layers.length - 1;
    const y = chunks.map(({ count }, i) =>
      grow(kept.has(layer) ? `y.${layer.block}.${i}` : `y.shared.${i}`, yBytes(layer, count)),
    );
    if (!isLast) {
      chunks.forEach(({ count }, i) => {
        gradient.add(grow(`gradient.${i}`, gradientBytes(network, layer, count)));
      });
    }
    const output = grow(`output.${layer.block}`, bytesOf(layer.output, outOf(layer) * batch));
    const spikes = layer.pool === 1 ? output : pooledSpikes(layer);
    return { chunks, y, isKept: kept.has(layer), spikes, output };
  });
  const bytes = [...buffers.values()].reduce((sum, size) => sum + size, 0);
  return { batch, layers, gradient: [...gradient], buffers, bytes };
}

function addFixed(
  network: Network,
  layout: DeviceLayout,
  batch: number,
  { partials }: MemoryOptions,
  grow: (name: string, bytes: number) => string,
): void {
  const { source, readout, layers } = network;
  for (const name of ["parameters", "gradients", "momentum"]) grow(name, 4 * layout.trainable);
  grow("running", 4 * layout.running);
  grow(
    "input",
    bytesOf(source.form, source.out.height * source.out.width * source.out.channels * batch),
  );
  grow("job", 4 * (1 + 2 * batch));
  grow("optimizer", 32);
  grow("counts", 256 * Math.ceil(network.timesteps / 64) * Math.max(1, layers.length));
  for (const name of ["logits", "dlogits"]) grow(name, 4 * batch * readout.paddedClasses);
  grow("judged", 8 * batch);
  for (const name of ["mean", "gradient.readout"]) grow(name, 4 * batch * readout.from);
  grow("partials", partials(batch));
  for (const { block, norms, to } of layers) {
    if (norms === 0) continue;
    grow(`norm.${block}`, 8 * norms * to);
    grow(`deviation.${block}`, 4 * norms * to);
    grow("factors", 16 * norms * to);
  }
}
