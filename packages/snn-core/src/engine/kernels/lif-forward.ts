// Batch norm, then leaky integrate-and-fire, all steps of a neuron in one thread: spikes leave as
// bits, or with a pooling as counts of a window, whose neurons one thread runs one after the other. They
// are counted with integer atomics too, whose sum does not depend on an order.

import type { Packed } from "../plan/form.ts";
import {
  dropoutBinding,
  dropoutDeclarations,
  dropoutStream,
  keptAt,
  type MayDrop,
} from "./dropout.ts";
import { currentOf, fire, type LifSizes } from "./lif-sizes.ts";
import { bitOf, fieldAt, wordOf } from "./packed-form.ts";
import { read, type Shader, shader, unroll, write, WORKGROUP } from "./shader.ts";
import { cellsOf, eachPixel, ifWhole, type WindowSizes, windowsOf } from "./window.ts";

export interface LifForwardParams extends LifSizes, WindowSizes {
  /** Spikes, or with windows of several neurons their counts. */
  output: Packed;
  /** Spikes before the pooling; null: not written. */
  spikes: Packed | null;
}

/**
 * `y` `[ySteps, count, H, W, C]`, `norm` `[norms, C]` (scale, mean) -> `out`
 * `[words, B, H / pool, W / pool, C]`, `spikes` `[words, B, H, W, C]`, `counts` `[T]` added to.
 * Bindings: y, (norm,) out, (spikes,) counts.
 */
export function lifForward(p: LifForwardParams): Shader {
  const { timesteps: T, channels, images, spikes, output } = p;
  const threads = windowsOf(p) * channels;
  const [perImage, whole] = [cellsOf(p) * channels, p.height * p.width * channels];
  const place = (v: number) => `${v * images.batch * perImage + images.first * perImage}`;
  const spikePlace = (v: number) => `${v * images.batch * whole + images.first * whole}`;
  return shader({
    name: "lif_forward",
    keepsAll: true,
    bindings: [
      read("y", "f32"),
      ...(p.norms > 0 ? [read("norm", "vec2<f32>")] : []),
      write("out", "u32"),
      ...(spikes === null ? [] : [write("spikes", "u32")]),
      write("counts", "atomic<u32>"),
    ],
    invocations: threads,
    declarations: `var<workgroup> fired: array<atomic<u32>, ${T}>;`,
    body: /* wgsl */ `
      if (id < ${threads}) {
        let c = id % ${channels};
        let window = id / ${channels};
        ${unroll(output.words, (v) => `var word${v} = 0u;`)}
        ${eachPixel(p, neuron(p, spikePlace))}
        ${unroll(T, (t) => `{ let many = ${fieldAt(output, t)}; if (many > 0u) { atomicAdd(&fired[${t}], many); } }`)}
        ${ifWhole(
          p,
          unroll(output.words, (v) => `out[${place(v)} + cell * ${channels} + c] = word${v};`),
        )}
      }
      workgroupBarrier();
      for (var t = lane; t < ${T}; t += ${WORKGROUP}) {
        let count = atomicLoad(&fired[t]);
        if (count > 0u) { atomicAdd(&counts[t], count); }
      }`,
  });
}

/** Takes one neuron of the window through time; its spikes are added to the window's. */
function neuron(p: LifForwardParams, spikePlace: (word: number) => string): string {
  const { spikes, output, channels } = p;
  const step = (t: number) => /* wgsl */ `{ ${currentOf(p, t)} ${fire(p)}
    word${wordOf(output, t)} += select(0u, ${bitOf(output, t)}u, fires);
    ${spikes === null ? "" : `own${wordOf(spikes, t)} |= select(0u, ${bitOf(spikes, t)}u, fires);`} }`;
  const own = spikes?.words ?? 0;
  return /* wgsl */ `
    let n = pixel * ${channels} + c;
    var v = 0.0;
    ${unroll(own, (w) => `var own${w} = 0u;`)}
    ${unroll(p.timesteps, step)}
    ${unroll(own, (w) => `spikes[${spikePlace(w)} + n] = own${w};`)}`;
}

/**
 * An ANN: `y` `[T, count, H, W, C]` -> mean over windows of `max(0, scale (y - mean))`, with dropout each
 * times its factor, `[T, B, H / pool, W / pool, C]`. Bindings: y, (norm,) out, (job).
 */
export function reluForward(p: LifSizes & MayDrop & { pool: number }): Shader {
  const { timesteps: T, channels, images, height: H, width: W, pool } = p;
  const [h, w] = [Math.floor(H / pool), Math.floor(W / pool)];
  const cells = images.count * h * w * channels;
  const perImage = h * w * channels;
  const factor = p.norms === 1 ? "c" : `t * ${channels} + c`;
  const value = p.norms === 0 ? "y[n]" : `norm[${factor}].x * (y[n] - norm[${factor}].y)`;
  const pixel = `n / ${channels} + ${images.first * H * W}`;
  const kept = p.dropout ? ` * ${keptAt(p, pixel, "c")}` : "";
  return shader({
    name: "relu_forward",
    bindings: [
      read("y", "f32"),
      ...(p.norms > 0 ? [read("norm", "vec2<f32>")] : []),
      write("out", "f32"),
      ...dropoutBinding(p),
    ],
    declarations: dropoutDeclarations(p),
    invocations: T * cells,
    body: /* wgsl */ `
      ${dropoutStream(p)}
      let t = id / ${cells};
      let place = id % ${cells};
      let c = place % ${channels};
      let column = (place / ${channels}) % ${w};
      let row = (place / ${channels * w}) % ${h};
      let image = place / ${perImage};
      var sum = 0.0;
      for (var i = 0; i < ${pool}; i++) {
        for (var j = 0; j < ${pool}; j++) {
          let n = ((((${p.ySteps === 1 ? "0" : "t"}) * ${images.count} + image) * ${H} + row * ${pool} + i) * ${W} + column * ${pool} + j) * ${channels} + c;
          sum += max(0.0, ${value})${kept};
        }
      }
      out[(t * ${images.batch} + ${images.first}) * ${perImage} + place] = sum / ${pool * pool}.0;`,
  });
}
