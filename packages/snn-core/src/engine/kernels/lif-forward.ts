// Batch norm, then leaky integrate-and-fire, all steps of a neuron in one thread: spikes leave as
// bits, or behind a pooling as counts of a window. They are counted with integer atomics, whose sum does
// not depend on an order.

import type { Packed } from "../plan/form.ts";
import {
  dropoutBinding,
  dropoutDeclarations,
  dropoutStream,
  keptAt,
  type MayDrop,
} from "./dropout.ts";
import { currentOf, fire, type LifSizes, neuronsOf } from "./lif-sizes.ts";
import { bitOf, fieldAt, wordOf } from "./packed-form.ts";
import { read, type Shader, shader, unroll, write, WORKGROUP } from "./shader.ts";
import { toWindow, windowsBinding, type WindowSizes } from "./window.ts";

export interface LifForwardParams extends LifSizes, WindowSizes {
  /** Spikes before the pooling; null: not written. */
  spikes: Packed | null;
}

/**
 * `y` `[ySteps, count, H, W, C]`, `norm` `[norms, C]` (scale, mean) -> `out`
 * `[words, B, H / pool, W / pool, C]`, with a pooling added to, `spikes` `[words, B, H, W, C]`, `counts`
 * `[T]` added to. Bindings: y, (norm,) out, (spikes,) counts.
 */
export function lifForward(p: LifForwardParams): Shader {
  const { timesteps: T, channels, spikes, output } = p;
  return shader({
    name: "lif_forward",
    keepsAll: true,
    bindings: [
      read("y", "f32"),
      ...(p.norms > 0 ? [read("norm", "vec2<f32>")] : []),
      windowsBinding(p),
      ...(spikes === null ? [] : [write("spikes", "u32")]),
      write("counts", "atomic<u32>"),
    ],
    invocations: neuronsOf(p),
    declarations: `var<workgroup> fired: array<atomic<u32>, ${T}>;`,
    body: /* wgsl */ `
      if (id < ${neuronsOf(p)}) {
        let n = id;
        let c = n % ${channels};
        let pixel = n / ${channels};
        ${neuron(p)}
        ${unroll(T, (t) => `{ let many = ${fieldAt(output, t)}; if (many > 0u) { atomicAdd(&fired[${t}], many); } }`)}
        ${toWindow(p, { word: "word", channel: "c", channels })}
      }
      workgroupBarrier();
      for (var t = lane; t < ${T}; t += ${WORKGROUP}) {
        let count = atomicLoad(&fired[t]);
        if (count > 0u) { atomicAdd(&counts[t], count); }
      }`,
  });
}

/** Takes the neuron through time: `word0`, ... in the form of the output, its spikes stored if wanted. */
function neuron(p: LifForwardParams): string {
  const { spikes, output, images } = p;
  const step = (t: number) => /* wgsl */ `{ ${currentOf(p, t)} ${fire(p)}
    word${wordOf(output, t)} |= select(0u, ${bitOf(output, t)}u, fires);
    ${spikes === null ? "" : `own${wordOf(spikes, t)} |= select(0u, ${bitOf(spikes, t)}u, fires);`} }`;
  const own = spikes?.words ?? 0;
  const perImage = p.height * p.width * p.channels;
  const place = (w: number) => (w * images.batch + images.first) * perImage;
  return /* wgsl */ `
    var v = 0.0;
    ${unroll(output.words, (w) => `var word${w} = 0u;`)}
    ${unroll(own, (w) => `var own${w} = 0u;`)}
    ${unroll(p.timesteps, step)}
    ${unroll(own, (w) => `spikes[${place(w)} + n] = own${w};`)}`;
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
