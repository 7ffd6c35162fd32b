// One block of a training step alone: the dispatches that the engine runs for it, with an input and
// an upstream gradient that the caller brings. A whole spiking net is chaotic, a block is not.

import type { ModelSpec } from "../model/spec.ts";
import { dense, fromDense, type MapSizes, packed, unpacked, valuesOf } from "./block-values.ts";
import { EngineGpu, submit, whole } from "./device/gpu.ts";
import { deviceLayout, fromTrainable, toDevice } from "./parameters.ts";
import type { Form, Packed } from "./plan/form.ts";
import type { Chunk } from "./plan/memory.ts";
import { type Network, networkOf } from "./plan/network.ts";
import { plainTuning, type Tuning } from "./plan/tuning.ts";
import { loadProgram } from "./program/loaded.ts";
import { planStep } from "./trainer.ts";

/** Which block of which model, and what every block is given. Values are row-major. */
export interface BlockOptions {
  /** A spiking model that codes its pictures. */
  spec: ModelSpec;
  device: GPUDevice;
  tuning?: Tuning | undefined;
  /** Index in the model's blocks. */
  block: number;
  batch: number;
  /** `[T, B, C, H, W]`: spikes; behind a pooling, spikes of a window; of the first block, signs. */
  levels: Int8Array;
  /** `[out, in, k, k]` or `[out, in]`. */
  weight: Float32Array;
}

/** A block that spikes, and what came out of it. */
export interface SpikingOptions extends BlockOptions {
  /** `[T, out]`. */
  gamma: Float32Array;
  /** Gradient of the pooled spikes, `[T, B, out, H / pool, W / pool]`; of the last layer's, the same at each step. */
  upstream: Float32Array;
}

/** What a block that spikes gives. */
export interface SpikingOutcome {
  /** Before the pooling, `[T, B, out, H, W]`. */
  spikes: Uint8Array;
  /** Of the batch, `[T, out]`; the variance is the biased one. */
  mean: Float32Array;
  variance: Float32Array;
  grad: { weight: Float32Array; gamma: Float32Array; input: Float32Array | null };
}

/** What the readout gives. */
export interface ReadoutOutcome {
  /** `[B, classes]`. */
  logits: Float32Array;
  loss: number;
  /** `input` is the gradient of each step, `[B, C, H, W]`. */
  grad: { weight: Float32Array; input: Float32Array };
}

/** Forward and backward of one layer. */
export async function runSpikingBlock(options: SpikingOptions): Promise<SpikingOutcome> {
  const { spec, block, gamma, upstream } = options;
  const loaded = await loadBlock(options);
  const { network, plan, write, read } = loaded;
  const index = network.layers.findIndex((layer) => layer.block === block);
  const layer = network.layers[index]!;
  const memory = plan.layers[index]!;
  const before = plan.layers[index - 1];
  const [inputSizes, out] = [
    sizesBefore(network, index, options),
    outSizes(network, index, options),
  ];
  try {
    write(before?.output ?? "input", packed(options.levels, inputSizes, packedOnly(layer.input)));
    loaded.parameters({ weight: options.weight, gamma });
    if (index === network.layers.length - 1)
      write("gradient.readout", dense(upstream, { ...out, timesteps: 1 }, all(options)));
    else memory.chunks.forEach((chunk, i) => write(`gradient.${i}`, dense(upstream, out, chunk)));
    loaded.run();
    const norm = await read(`norm.${block}`);
    const deviation = await read(`deviation.${block}`);
    const perNorm = cutter(layer.norms, layer.to, layer.realTo);
    const neurons = { ...out, height: layer.height, width: layer.width };
    const fired = new Uint32Array((await read(memory.spikes!)).buffer);
    return {
      spikes: unpacked(fired, neurons, layer.spikes!),
      mean: perNorm((i) => norm[2 * i + 1]!),
      variance: perNorm((i) => deviation[i]! ** -2 - spec.normEps),
      grad: {
        weight: await loaded.gradient("weight"),
        gamma: await loaded.gradient("gamma"),
        input: before ? await inputGradient(read, inputSizes, before.chunks) : null,
      },
    };
  } finally {
    loaded.dispose();
  }
}

/** Forward, loss and backward of the last block. */
export async function runReadoutBlock(
  options: BlockOptions & { labels: Int32Array },
): Promise<ReadoutOutcome> {
  const { batch, labels } = options;
  const loaded = await loadBlock(options);
  const { network, plan, write, read } = loaded;
  const { readout, layers } = network;
  const sizes = sizesBefore(network, layers.length, options);
  try {
    write(plan.layers.at(-1)!.output, packed(options.levels, sizes, packedOnly(readout.input)));
    loaded.parameters({ weight: options.weight });
    write("job", Uint32Array.of(0, ...new Uint32Array(batch), ...labels));
    loaded.run();
    const scores = await read("logits");
    const judged = await read("judged");
    const oneStep = { ...sizes, timesteps: 1 };
    const input = new Float32Array(valuesOf(oneStep));
    fromDense(input, await read("gradient.readout"), oneStep, all(options));
    return {
      logits: cutter(batch, readout.paddedClasses, readout.classes)((i) => scores[i]!),
      loss: Array.from({ length: batch }, (_, b) => judged[2 * b]! / batch).reduce((a, b) => a + b),
      grad: { weight: await loaded.gradient("weight"), input },
    };
  } finally {
    loaded.dispose();
  }
}

/** The steps of a training step that carry the block's name, and the buffers that these bind. */
async function loadBlock({ spec, device, tuning = plainTuning, block, batch }: BlockOptions) {
  const network = networkOf(spec, spec.coding);
  const layout = deviceLayout(network);
  const { plan, steps } = planStep(
    { layout, tuning, keepsSpikes: true },
    network,
    batch,
    device.limits,
  );
  const own = steps.filter(({ label }) => label.endsWith(` block ${block}`));
  const names = new Set(
    own.flatMap(({ bound }) => bound.map((one) => (typeof one === "string" ? one : one.name))),
  );
  const buffers = new Map([...plan.buffers].filter(([name]) => names.has(name)));
  const gpu = new EngineGpu(device);
  const program = await loadProgram(gpu, { steps: own, buffers, shared: new Map() });
  const write = (name: string, values: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>) => {
    device.queue.writeBuffer(program.buffer(name), 0, values);
  };
  const read = async (name: string) =>
    new Float32Array(await gpu.readBack([whole(program.buffer(name))]));
  const entryOf = (kind: string) =>
    layout.state.entries.find((entry) => entry.block === block && entry.kind === kind)!;
  return {
    network,
    plan,
    write,
    read,
    run: () => {
      submit(device, program.dispatches, program.clear);
    },
    parameters: (values: Record<string, Float32Array>) => {
      const state = new Float32Array(layout.state.length);
      for (const [kind, part] of Object.entries(values)) state.set(part, entryOf(kind).offset);
      write("parameters", toDevice(layout, state).parameters);
    },
    gradient: async (kind: "weight" | "gamma") => {
      const { offset, length } = entryOf(kind);
      return fromTrainable(layout, await read("gradients")).slice(offset, offset + length);
    },
    dispose: () => {
      gpu.dispose();
    },
  };
}

async function inputGradient(
  read: (name: string) => Promise<Float32Array>,
  sizes: MapSizes,
  chunks: readonly Chunk[],
): Promise<Float32Array> {
  const values = new Float32Array(valuesOf(sizes));
  for (const [i, chunk] of chunks.entries())
    fromDense(values, await read(`gradient.${i}`), sizes, chunk);
  return values;
}

const all = ({ batch }: BlockOptions): Chunk => ({ first: 0, count: batch });

/** The map that layer `index` reads. */
function sizesBefore(network: Network, index: number, { spec, batch }: BlockOptions): MapSizes {
  const layer = network.layers[index - 1];
  const { height, width, channels } = layer?.out ?? network.source.out;
  const real = layer?.realTo ?? network.source.picture[0];
  return { timesteps: spec.timesteps, batch, height, width, channels, real };
}

const outSizes = (network: Network, index: number, options: BlockOptions): MapSizes =>
  sizesBefore(network, index + 1, options);

function packedOnly(form: Form): Packed {
  if (form.kind === "packed") return form;
  throw new Error("a block alone takes small integers, not floats");
}

/** Rows of a buffer without their padding. */
const cutter =
  (rows: number, padded: number, real: number) =>
  (value: (place: number) => number): Float32Array =>
    Float32Array.from({ length: rows * real }, (_, i) =>
      value(Math.floor(i / real) * padded + (i % real)),
    );
