// Evaluation as a list of dispatches: running statistics, every spiking layer in one fused kernel,
// spikes as the only thing between layers. ReLU layers keep their sums, there is nothing to fuse.

import { fusedLayer } from "../kernels/fused-layer.ts";
import { reluForward } from "../kernels/lif-forward.ts";
import { normFromRunning } from "../kernels/norm.ts";
import type { DeviceLayout } from "../parameters.ts";
import { type Form } from "../plan/form.ts";
import type { Layer, Network } from "../plan/network.ts";
import type { Tuning } from "../plan/tuning.ts";
import { convolve, lifSizes } from "./layer-forward.ts";
import type { LayerScope } from "./scope.ts";
import { encodeStep, readoutForward } from "./training.ts";
import { regionOf, type Step, stepOf } from "./step.ts";

export interface EvaluationProgram {
  steps: Step[];
  /** Name to bytes: the buffers that only this program uses. */
  buffers: ReadonlyMap<string, number>;
}

const bytesOf = (form: Form, perStep: number): number =>
  4 * perStep * (form.kind === "packed" ? form.words : form.steps);

/** Spikes of each neuron of a layer, before pooling. */
export const spikesName = (layer: Layer): string => `spikes.${layer.block}`;

export function evaluationProgram(
  network: Network,
  layout: DeviceLayout,
  batch: number,
  tuning: Tuning,
): EvaluationProgram {
  const { source } = network;
  const scopes = network.layers.map((_, index) =>
    evaluationScope({ network, layout, batch, tuning }, index),
  );
  const isEncoded = source.kind === "direct" || source.kind === "poisson";
  const last = scopes.at(-1)?.memory.output ?? "input";
  return {
    steps: [
      ...(isEncoded ? [encodeStep(network, batch)] : []),
      ...scopes.flatMap(evaluateLayer),
      ...readoutForward(network, layout, batch, last),
    ],
    buffers: buffersOf(network, batch),
  };
}

function buffersOf(network: Network, batch: number): Map<string, number> {
  const { source, readout } = network;
  const { height, width, channels } = source.out;
  const buffers = new Map([
    ["input", bytesOf(source.form, height * width * channels * batch)],
    ["job", 4 * (1 + 2 * batch)],
    ["mean", 4 * batch * readout.from],
    ["logits", 4 * batch * readout.paddedClasses],
  ]);
  for (const layer of network.layers) {
    const area = layer.height * layer.width * layer.to * batch;
    const out = layer.out.height * layer.out.width * layer.to * batch;
    if (layer.spikes) buffers.set(spikesName(layer), bytesOf(layer.spikes, area));
    else buffers.set("y", Math.max(buffers.get("y") ?? 0, 4 * layer.ySteps * area));
    if (layer.pool > 1 || !layer.spikes)
      buffers.set(`output.${layer.block}`, bytesOf(layer.output, out));
    if (layer.norms > 0) buffers.set(`norm.${layer.block}`, 8 * layer.norms * layer.to);
  }
  return buffers;
}

const outputName = (layer: Layer): string =>
  layer.pool > 1 || !layer.spikes ? `output.${layer.block}` : spikesName(layer);

function evaluationScope(
  shared: Pick<LayerScope, "network" | "layout" | "batch" | "tuning">,
  index: number,
): LayerScope {
  const { layers } = shared.network;
  const layer = layers[index]!;
  const memory = {
    chunks: [{ first: 0, count: shared.batch }],
    y: ["y"],
    isKept: false,
    spikes: spikesName(layer),
    output: outputName(layer),
  };
  const input = index === 0 ? "input" : outputName(layers[index - 1]!);
  return {
    ...shared,
    layer,
    index,
    memory,
    input,
    before: null,
    upstream: { names: [], isConstant: false },
  };
}

function evaluateLayer(scope: LayerScope): Step[] {
  const { network, layer, layout, batch, input, memory } = scope;
  const { block } = layer;
  const name = `block ${block}`;
  const images = { first: 0, count: batch, batch };
  const norm = layer.norms > 0 ? [`norm.${block}`] : [];
  const steps: Step[] = [];
  if (layer.norms > 0) {
    const gamma = regionOf("parameters", layout.gamma.get(block)!);
    const running = regionOf("running", layout.statistics.get(block)!);
    const shader = normFromRunning(layer.norms, layer.to, network.spec.normEps);
    steps.push(stepOf(name, shader, [gamma, running, ...norm]));
  }
  if (layer.spikes === null) {
    const relu = reluForward({ ...lifSizes(scope, images), pool: layer.pool });
    return [...steps, convolve(scope, 0), stepOf(name, relu, ["y", ...norm, memory.output])];
  }
  const { timesteps, spec } = network;
  const { leak, threshold } = spec;
  const { input: form, spikes, output } = layer;
  if (output.kind !== "packed") throw new Error("spikes leave a layer packed");
  const sizes = { ...layer, timesteps, form, images, leak, threshold };
  const filter = regionOf("parameters", layout.weight.get(block)!);
  const pooled = layer.pool > 1 ? [memory.output] : [];
  const bound = [input, filter, ...norm, spikesName(layer), ...pooled];
  return [...steps, stepOf(name, fusedLayer({ ...sizes, spikes, output }), bound)];
}
