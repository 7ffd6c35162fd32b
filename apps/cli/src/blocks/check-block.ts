// One block of PyTorch's training step through the engine, and how far apart the two are.

import { preset, type Tuning } from "@spikefed/snn-core";
import { runReadoutBlock, runSpikingBlock } from "@spikefed/snn-core/block";
import { relativeError } from "@spikefed/volunteer";

import { type BlockCase, type ReadoutBlockCase, type SpikingBlockCase } from "./block-case.ts";
import { oneMinusCosine } from "./distance.ts";

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
  /** Gradients and statistics hold; spikes are judged over all blocks. */
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

/** Where a block runs, and with which kernel variants; left out: the plain ones. */
export interface BlockEngine {
  device: GPUDevice;
  tuning?: Tuning | undefined;
}

export function checkBlock(engine: BlockEngine, block: BlockCase): Promise<BlockResult> {
  return block.kind === "readout" ? checkReadout(engine, block) : checkSpiking(engine, block);
}

const common = (engine: BlockEngine, block: BlockCase) => ({
  ...{ spec: specOf(block), ...engine, block: block.spec.index, batch: block.spec.batch },
  ...{ levels: levelsOf(block), weight: block.weight },
});

/** What a buffer holds of the input: its values over their scale. */
const levelsOf = ({ input, spec: { inputScale, inputBias } }: BlockCase): Int8Array =>
  Int8Array.from(input, (byte) => byte + inputBias / inputScale);

async function checkSpiking(engine: BlockEngine, block: SpikingBlockCase): Promise<BlockResult> {
  const { gamma, upstream, grad } = block;
  const got = await runSpikingBlock({ ...common(engine, block), gamma, upstream });
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

async function checkReadout(engine: BlockEngine, block: ReadoutBlockCase): Promise<BlockResult> {
  const { labels, grad, logits, loss } = block;
  const got = await runReadoutBlock({ ...common(engine, block), labels });
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
  const ok = value <= ANGLE && error <= ERROR;
  const name = `${spec.index} ${spec.block}`;
  return { block: name, spikes, differ, angle: { gradient, value }, error, ok };
}
