// Convolution of dense maps. One thread makes a run of pixels by four channels.
// With the filter turned (`turnFilter`) it is also the input gradient.

import type { Kernel } from "../kernel.ts";
import { type ConvParams, lanes, loadQuad, padding, quads, storeQuad, unroll } from "./geometry.ts";

/** Pixels of one row that a thread makes. */
const RUN = 8;

/** `x` `[F, H, W, from]`, `w` `[k, k, from, to]` -> `[F, H, W, to]`. */
export const conv: Kernel<ConvParams> = {
  name: "conv",
  inputs: (p) => [
    { name: "x", type: "f32", width: lanes(p.from) },
    { name: "w", type: "f32", width: lanes(p.to) },
  ],
  output: (p) => ({
    type: "f32",
    width: lanes(p.to),
    shape: [p.frames, p.height, p.width, p.to],
  }),
  invocations: (p) => p.frames * p.height * Math.ceil(p.width / RUN) * quads(p.to),
  wgsl: (p) => {
    const { height: H, width: W, kernel: K } = p;
    const pad = p.pad ?? padding(K);
    const runs = Math.ceil(W / RUN);
    const depth = lanes(p.from);
    return /* wgsl */ `
      ${loadQuad("weight", "w", p.to)}
      ${storeQuad("store", p.to)}
      fn run(index: i32) {
        let quad = index % ${quads(p.to)};
        let q = index / ${quads(p.to)};
        let first = (q % ${runs}) * ${RUN};
        let line = q / ${runs};
        let row = line % ${H};
        ${unroll(RUN, (m) => `var a${m} = vec4<f32>(0.0);`)}
        for (var i = 0; i < ${K}; i++) {
          let source = row + i - ${pad};
          if (source < 0 || source >= ${H}) { continue; }
          let base = (line + i - ${pad}) * ${W};
          for (var c = 0; c < ${p.from / depth}; c++) {
            ${unroll(RUN + K - 1, (m) => readPixel(m, m - pad, p))}
            ${unroll(K * depth, (n) => {
              const j = Math.floor(n / depth);
              const k = n % depth;
              const value = (m: number) => (depth === 4 ? `x${m + j}[${k}]` : `x${m + j}`);
              return `{ let f = weight((i * ${K} + ${j}) * ${p.from} + c * ${depth} + ${k}, quad);
                ${unroll(RUN, (m) => `a${m} = fma(vec4<f32>(${value(m)}), f, a${m});`)} }`;
            })}
          }
        }
        ${unroll(RUN, (m) => `if (first + ${m} < ${W}) { store(line * ${W} + first + ${m}, quad, a${m}); }`)}
      }
    `;
  },
};

function readPixel(m: number, offset: number, p: ConvParams): string {
  const depth = lanes(p.from);
  const zero = depth === 4 ? "vec4<f32>(0.0)" : "0.0";
  const column = `first + ${offset}`;
  return `var x${m} = ${zero};
    if (${column} >= 0 && ${column} < ${p.width}) { x${m} = x[(base + ${column}) * ${p.from / depth} + c]; }`;
}
