// Convolution straight from packed spikes. One thread makes a run of pixels by four channels by a
// block of timesteps: one word and one weight serve all steps of the block.

import type { Kernel } from "../kernel.ts";
import { STEPS_PER_WORD } from "../lif/lif.ts";
import {
  lanes,
  loadQuad,
  padding,
  quads,
  type SpikeConvParams,
  storeQuad,
  unroll,
} from "./geometry.ts";

/** Accumulators that a thread may hold before registers spill. */
const ACCUMULATORS = 20;

/** Steps per block: equal parts of T, none across a word's edge. */
function stepBlock(timesteps: number): number {
  if (timesteps > STEPS_PER_WORD) return 16;
  return Math.ceil(timesteps / Math.ceil(timesteps / ACCUMULATORS));
}

function runLength(timesteps: number): number {
  const fits = Math.floor(ACCUMULATORS / stepBlock(timesteps));
  return fits >= 8 ? 8 : fits >= 4 ? 4 : fits >= 2 ? 2 : 1;
}

const threads = (p: SpikeConvParams) =>
  Math.ceil(p.timesteps / stepBlock(p.timesteps)) *
  p.frames *
  p.height *
  Math.ceil(p.width / runLength(p.timesteps)) *
  quads(p.to);

/** `words` `[words, B, H, W, from]`, `w` `[k, k, from, to]` -> `[T, B, H, W, to]`. */
export const spikeConv: Kernel<SpikeConvParams> = {
  name: "spike_conv",
  inputs: (p) => [
    { name: "words", type: "i32", width: 1 },
    { name: "w", type: "f32", width: lanes(p.to) },
  ],
  output: (p) => ({
    type: "f32",
    width: lanes(p.to),
    shape: [p.timesteps, p.frames, p.height, p.width, p.to],
  }),
  invocations: threads,
  wgsl: (p) => {
    const { height: H, width: W, kernel: K } = p;
    const pad = padding(K);
    const run = runLength(p.timesteps);
    const block = stepBlock(p.timesteps);
    const lines = p.frames * H;
    const runs = Math.ceil(W / run);
    const each = (line: (m: number, t: number) => string) =>
      unroll(run, (m) => unroll(block, (t) => line(m, t)));
    return /* wgsl */ `
      ${loadQuad("weight", "w", p.to)}
      ${storeQuad("store", p.to)}
      fn run(index: i32) {
        let quad = index % ${quads(p.to)};
        var q = index / ${quads(p.to)};
        let first = (q % ${runs}) * ${run};
        q = q / ${runs};
        let line = q % ${lines};
        let step = (q / ${lines}) * ${block};
        let row = line % ${H};
        ${each((m, t) => `var a${m}_${t} = vec4<f32>(0.0);`)}
        for (var i = 0; i < ${K}; i++) {
          let source = row + i - ${pad};
          if (source < 0 || source >= ${H}) { continue; }
          let base = ((step / 32) * ${lines} + line + i - ${pad}) * ${W};
          for (var c = 0; c < ${p.from}; c++) {
            ${unroll(run + K - 1, (m) => {
              const column = `first + ${m - pad}`;
              return `var u${m} = 0u;
                if (${column} >= 0 && ${column} < ${W}) {
                  u${m} = bitcast<u32>(words[(base + ${column}) * ${p.from} + c]) >> u32(step % 32);
                }`;
            })}
            ${unroll(
              K,
              (j) => `{ let f = weight((i * ${K} + ${j}) * ${p.from} + c, quad);
                ${each((m, t) => `a${m}_${t} = fma(vec4<f32>(f32((u${m + j} >> ${t}u) & 1u)), f, a${m}_${t});`)} }`,
            )}
          }
        }
        ${each(
          (m, t) => `if (first + ${m} < ${W} && step + ${t} < ${p.timesteps}) {
            store(((step + ${t}) * ${lines} + line) * ${W} + first + ${m}, quad, a${m}_${t}); }`,
        )}
      }
    `;
  },
};
