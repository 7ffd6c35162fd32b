// Back through the neuron and its batch norm, all steps of a neuron in one thread:
//
//     du[t] = g(u[t]) dS[t] + leak du[t+1],   g(u) = scale / threshold max(0, 1 - |u / threshold - 1|)
//
// (reset detached). The membrane is computed again from `y`; nothing of the forward pass is kept.
// Two passes: `lifBackwardSums` adds up what the norm's gradient needs, `lifBackwardApply` goes
// back again and writes the gradient of `y` over `y`.

import type { Activation } from "../../model/spec.ts";
import {
  dropoutBinding,
  dropoutDeclarations,
  dropoutStream,
  keptAt,
  type MayDrop,
} from "./dropout.ts";
import { currentOf, factorAt, fire, type LifSizes, neuronsOf, yAt } from "./lif-sizes.ts";
import { float, read, type Shader, shader, unroll, write } from "./shader.ts";

export interface LifBackwardParams extends LifSizes, MayDrop {
  activation: Activation;
  surrogateScale: number;
  /** Windows behind the neurons: `ds` has `height / pool` rows. */
  pool: number;
  /** `ds` is the same at every step, `[B, ...]` of the whole batch; else `[T, count, ...]`. */
  isConstant: boolean;
}

/** Threads to aim at when pixels are cut into pieces. */
const ENOUGH_THREADS = 16_384;

export function backwardPieces(p: LifSizes): number {
  const pixels = neuronsOf(p) / p.channels;
  const wanted = Math.ceil(ENOUGH_THREADS / p.channels);
  return Math.max(1, Math.min(wanted, Math.ceil(pixels / 8)));
}

/** `let upstream = ...`: index of the neuron's `ds`, or -1 where no window covers it. */
function upstreamOf(p: LifBackwardParams): string {
  const { height: H, width: W, channels, pool, images } = p;
  const [h, w] = [Math.floor(H / pool), Math.floor(W / pool)];
  const image = p.isConstant
    ? `(${images.first} + n / ${H * W * channels})`
    : `(n / ${H * W * channels})`;
  return /* wgsl */ `
    let ph = ((n / ${W * channels}) % ${H}) / ${pool};
    let pw = ((n / ${channels}) % ${W}) / ${pool};
    let covered = ph < ${h} && pw < ${w};
    let upstream = select(0, ((${image} * ${h} + ph) * ${w} + pw) * ${channels} + c, covered);
    let share = select(0.0, ${float(1 / (pool * pool))}, covered);`;
}

function upstreamAt(p: LifBackwardParams, t: number): string {
  const { height: H, width: W, channels, pool, images } = p;
  const plane = images.count * Math.floor(H / pool) * Math.floor(W / pool) * channels;
  return p.isConstant ? "ds[upstream]" : `ds[${t * plane} + upstream]`;
}

/** `d0..`, `dz0..`: distances from the mean and gradients of the normed current at each step. */
function walk(p: LifBackwardParams): string {
  const T = p.timesteps;
  const keep = (t: number) =>
    p.activation === "relu"
      ? `let d${t} = d; let slope${t} = select(0.0, kept, current > 0.0);`
      : `${fire(p)} let d${t} = d; let slope${t} = ${float(p.surrogateScale / p.threshold)} * max(0.0, 1.0 - abs(u / ${float(p.threshold)} - 1.0));`;
  // Braces end the scope of `f`, `d` and `u`; what is kept is declared outside.
  const declared = unroll(T, (t) => `var d${t}: f32; var slope${t}: f32;`);
  const forward = unroll(
    T,
    (t) =>
      `{ ${currentOf(p, t)} ${keep(t).replaceAll("let d", "d").replaceAll("let slope", "slope")} }`,
  );
  const carry = p.activation === "relu" ? "0.0" : `${float(p.leak)} * next`;
  const backward = unroll(T, (i) => {
    const t = T - 1 - i;
    return `next = fma(slope${t}, ${upstreamAt(p, t)} * share, ${carry}); let dz${t} = next;`;
  });
  const kept = keptAt(p, `n / ${p.channels} + ${p.images.first * p.height * p.width}`, "c");
  const factor = p.activation === "relu" ? `let kept = ${kept};` : "";
  return `${upstreamOf(p)} ${factor} var v = 0.0; ${declared} ${forward} var next = 0.0; ${backward}`;
}

/** -> `partial` `[pieces, norms, C]` of (sum dz, sum dz (y - mean)). Bindings: y, norm, ds, partial, (job). */
export function lifBackwardSums(
  p: LifBackwardParams & { pieces: number; firstPiece: number },
): Shader {
  const { channels, norms, timesteps: T, pieces } = p;
  const pixels = neuronsOf(p) / channels;
  const perPiece = Math.ceil(pixels / pieces);
  const place = (t: number) => (norms === 1 ? 0 : t);
  return shader({
    name: "lif_backward_sums",
    bindings: [
      read("y", "f32"),
      read("norm", "vec2<f32>"),
      read("ds", "f32"),
      write("partial", "vec2<f32>"),
      ...dropoutBinding(p),
    ],
    declarations: dropoutDeclarations(p),
    invocations: pieces * channels,
    body: /* wgsl */ `
      let c = id % ${channels};
      let piece = id / ${channels};
      ${dropoutStream(p)}
      ${unroll(norms, (g) => `var sum${g} = vec2<f32>(0.0);`)}
      for (var pixel = piece * ${perPiece}; pixel < min((piece + 1) * ${perPiece}, ${pixels}); pixel++) {
        let n = pixel * ${channels} + c;
        ${walk(p)}
        ${unroll(T, (t) => `sum${place(t)} += vec2<f32>(dz${t}, dz${t} * d${t});`)}
      }
      ${unroll(norms, (g) => `partial[((${p.firstPiece} + piece) * ${norms} + ${g}) * ${channels} + c] = sum${g};`)}`,
  });
}

/**
 * Writes `dy` over `y`; where one step of `y` stands for all, the sum over the steps.
 * Bindings: y, ds, and with a norm: norm, factors `[norms, C]` (scale, mean, m, k); (job).
 */
export function lifBackwardApply(p: LifBackwardParams): Shader {
  const gradient = (t: number) =>
    p.norms === 0
      ? `dz${t}`
      : `(factors[${factorAt(p, t)}].x * (dz${t} - factors[${factorAt(p, t)}].z) - factors[${factorAt(p, t)}].w * d${t})`;
  const store =
    p.ySteps === 1
      ? `y[n] = ${Array.from({ length: p.timesteps }, (_, t) => gradient(t)).join(" + ")};`
      : unroll(p.timesteps, (t) => `y[${yAt(p, t)}] = ${gradient(t)};`);
  return shader({
    name: "lif_backward_apply",
    bindings: [
      write("y", "f32"),
      read("ds", "f32"),
      ...(p.norms > 0 ? [read("norm", "vec2<f32>"), read("factors", "vec4<f32>")] : []),
      ...dropoutBinding(p),
    ],
    declarations: dropoutDeclarations(p),
    invocations: neuronsOf(p),
    body: `let n = id; let c = n % ${p.channels}; ${dropoutStream(p)} ${walk(p)} ${store}`,
  });
}
