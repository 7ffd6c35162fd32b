// The dispatches of one layer's forward pass in training: convolution, statistics of the whole
// batch, neurons with their pooling.

import { packedConv } from "../kernels/packed-conv.ts";
import { lifForward, reluForward } from "../kernels/lif-forward.ts";
import { dropoutOfLayer } from "../kernels/dropout.ts";
import type { LifSizes } from "../kernels/lif-sizes.ts";
import { normFinish, normPartial, normPieces, type NormSizes } from "../kernels/norm.ts";
import { tileConv } from "../kernels/tile-conv.ts";
import type { Chunk } from "../plan/memory.ts";
import type { Layer } from "../plan/network.ts";
import { variantsOf } from "../plan/tuning.ts";
import type { LayerScope } from "./scope.ts";
import { regionOf, type Step, stepOf } from "./step.ts";

export function layerForward(scope: LayerScope): Step[] {
  const { memory } = scope;
  return [
    ...memory.chunks.map((_, i) => convolve(scope, i)),
    ...(scope.layer.norms > 0 ? statistics(scope) : []),
    ...activate(scope),
  ];
}

export const convFlops = (layer: Layer, images: number, steps: number): number =>
  2 * layer.kernel ** 2 * layer.from * layer.to * layer.height * layer.width * images * steps;

/** `y = W x` of one chunk. */
export function convolve(
  { network, layer, layout, memory, batch, tuning, input }: LayerScope,
  i: number,
): Step {
  const chunk = memory.chunks[i]!;
  const form = layer.input;
  const images = { ...chunk, batch };
  const filter = regionOf("parameters", layout.weight.get(layer.block)!);
  const { timesteps } = network;
  const variants = variantsOf(tuning, layer, timesteps);
  const shader =
    form.kind === "packed"
      ? packedConv({ ...layer, timesteps, form, images }, variants.packedConv)
      : tileConv(
          {
            ...layer,
            steps: form.steps,
            source: { first: 0, count: batch, batch },
            target: { ...chunk, batch },
            images: chunk,
            transposed: false,
          },
          variants.tileConv,
        );
  const flops = convFlops(layer, chunk.count, layer.ySteps);
  return stepOf(`block ${layer.block}`, shader, [input, filter, memory.y[i]!], flops);
}

export const normSizes = (layer: Layer, chunk: Chunk): NormSizes => ({
  norms: layer.norms,
  ySteps: layer.ySteps,
  channels: layer.to,
  rows: chunk.count * layer.height * layer.width,
});

/** Values behind one statistic of the batch. */
export const statisticCount = ({ network, layer, batch }: LayerScope): number =>
  (batch * layer.height * layer.width * network.timesteps) / layer.norms;

function statistics(scope: LayerScope): Step[] {
  const { network, layer, layout, memory } = scope;
  const name = `block ${layer.block}`;
  let pieces = 0;
  const partial = memory.chunks.map((chunk, i) => {
    const sizes = normSizes(layer, chunk);
    const own = normPieces(sizes);
    const shader = normPartial({ ...sizes, pieces: own, firstPiece: pieces });
    pieces += own;
    return stepOf(name, shader, [memory.y[i]!, "partials"]);
  });
  const finish = normFinish({
    ...normSizes(layer, memory.chunks[0]!),
    pieces,
    eps: network.spec.normEps,
    momentum: network.spec.normMomentum,
    count: statisticCount(scope),
  });
  const { block } = layer;
  const bound = [
    "partials",
    regionOf("parameters", layout.gamma.get(block)!),
    `norm.${block}`,
    `deviation.${block}`,
    regionOf("running", layout.statistics.get(block)!),
  ];
  return [...partial, stepOf(name, finish, bound)];
}

export const lifSizes = ({ network, layer, batch }: LayerScope, chunk: Chunk): LifSizes => ({
  timesteps: network.timesteps,
  ySteps: layer.ySteps,
  images: { ...chunk, batch },
  height: layer.height,
  width: layer.width,
  channels: layer.to,
  norms: layer.norms,
  leak: network.spec.leak,
  threshold: network.spec.threshold,
});

/** Bytes from one layer's spike counts to the next one's. */
export const countsOf = (scope: LayerScope) => ({
  name: "counts",
  offset: 256 * scope.index * Math.ceil(scope.network.timesteps / 64),
  size: 4 * scope.network.timesteps,
});

/** What a kernel with dropout binds beside the rest: the job, which begins with the batch's seed. */
export const seedOf = (layer: Layer): string[] => (layer.dropout > 0 ? ["job"] : []);

function activate(scope: LayerScope): Step[] {
  const { layer, memory } = scope;
  const name = `block ${layer.block}`;
  const norm = layer.norms > 0 ? [`norm.${layer.block}`] : [];
  const { spikes } = layer;
  if (spikes === null) {
    const dropout = dropoutOfLayer(layer);
    return memory.chunks.map((chunk, i) => {
      const shader = reluForward({ ...lifSizes(scope, chunk), pool: layer.pool, dropout });
      return stepOf(name, shader, [memory.y[i]!, ...norm, memory.output, ...seedOf(layer)]);
    });
  }
  const { pool, output } = layer;
  if (output.kind !== "packed") throw new Error("spikes leave a layer packed");
  const kept = pool > 1 && memory.spikes !== null ? [memory.spikes] : [];
  return memory.chunks.map((chunk, i) => {
    const own = kept.length > 0 ? spikes : null;
    const shader = lifForward({ ...lifSizes(scope, chunk), pool, output, spikes: own });
    return stepOf(name, shader, [memory.y[i]!, ...norm, memory.output, ...kept, countsOf(scope)]);
  });
}
