// Batch norm, then leaky integrate-and-fire, all steps of a neuron in one thread: spikes leave as
// bits, and are counted with integer atomics, whose sum does not depend on an order.

import type { Packed } from "../plan/form.ts";
import {
  dropoutBinding,
  dropoutDeclarations,
  dropoutStream,
  keptAt,
  type MayDrop,
} from "./dropout.ts";
import { currentOf, fire, type LifSizes, neuronsOf } from "./lif-sizes.ts";
import { read, type Shader, shader, unroll, write, WORKGROUP } from "./shader.ts";

/**
 * `y` `[ySteps, count, H, W, C]`, `norm` `[norms, C]` (scale, mean) -> `spikes`
 * `[words, B, H, W, C]`, `counts` `[T]` added to. Bindings: y, (norm,) spikes, counts.
 */
export function lifForward(p: LifSizes & { spikes: Packed }): Shader {
  const { timesteps: T, channels, images, spikes } = p;
  const neurons = neuronsOf(p);
  const perImage = neurons / images.count;
  const first = images.first * perImage;
  const plane = images.batch * perImage;
  return shader({
    name: "lif_forward",
    keepsAll: true,
    bindings: [
      read("y", "f32"),
      ...(p.norms > 0 ? [read("norm", "vec2<f32>")] : []),
      write("spikes", "u32"),
      write("counts", "atomic<u32>"),
    ],
    invocations: neurons,
    declarations: `var<workgroup> fired: array<atomic<u32>, ${T}>;`,
    body: /* wgsl */ `
      if (id < ${neurons}) {
        let n = id;
        let c = n % ${channels};
        var v = 0.0;
        ${unroll(spikes.words, (w) => {
          const steps = Math.min(spikes.perWord, T - w * spikes.perWord);
          return `var word${w} = 0u;
            ${unroll(
              steps,
              (i) => `{ ${currentOf(p, w * spikes.perWord + i)} ${fire(p)}
              word${w} |= select(0u, ${2 ** i}u, fires);
              if (fires) { atomicAdd(&fired[${w * spikes.perWord + i}], 1u); } }`,
            )}
            spikes[${w * plane + first} + n] = word${w};`;
        })}
      }
      workgroupBarrier();
      for (var t = lane; t < ${T}; t += ${WORKGROUP}) {
        let count = atomicLoad(&fired[t]);
        if (count > 0u) { atomicAdd(&counts[t], count); }
      }`,
  });
}

/** Spikes `[words, B, H, W, C]` -> counts of windows, `[words', B, H / pool, W / pool, C]`. */
export function poolSpikes(p: {
  timesteps: number;
  batch: number;
  height: number;
  width: number;
  channels: number;
  pool: number;
  spikes: Packed;
  pooled: Packed;
}): Shader {
  const { timesteps: T, batch, height: H, width: W, channels, pool, spikes, pooled } = p;
  const [h, w] = [Math.floor(H / pool), Math.floor(W / pool)];
  const cells = batch * h * w * channels;
  const plane = batch * H * W * channels;
  const gather = (t: number) => {
    const from = `u${Math.floor(t / spikes.perWord)}`;
    const to = `word${Math.floor(t / pooled.perWord)}`;
    return `${to} += ((${from} >> ${t % spikes.perWord}u) & 1u) << ${(t % pooled.perWord) * pooled.bits}u;`;
  };
  return shader({
    name: "pool_spikes",
    bindings: [read("spikes", "u32"), write("counts", "u32")],
    invocations: cells,
    body: /* wgsl */ `
      let c = id % ${channels};
      let column = (id / ${channels}) % ${w};
      let row = (id / ${channels * w}) % ${h};
      let image = id / ${channels * w * h};
      ${unroll(pooled.words, (v) => `var word${v} = 0u;`)}
      for (var i = 0; i < ${pool}; i++) {
        for (var j = 0; j < ${pool}; j++) {
          let at = ((image * ${H} + row * ${pool} + i) * ${W} + column * ${pool} + j) * ${channels} + c;
          ${unroll(spikes.words, (v) => `let u${v} = spikes[${v * plane} + at];`)}
          ${unroll(T, gather)}
        }
      }
      ${unroll(pooled.words, (v) => `counts[${v * cells} + id] = word${v};`)}`,
  });
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
