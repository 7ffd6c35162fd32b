// The dispatches of one layer's way back: `y` again where it was not kept, the norm's sums, the
// gradient of `y` written over it, the filter's gradient, the gradient of the input.

import {
  backwardPieces,
  type LifBackwardParams,
  lifBackwardApply,
  lifBackwardSums,
} from "../kernels/lif-backward.ts";
import { dropoutOfLayer } from "../kernels/dropout.ts";
import { normBackwardFinish } from "../kernels/norm.ts";
import { tileConv } from "../kernels/tile-conv.ts";
import { sumPieces, weightGradient, weightGradientPieces } from "../kernels/weight-gradient.ts";
import type { Chunk } from "../plan/memory.ts";
import { variantsOf } from "../plan/tuning.ts";
import { convFlops, convolve, lifSizes, seedOf, statisticCount } from "./layer-forward.ts";
import type { LayerScope } from "./scope.ts";
import { regionOf, type Step, stepOf } from "./step.ts";

export function layerBackward(scope: LayerScope): Step[] {
  const { layer, memory } = scope;
  return [
    ...(memory.isKept ? [] : memory.chunks.map((_, i) => convolve(scope, i))),
    ...(layer.norms > 0 ? normSums(scope) : []),
    ...apply(scope),
    ...filterGradient(scope),
    ...inputGradient(scope),
  ];
}

const backwardParams = (scope: LayerScope, chunk: Chunk): LifBackwardParams => ({
  ...lifSizes(scope, chunk),
  activation: scope.layer.activation,
  surrogateScale: scope.network.spec.surrogate.scale,
  pool: scope.layer.pool,
  isConstant: scope.upstream.isConstant,
  dropout: dropoutOfLayer(scope.layer),
});

function normSums(scope: LayerScope): Step[] {
  const { layer, layout, memory, upstream } = scope;
  const name = `block ${layer.block}`;
  const norm = `norm.${layer.block}`;
  let pieces = 0;
  const sums = memory.chunks.map((chunk, i) => {
    const params = backwardParams(scope, chunk);
    const own = backwardPieces(params);
    const shader = lifBackwardSums({ ...params, pieces: own, firstPiece: pieces });
    pieces += own;
    const bound = [memory.y[i]!, norm, upstream.names[i]!, "partials", ...seedOf(layer)];
    return stepOf(name, shader, bound);
  });
  const finish = normBackwardFinish({
    norms: layer.norms,
    channels: layer.to,
    pieces,
    count: statisticCount(scope),
  });
  const dgamma = regionOf("gradients", layout.gamma.get(layer.block)!);
  const bound = ["partials", norm, `deviation.${layer.block}`, "factors", dgamma];
  return [...sums, stepOf(name, finish, bound)];
}

const apply = (scope: LayerScope): Step[] =>
  scope.memory.chunks.map((chunk, i) => {
    const norm = scope.layer.norms > 0 ? [`norm.${scope.layer.block}`, "factors"] : [];
    const bound = [scope.memory.y[i]!, scope.upstream.names[i]!, ...norm, ...seedOf(scope.layer)];
    return stepOf(
      `block ${scope.layer.block}`,
      lifBackwardApply(backwardParams(scope, chunk)),
      bound,
    );
  });

/** Pieces of each chunk's weight gradient. */
export const filterPieces = (scope: PieceScope, chunk: Chunk): number =>
  weightGradientPieces(filterSizes(scope, chunk), variants(scope).weightGradient);

type PieceScope = Pick<LayerScope, "network" | "layer" | "batch" | "tuning">;

const filterSizes = ({ layer, batch }: PieceScope, chunk: Chunk) => ({
  ...{ ...layer, form: layer.input, steps: layer.ySteps },
  images: { ...chunk, batch },
});

const variants = ({ network, layer, tuning }: Pick<LayerScope, "network" | "layer" | "tuning">) =>
  variantsOf(tuning, layer, network.timesteps);

function filterGradient(scope: LayerScope): Step[] {
  const { layer, layout, memory, input } = scope;
  const name = `block ${layer.block}`;
  const target = regionOf("gradients", layout.weight.get(layer.block)!);
  const counts = memory.chunks.map((chunk) => filterPieces(scope, chunk));
  const total = counts.reduce((sum, n) => sum + n, 0);
  let firstPiece = 0;
  const steps = memory.chunks.map((chunk, i) => {
    const shader = weightGradient(
      { ...filterSizes(scope, chunk), pieces: counts[i]!, firstPiece },
      variants(scope).weightGradient,
    );
    firstPiece += counts[i]!;
    const bound = [input, memory.y[i]!, total === 1 ? target : "partials"];
    return stepOf(name, shader, bound, convFlops(layer, chunk.count, layer.ySteps));
  });
  if (total === 1) return steps;
  const length = layer.kernel ** 2 * layer.from * layer.to;
  return [...steps, stepOf(name, sumPieces(total, length), ["partials", target])];
}

/** One dispatch for each pair of a chunk here and a chunk of the layer before that share images. */
function inputGradient(scope: LayerScope): Step[] {
  const { layer, layout, memory, batch, before, network } = scope;
  if (before === null) return [];
  const filter = regionOf("parameters", layout.weight.get(layer.block)!);
  // A fully connected layer is a 1 x 1 convolution of one pixel; the map before it is the same memory.
  return memory.chunks.flatMap((source, i) =>
    before.memory.chunks.flatMap((target, j) => {
      const first = Math.max(source.first, target.first);
      const count = Math.min(source.first + source.count, target.first + target.count) - first;
      if (count <= 0) return [];
      const shader = tileConv(
        {
          ...layer,
          steps: network.timesteps,
          source: { ...source, batch },
          target: { ...target, batch },
          images: { first, count },
          transposed: true,
        },
        variants(scope).inputGradient,
      );
      const bound = [memory.y[i]!, filter, `gradient.${j}`];
      const flops = convFlops(layer, count, network.timesteps);
      return [stepOf(`block ${layer.block}`, shader, bound, flops)];
    }),
  );
}
