// Batch norm through time: statistics over batch, height and width for each timestep and channel
// ("bntt") or over time as well ("bn"). Gamma only, no beta: z = scale (y - mean).
// Partial sums over pieces of the rows, then one small dispatch that finishes.

import { float, read, type Shader, shader, write } from "./shader.ts";

export interface NormSizes {
  /** Sets of statistics. */
  norms: number;
  /** Steps of `y`: fewer than `norms` when one step stands for all. */
  ySteps: number;
  channels: number;
  /** Rows (pixels) that a dispatch sees at each step. */
  rows: number;
}

/** Pieces of the rows of one dispatch. */
export function normPieces({ channels, rows, ySteps, norms }: NormSizes): number {
  const wanted = Math.ceil(16_384 / (channels * Math.min(norms, ySteps)));
  return Math.max(1, Math.min(wanted, Math.ceil(rows / 16), 256));
}

/** Separate sums that `y` has. */
export const regionsOf = ({ norms, ySteps }: Pick<NormSizes, "norms" | "ySteps">): number =>
  Math.min(norms, ySteps);

/**
 * `y` `[ySteps, rows, C]` -> `partial` `[pieces, regions, C]` of (count, mean, sum of squared
 * distances from it, 0). Sums run over distances from the piece's first value, which keeps digits.
 */
export function normPartial(p: NormSizes & { pieces: number; firstPiece: number }): Shader {
  const regions = regionsOf(p);
  const perRegion = (p.rows * p.ySteps) / regions;
  const perPiece = Math.ceil(perRegion / p.pieces);
  return shader({
    name: "norm_partial",
    bindings: [read("y", "f32"), write("partial", "vec4<f32>")],
    invocations: p.pieces * regions * p.channels,
    body: /* wgsl */ `
      let c = id % ${p.channels};
      let region = (id / ${p.channels}) % ${regions};
      let piece = id / ${p.channels * regions};
      let start = piece * ${perPiece};
      let end = min(start + ${perPiece}, ${perRegion});
      let base = region * ${perRegion};
      var result = vec4<f32>(0.0);
      if (start < end) {
        let pivot = y[(base + start) * ${p.channels} + c];
        var first = 0.0;
        var second = 0.0;
        for (var row = start; row < end; row++) {
          let d = y[(base + row) * ${p.channels} + c] - pivot;
          first += d;
          second = fma(d, d, second);
        }
        let count = f32(end - start);
        result = vec4<f32>(count, pivot + first / count, max(0.0, second - first * first / count), 0.0);
      }
      partial[((${p.firstPiece} + piece) * ${regions} + region) * ${p.channels} + c] = result;`,
  });
}

export interface NormFinishParams extends NormSizes {
  /** All pieces of the batch. */
  pieces: number;
  eps: number;
  momentum: number;
  /** Values behind one statistic, for the unbiased variance. */
  count: number;
}

/**
 * Combines the pieces (Chan et al.) and moves the running statistics, whose variance is unbiased.
 * Bindings: partial, gamma `[norms, C]`, norm `[norms, C]` (scale, mean), deviation `[norms, C]`
 * (1 / sqrt(var + eps)), running `[2, norms, C]`.
 */
export function normFinish(p: NormFinishParams): Shader {
  const regions = regionsOf(p);
  const size = p.norms * p.channels;
  const unbiased = p.count > 1 ? p.count / (p.count - 1) : 1;
  return shader({
    name: "norm_finish",
    bindings: [
      read("partial", "vec4<f32>"),
      read("gamma", "f32"),
      write("norm", "vec2<f32>"),
      write("deviation", "f32"),
      write("running", "f32"),
    ],
    invocations: size,
    body: /* wgsl */ `
      let place = ${regions === 1 ? `id % ${p.channels}` : "id"};
      var all = partial[place];
      for (var piece = 1; piece < ${p.pieces}; piece++) {
        let next = partial[piece * ${regions * p.channels} + place];
        if (next.x > 0.0) {
          let count = all.x + next.x;
          let d = next.y - all.y;
          all = vec4<f32>(count, all.y + d * next.x / count, all.z + next.z + d * d * all.x * next.x / count, 0.0);
        }
      }
      let variance = all.z / all.x;
      let rstd = 1.0 / sqrt(variance + ${float(p.eps)});
      norm[id] = vec2<f32>(gamma[id] * rstd, all.y);
      deviation[id] = rstd;
      running[id] = mix(running[id], all.y, ${float(p.momentum)});
      running[${size} + id] = mix(running[${size} + id], variance * ${float(unbiased)}, ${float(p.momentum)});`,
  });
}

/** Evaluation: gamma, running `[2, norms, C]` -> norm (scale, mean). */
export function normFromRunning(norms: number, channels: number, eps: number): Shader {
  const size = norms * channels;
  return shader({
    name: "norm_from_running",
    bindings: [read("gamma", "f32"), read("running", "f32"), write("norm", "vec2<f32>")],
    invocations: size,
    body: `norm[id] = vec2<f32>(gamma[id] / sqrt(running[${size} + id] + ${float(eps)}), running[id]);`,
  });
}

/**
 * Sums of the backward pass to the factors of `dy = scale (dz - m) - k (y - mean)`, and gamma's
 * gradient. Bindings: partial `[pieces, norms, C]` of (sum dz, sum dz (y - mean)), norm, deviation,
 * factors `[norms, C]` (scale, mean, m, k), dgamma `[norms, C]`.
 */
export function normBackwardFinish(p: {
  norms: number;
  channels: number;
  pieces: number;
  count: number;
}): Shader {
  const size = p.norms * p.channels;
  return shader({
    name: "norm_backward_finish",
    bindings: [
      read("partial", "vec2<f32>"),
      read("norm", "vec2<f32>"),
      read("deviation", "f32"),
      write("factors", "vec4<f32>"),
      write("dgamma", "f32"),
    ],
    invocations: size,
    body: /* wgsl */ `
      var sums = vec2<f32>(0.0);
      for (var piece = 0; piece < ${p.pieces}; piece++) { sums += partial[piece * ${size} + id]; }
      let n = norm[id];
      let rstd = deviation[id];
      let slope = sums.y * rstd;
      dgamma[id] = slope;
      factors[id] = vec4<f32>(n.x, n.y, sums.x / ${float(p.count)}, n.x * rstd * slope / ${float(p.count)});`,
  });
}
