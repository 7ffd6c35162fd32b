// The kernels of a training step, on the shapes of S-VGG9 (T = 20) and of s5 (T = 4): those that take
// its time first, then the rest. Each result is held against tfjs's before it is timed.

import type { EngineGpu } from "../engine/device/gpu.ts";
import { type Network, networkOf } from "../engine/plan/network.ts";
import type { Tuning } from "../engine/plan/tuning.ts";
import { SnnError } from "../errors.ts";
import { guardGpu } from "../gpu/backend.ts";
import { preset } from "../model/presets.ts";
import type { ModelSpec } from "../model/spec.ts";
import type { Ceiling } from "./ceiling.ts";
import { coding } from "./coding-work.ts";
import { convolutions, spikingLayer } from "./conv-work.ts";
import { firstLayer } from "./first-layer-work.ts";
import { neurons } from "./lif-work.ts";
import { type PairOptions, timePairs } from "./paired.ts";
import type { KernelRow } from "./report.ts";
import type { Yardstick } from "./product.ts";
import { readout } from "./readout-work.ts";
import { rooflineLimit } from "./roofline.ts";
import { parameterUpdate } from "./update-work.ts";
import type { OpenWorkload, Workload } from "./workload.ts";

export interface KernelSizes {
  /** Layers by their place in the network. */
  vgg9: ModelSizes;
  s5: ModelSizes;
}

interface ModelSizes {
  layers: readonly number[];
  batch: number;
  /** Coding, first and last layer, readout, update, too. */
  hasRest: boolean;
}

/** A result further from tfjs's than this is wrong. */
const LARGEST_ERROR = 1e-3;

/** Layers of vgg9: 64 to 64 at 32 x 32, 128 to 128 at 16 x 16, 256 to 256 at 8 x 8. */
export const allLayers = { vgg9: [1, 3, 5], s5: [1, 2, 3] } as const;

export function kernelWorkloads(sizes: KernelSizes, tuning: Tuning): Workload[] {
  const models = (["vgg9", "s5"] as const).map((name) => {
    const spec = preset(name, 10);
    return { spec, network: networkOf(spec, spec.coding), tuning, ...sizes[name] };
  });
  return [
    ...models.flatMap(hiddenLayers),
    ...models.flatMap((model) => (model.hasRest ? restOf(model) : [])),
  ];
}

interface Model extends ModelSizes {
  spec: ModelSpec;
  network: Network;
  tuning: Tuning;
}

function hiddenLayers({ spec, network, layers, batch, tuning }: Model): Workload[] {
  const { timesteps } = network;
  const first = network.layers[layers[0] ?? 0]!;
  return [
    ...layers.flatMap((at) =>
      convolutions({ layer: spikingLayer(network.layers[at]), timesteps, batch, tuning }),
    ),
    ...(layers.length > 0 ? neurons({ spec, side: first.height, channels: first.to, batch }) : []),
  ];
}

function restOf({ network, batch, tuning }: Model): Workload[] {
  const { timesteps } = network;
  const model = { network, batch, tuning };
  return [
    coding(model),
    ...firstLayer({ ...model, batch: firstBatch(network, batch) }),
    ...convolutions({ layer: spikingLayer(network.layers.at(-1)), timesteps, batch, tuning }),
    readout(model),
    parameterUpdate(model),
  ];
}

/** Pictures of the first layer, so that it makes as many maps as a hidden one: floats have one step. */
const firstBatch = ({ timesteps, layers }: Network, batch: number) =>
  (batch * timesteps) / layers[0]!.ySteps;

/** The device's ceilings, and the matrix product behind the first, to run again beside a kernel. */
export interface Measure {
  ceiling: Ceiling;
  product: Yardstick;
}

/** Checks a workload, then times it; what goes wrong becomes the row's `problem`. */
export async function measureKernel(
  gpu: EngineGpu,
  workload: Workload,
  measure: Measure,
  options: PairOptions,
): Promise<KernelRow> {
  const { name, kind, baseline, flops, bytes } = workload;
  const plain = { ...unmeasured, name, kind, baseline, flops, bytes };
  try {
    return await guardGpu(async () => {
      const opened = await workload.open(gpu);
      try {
        const error = await opened.error();
        const checked = { ...plain, dispatches: opened.dispatches, error };
        if (error > LARGEST_ERROR) return { ...checked, problem: "the result is not that of tfjs" };
        return { ...checked, ...(await timed(opened, workload, measure, options)) };
      } finally {
        opened.dispose();
      }
    });
  } catch (error) {
    return { ...plain, problem: error instanceof SnnError ? error.fact : String(error) };
  }
}

const unmeasured = {
  dispatches: null,
  error: null,
  problem: null,
  ms: null,
  tfjsMs: null,
  gflops: null,
  gigabytesPerSecond: null,
  ceilingShare: null,
  bandwidthShare: null,
  rooflineShare: null,
  tfjsRatio: null,
  ratio: null,
  cpuRatio: null,
  pairs: 0,
};

async function timed(
  { ours, theirs }: OpenWorkload,
  { flops, bytes }: Workload,
  { ceiling, product }: Measure,
  options: PairOptions,
): Promise<Partial<KernelRow>> {
  const sides = [
    { run: ours, amount: 1 },
    { run: theirs, amount: 1 },
  ] as const;
  const paired = await timePairs(...sides, { ...options, yardstick: product.run });
  const ms = paired.oursMs;
  const gflops = flops / ms / 1e6;
  const gigabytesPerSecond = bytes / ms / 1e6;
  return {
    ms,
    tfjsMs: paired.theirsMs,
    gflops,
    gigabytesPerSecond,
    ceilingShare: (flops / product.flops) * paired.yardstickRatio!.median,
    bandwidthShare: gigabytesPerSecond / ceiling.gigabytesPerSecond,
    rooflineShare: gflops / rooflineLimit(ceiling, flops / bytes),
    tfjsRatio: paired.ratio.median,
    ratio: paired.ratio,
    cpuRatio: paired.cpuRatio,
    pairs: paired.pairs,
  };
}
