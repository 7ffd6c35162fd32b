// Evaluation: convolution, norm with running statistics and the neurons of one layer in a single
// kernel, with the pooling behind it. All steps of a pixel meet in one thread, so no float leaves it:
// spikes in, spikes out.

import type { Form, Packed } from "../plan/form.ts";
import { type ConvSizes, padding, realOfFour } from "./conv-sizes.ts";
import { fire } from "./lif-sizes.ts";
import { sumTaps } from "./packed-conv.ts";
import { bitOf, wordOf } from "./packed-form.ts";
import { float, read, type Shader, shader, unroll, write } from "./shader.ts";
import { toWindow, windowsBinding, type WindowSizes } from "./window.ts";

export interface FusedLayerParams extends ConvSizes, WindowSizes {
  timesteps: number;
  form: Form;
  norms: number;
  leak: number;
  threshold: number;
  spikes: Packed;
}

/**
 * `x` packed or f32, `w` `[k, k, from, to]`, `norm` `[norms, to]` (scale, mean) -> `spikes`
 * `[words, B, H, W, to]`, with a pooling `out` `[words, B, H / pool, W / pool, to]` added to. Bindings: x, w,
 * (norm,) spikes, (out).
 */
export function fusedLayer(p: FusedLayerParams): Shader {
  const quads = p.to / 4;
  const { form } = p;
  const access = { weights: "thread", lanes: 0 } as const;
  const isPacked = form.kind === "packed";
  const sums = isPacked
    ? sumTaps({ ...p, form }, { steps: form.words * form.perWord, quads: 1, block: "0", access })
    : denseSums(p, form.steps);
  return shader({
    name: "fused_layer",
    bindings: [
      read("x", isPacked ? "u32" : "vec4<f32>"),
      read("w", "vec4<f32>"),
      ...(p.norms > 0 ? [read("norm", "vec2<f32>")] : []),
      write("spikes", "u32"),
      ...(p.pool > 1 ? [windowsBinding(p)] : []),
    ],
    invocations: quads * p.images.count * p.height * p.width,
    body: /* wgsl */ `
      let quad = id % ${quads};
      let pixel = id / ${quads};
      ${sums}
      ${unroll(4, (i) => neuron(p, i))}`,
  });
}

/** Runs channel `i` of the four through time, stores its words and adds them to its window. */
function neuron(p: FusedLayerParams, i: number): string {
  const { timesteps: T, form, spikes, output, images, to } = p;
  const rowOf = `(${images.first * p.height * p.width} + pixel)`;
  const plane = images.batch * p.height * p.width * to;
  const scale = form.kind === "packed" ? form.scale : 1;
  const steps = form.kind === "packed" ? T : form.steps;
  const current = (t: number) => {
    const y = `a${steps === 1 ? 0 : t}_0[${i}] * ${float(scale)}`;
    if (p.norms === 0) return `let current = ${y};`;
    return `let f = norm[${p.norms === 1 ? 0 : t * to} + quad * 4 + ${i}]; let current = f.x * (${y} - f.y);`;
  };
  const isPooled = p.pool > 1;
  const count = (t: number) =>
    isPooled ? `sum${wordOf(output, t)} |= select(0u, ${bitOf(output, t)}u, fires);` : "";
  return /* wgsl */ `{
    var v = 0.0;
    ${unroll(spikes.words, (w) => `var word${w} = 0u;`)}
    ${unroll(isPooled ? output.words : 0, (w) => `var sum${w} = 0u;`)}
    ${unroll(
      T,
      (t) => `{ ${current(t)} ${fire({ ...p, ySteps: steps, channels: to })}
      word${wordOf(spikes, t)} |= select(0u, ${bitOf(spikes, t)}u, fires); ${count(t)} }`,
    )}
    ${unroll(spikes.words, (w) => `spikes[${w * plane} + ${rowOf} * ${to} + quad * 4 + ${i}] = word${w};`)}
    ${isPooled ? toWindow(p, { word: "sum", channel: `quad * 4 + ${i}`, channels: to }) : ""}
  }`;
}

/** `a<t>_0`: sums of f32 maps `[steps, B, H, W, from]`. */
function denseSums(p: FusedLayerParams, steps: number): string {
  const { height: H, width: W, kernel: K, from, images } = p;
  const plane = (images.batch * H * W * from) / 4;
  const real = realOfFour(p);
  const multiply = (t: number) =>
    `{ let v = x[xs + k + ${t * plane}]; ${unroll(real, (i) => `a${t}_0 = fma(vec4<f32>(v[${i}]), w${i}, a${t}_0);`)} }`;
  return /* wgsl */ `
    let row = (pixel / ${W}) % ${H};
    let column = pixel % ${W};
    let image = ${images.first} + pixel / ${H * W};
    ${unroll(steps, (t) => `var a${t}_0 = vec4<f32>(0.0);`)}
    for (var i = 0; i < ${K}; i++) {
      for (var j = 0; j < ${K}; j++) {
        let r = row + i - ${padding(K)};
        let c = column + j - ${padding(K)};
        if (r < 0 || r >= ${H} || c < 0 || c >= ${W}) { continue; }
        let xs = ((image * ${H} + r) * ${W} + c) * ${from / 4};
        for (var k = 0; k < ${from / 4}; k++) {
          ${unroll(real, (q) => `let w${q} = w[((i * ${K} + j) * ${from} + k * 4 + ${q}) * ${p.to / 4} + quad];`)}
          ${unroll(steps, multiply)}
        }
      }
    }`;
}
