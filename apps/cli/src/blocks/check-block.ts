// One block of PyTorch's training step through the engine, and how far apart the two are.

import { preset } from "@spikefed/snn-core";
import { runReadoutBlock, runSpikingBlock } from "@spikefed/snn-core/block";
import { relativeError } from "@spikefed/volunteer";

import { type BlockCase, type ReadoutBlockCase, type SpikingBlockCase } from "./block-case.ts";
import { oneMinusCosine } from "./distance.ts";

/** A million spikes may differ in one. */
export const SPIKES = 1e6;
/** One minus the least cosine of a gradient. */
export const ANGLE = 1e-5;
/** Of statistics, logits and loss, relative to the largest magnitude. */
export const ERROR = 1e-4;

export interface BlockResult {
  block: string;
  spikes: number;
  /** Spikes that are not PyTorch's. */
  differ: number;
  /** Largest one minus cosine of the gradients, and whose. */
  angle: { gradient: string; value: number };
  /** Largest relative error of mean and variance; of the readout's logits and loss. */
  error: number;
  ok: boolean;
}

/** The model whose blocks these are; a block's file says how many steps it has. */
const specOf = ({ spec }: BlockCase) => ({
  ...preset("vgg9", 10),
  timesteps: spec.timesteps,
  leak: spec.leak,
  threshold: spec.threshold,
  surrogate: { kind: "triangle" as const, scale: spec.surrogateScale },
  normEps: spec.normEps,
});

export function checkBlock(device: GPUDevice, block: BlockCase): Promise<BlockResult> {
  return block.kind === "readout" ? checkReadout(device, block) : checkSpiking(device, block);
}

const common = (device: GPUDevice, block: BlockCase) => ({
  ...{ spec: specOf(block), device, block: block.spec.index, batch: block.spec.batch },
  ...{ levels: block.input, weight: block.weight },
});

async function checkSpiking(device: GPUDevice, block: SpikingBlockCase): Promise<BlockResult> {
  const { gamma, upstream, grad } = block;
  const got = await runSpikingBlock({ ...common(device, block), gamma, upstream });
  const differ = block.output.reduce((sum, fired, i) => sum + (fired === got.spikes[i] ? 0 : 1), 0);
  const angles: [string, number][] = [
    ["weight", oneMinusCosine(got.grad.weight, grad.weight)],
    ["gamma", oneMinusCosine(got.grad.gamma, grad.gamma)],
  ];
  if (grad.input) angles.push(["input", oneMinusCosine(got.grad.input ?? [], grad.input)]);
  const error = Math.max(
    relativeError(got.mean, block.mean),
    relativeError(got.variance, block.var),
  );
  return judged(block, { spikes: block.output.length, differ, angles, error });
}

async function checkReadout(device: GPUDevice, block: ReadoutBlockCase): Promise<BlockResult> {
  const { labels, grad, logits, loss } = block;
  const got = await runReadoutBlock({ ...common(device, block), labels });
  const steps = Array.from({ length: block.spec.timesteps }, (_, t) =>
    grad.input.subarray(t * got.grad.input.length, (t + 1) * got.grad.input.length),
  );
  const angles: [string, number][] = [
    ["weight", oneMinusCosine(got.grad.weight, grad.weight)],
    ["input", Math.max(...steps.map((step) => oneMinusCosine(got.grad.input, step)))],
  ];
  const error = Math.max(relativeError(got.logits, logits), relativeError([got.loss], [loss]));
  return judged(block, { spikes: 0, differ: 0, angles, error });
}

function judged(
  { spec }: BlockCase,
  found: { spikes: number; differ: number; angles: [string, number][]; error: number },
): BlockResult {
  const { spikes, differ, angles, error } = found;
  const [gradient, value] = angles.reduce((worst, one) => (one[1] <= worst[1] ? worst : one));
  const ok = differ <= Math.ceil(spikes / SPIKES) && value <= ANGLE && error <= ERROR;
  const name = `${spec.index} ${spec.block}`;
  return { block: name, spikes, differ, angle: { gradient, value }, error, ok };
}
