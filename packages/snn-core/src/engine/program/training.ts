// A whole training step as a list of dispatches: encode, forward, loss, backward. The update
// follows as one more, since it depends on the optimizer.

import { encode } from "../kernels/encode.ts";
import {
  crossEntropy,
  logits,
  meanOverTime,
  readoutInputGradient,
  type ReadoutSizes,
  readoutWeightGradient,
} from "../kernels/readout.ts";
import { backwardPieces } from "../kernels/lif-backward.ts";
import { normPieces, regionsOf } from "../kernels/norm.ts";
import type { DeviceLayout } from "../parameters.ts";
import { chunksOf } from "../plan/memory.ts";
import type { Network } from "../plan/network.ts";
import type { Tuning } from "../plan/tuning.ts";
import { filterPieces, layerBackward } from "./layer-backward.ts";
import { layerForward, lifSizes, normSizes } from "./layer-forward.ts";
import { type LayerScope, layerScopes, type ProgramScope } from "./scope.ts";
import { regionOf, type Step, stepOf } from "./step.ts";

/** Everything but the update; encoding only where the input is bytes on the GPU. */
export function trainingProgram(scope: ProgramScope): Step[] {
  const scopes = layerScopes(scope);
  const { source } = scope.network;
  const isEncoded = source.kind === "direct" || source.kind === "poisson";
  return [
    ...(isEncoded ? [encodeStep(scope.network, scope.plan.batch)] : []),
    ...scopes.flatMap(layerForward),
    ...readoutSteps(scope, scopes.at(-1)?.memory.output ?? "input"),
    ...scopes.toReversed().flatMap(layerBackward),
  ];
}

export const encodeStep = (network: Network, batch: number): Step =>
  stepOf("input", encode({ source: network.source, timesteps: network.timesteps, batch }), [
    "pixels",
    "job",
    "input",
  ]);

export const readoutSizes = ({ readout, timesteps }: Network, batch: number): ReadoutSizes => ({
  timesteps,
  batch,
  from: readout.from,
  to: readout.paddedClasses,
  classes: readout.classes,
  input: readout.input,
});

/** Input to logits. */
export function readoutForward(
  network: Network,
  layout: DeviceLayout,
  batch: number,
  input: string,
): Step[] {
  const sizes = readoutSizes(network, batch);
  const name = `block ${network.readout.block}`;
  const w = regionOf("parameters", layout.weight.get(network.readout.block)!);
  return [
    stepOf(name, meanOverTime(sizes), [input, "mean"]),
    stepOf(name, logits(sizes), ["mean", w, "logits"], 2 * batch * sizes.from * sizes.to),
  ];
}

function readoutSteps({ network, layout, plan }: ProgramScope, input: string): Step[] {
  const sizes = readoutSizes(network, plan.batch);
  const name = `block ${network.readout.block}`;
  const region = layout.weight.get(network.readout.block)!;
  const flops = 2 * plan.batch * sizes.from * sizes.to;
  const back = stepOf(
    name,
    readoutInputGradient(sizes),
    ["dlogits", regionOf("parameters", region), "gradient.readout"],
    flops,
  );
  return [
    ...readoutForward(network, layout, plan.batch, input),
    stepOf(name, crossEntropy(sizes), ["logits", "job", "judged", "dlogits"]),
    stepOf(
      name,
      readoutWeightGradient(sizes),
      ["mean", "dlogits", regionOf("gradients", region)],
      flops,
    ),
    ...(network.layers.length > 0 ? [back] : []),
  ];
}

/** Bytes of partial sums that the step's kernels write, before a plan exists. */
export function partialBytes(
  network: Network,
  batch: number,
  limit: number,
  tuning: Tuning,
): number {
  const needs = network.layers.map((layer) => {
    const chunks = chunksOf(network, layer, batch, limit);
    const scope = { network, layer, batch, tuning } as LayerScope;
    const total = (of: (chunk: (typeof chunks)[number]) => number) =>
      chunks.reduce((sum, chunk) => sum + of(chunk), 0);
    const filters =
      total((chunk) => filterPieces(scope, chunk)) * 4 * layer.kernel ** 2 * layer.from * layer.to;
    const isDirect = chunks.length === 1 && filterPieces(scope, chunks[0]!) === 1;
    if (layer.norms === 0) return isDirect ? 0 : filters;
    const forward =
      total((chunk) => normPieces(normSizes(layer, chunk))) * regionsOf(layer) * layer.to * 16;
    const backward =
      total((chunk) => backwardPieces(lifSizes(scope, chunk))) * layer.norms * layer.to * 8;
    return Math.max(isDirect ? 0 : filters, forward, backward);
  });
  return Math.max(256, ...needs);
}
