// Packed spikes to what the next block reads: pooled maps, and counts for the log.

import type { Kernel } from "../kernel.ts";
import { wordsFor } from "../lif/lif.ts";

export interface PoolSpikesParams {
  timesteps: number;
  batch: number;
  height: number;
  width: number;
  channels: number;
  /** Side of the window; 1 only unpacks. */
  pool: number;
}

const lanes = (channels: number): 1 | 4 => (channels % 4 === 0 ? 4 : 1);

/** Packed spikes `[words, B, H, W, C]` -> their mean over windows, `[T, B, H / pool, W / pool, C]`. */
export const poolSpikes: Kernel<PoolSpikesParams> = {
  name: "pool_spikes",
  inputs: (p) => [{ name: "words", type: "i32", width: lanes(p.channels) }],
  output: (p) => ({
    type: "f32",
    width: lanes(p.channels),
    shape: [
      p.timesteps,
      p.batch,
      Math.floor(p.height / p.pool),
      Math.floor(p.width / p.pool),
      p.channels,
    ],
  }),
  invocations: (p) =>
    (p.batch * Math.floor(p.height / p.pool) * Math.floor(p.width / p.pool) * p.channels) /
    lanes(p.channels),
  wgsl: (p) => {
    const width = lanes(p.channels);
    const vector = (type: string) => (width === 4 ? `vec4<${type}>` : type);
    return /* wgsl */ `
      const C = ${p.channels / width};
      const H = ${Math.floor(p.height / p.pool)};
      const W = ${Math.floor(p.width / p.pool)};
      const N = ${p.batch} * H * W * C;
      fn run(index: i32) {
        let c = index % C;
        let w = (index / C) % W;
        let h = (index / (C * W)) % H;
        let b = index / (C * W * H);
        for (var t = 0; t < ${p.timesteps}; t++) {
          var count = ${vector("u32")}(0u);
          for (var i = 0; i < ${p.pool}; i++) {
            for (var j = 0; j < ${p.pool}; j++) {
              let row = (b * ${p.height} + h * ${p.pool} + i) * ${p.width} + w * ${p.pool} + j;
              let word = words[((t / 32) * ${p.batch * p.height * p.width} + row) * C + c];
              count += (bitcast<${vector("u32")}>(word) >> ${vector("u32")}(u32(t % 32))) & ${vector("u32")}(1u);
            }
          }
          result[t * N + index] = ${vector("f32")}(count) * ${1 / (p.pool * p.pool)};
        }
      }
    `;
  },
};

export interface CountSpikesParams {
  timesteps: number;
  /** Packed words per 32 steps: batch x height x width x channels. */
  neurons: number;
  chunks: number;
}

/** Packed spikes `[words, neurons]` -> spikes at each step by chunk, `[chunks, T]`. */
export const countSpikes: Kernel<CountSpikesParams> = {
  name: "count_spikes",
  inputs: () => [{ name: "words", type: "i32", width: 1 }],
  output: (p) => ({ type: "f32", width: 1, shape: [p.chunks, p.timesteps] }),
  invocations: (p) => p.chunks * wordsFor(p.timesteps),
  wgsl: (p) => /* wgsl */ `
    fn run(index: i32) {
      let group = index / ${p.chunks};
      let chunk = index % ${p.chunks};
      if (group >= ${wordsFor(p.timesteps)}) { return; }
      let steps = min(32, ${p.timesteps} - group * 32);
      var counts: array<u32, 32>;
      for (var n = chunk; n < ${p.neurons}; n += ${p.chunks}) {
        let word = bitcast<u32>(words[group * ${p.neurons} + n]);
        for (var t = 0; t < steps; t++) { counts[t] += (word >> u32(t)) & 1u; }
      }
      for (var t = 0; t < steps; t++) {
        result[chunk * ${p.timesteps} + group * 32 + t] = f32(counts[t]);
      }
    }
  `,
};
