// Convolution of packed spikes: one thread makes one pixel by 4 or 8 channels for a block of
// timesteps. A word and a weight are read once and serve every step of the block.

import type { Packed } from "../plan/form.ts";
import { type ConvSizes, divisorUpTo, type Images, padding } from "./conv-sizes.ts";
import { float, read, type Shader, shader, unroll, write } from "./shader.ts";

export interface PackedConvVariant {
  /** Steps that a thread keeps in registers, at most. */
  steps: number;
  /** Groups of four channels that a thread makes: 1 or 2. */
  quads: number;
}

export interface PackedConvParams extends ConvSizes {
  timesteps: number;
  form: Packed;
  images: Images;
}

/** Steps of a block: whole words, or a part of one that divides it. */
export function blockSteps({ form, timesteps }: PackedConvParams, limit: number): number {
  const { perWord, words } = form;
  if (perWord > limit) return divisorUpTo(perWord, limit);
  return Math.min(perWord * divisorUpTo(words, Math.floor(limit / perWord)), timesteps);
}

/**
 * `x` `[words, B, H, W, from]`, `w` `[k, k, from, to]` -> `y` `[T, count, H, W, to]`.
 * Bindings: x, w, y.
 */
export function packedConv(p: PackedConvParams, variant: PackedConvVariant): Shader {
  const steps = blockSteps(p, variant.steps);
  const quads = (p.to / 4) % variant.quads === 0 ? variant.quads : 1;
  const groups = p.to / 4 / quads;
  const pixels = p.images.count * p.height * p.width;
  const blocks = Math.ceil(p.timesteps / steps);
  return shader({
    name: "packed_conv",
    bindings: [read("x", "u32"), read("w", "vec4<f32>"), write("y", "vec4<f32>")],
    invocations: groups * pixels * blocks,
    body: /* wgsl */ `
      let quad = (id % ${groups}) * ${quads};
      let pixel = (id / ${groups}) % ${pixels};
      let block = id / ${groups * pixels};
      ${sumTaps(p, { steps, quads, block: "block" })}
      ${unroll(steps, (t) => {
        const store = unroll(
          quads,
          (n) =>
            `y[((block * ${steps} + ${t}) * ${pixels} + pixel) * ${p.to / 4} + quad + ${n}] = a${t}_${n} * ${float(p.form.scale)};`,
        );
        return p.timesteps % steps === 0
          ? store
          : `if (block * ${steps} + ${t} < ${p.timesteps}) { ${store} }`;
      })}`,
  });
}

/**
 * Statements that leave in `a<t>_<n>` the sums for step `t` of `block` and channels `quad + n`;
 * unscaled. `pixel` counts the pixels of the images treated.
 */
export function sumTaps(
  p: PackedConvParams,
  { steps, quads, block }: { steps: number; quads: number; block: string },
): string {
  const { height: H, width: W, kernel: K, from } = p;
  const { perWord } = p.form;
  const plane = p.images.batch * H * W * from;
  const wordsHere = Math.max(1, steps / perWord);
  const perThread = Math.min(steps, perWord);
  const blocksPerWord = Math.max(1, perWord / steps);
  const firstWord = steps >= perWord ? `${block} * ${wordsHere}` : `${block} / ${blocksPerWord}`;
  const shift =
    steps >= perWord ? "0u" : `u32(${block} % ${blocksPerWord}) * ${steps * p.form.bits}u`;
  return /* wgsl */ `
    let row = (pixel / ${W}) % ${H};
    let column = pixel % ${W};
    let image = ${p.images.first} + pixel / ${H * W};
    let shift = ${shift};
    ${unroll(steps, (t) => unroll(quads, (n) => `var a${t}_${n} = vec4<f32>(0.0);`))}
    for (var i = 0; i < ${K}; i++) {
      let r = row + i - ${padding(K)};
      if (r < 0 || r >= ${H}) { continue; }
      for (var j = 0; j < ${K}; j++) {
        let c = column + j - ${padding(K)};
        if (c < 0 || c >= ${W}) { continue; }
        let xs = ((image * ${H} + r) * ${W} + c) * ${from} + (${firstWord}) * ${plane};
        let ws = (i * ${K} + j) * ${from};
        for (var k = 0; k < ${from}; k++) {
          ${unroll(quads, (n) => `let w${n} = w[(ws + k) * ${p.to / 4} + quad + ${n}];`)}
          ${unroll(wordsHere, (v) => {
            const fields = unroll(perThread, (t) => {
              const step = v * perWord + t;
              return `{ let s = ${fieldOf(p.form, `u >> ${t * p.form.bits}u`)};
                ${unroll(quads, (n) => `a${step}_${n} = fma(vec4<f32>(s), w${n}, a${step}_${n});`)} }`;
            });
            return `{ let u = x[xs + k + ${v * plane}] >> shift; ${fields} }`;
          })}
        }
      }
    }`;
}

/** The lowest field of `word` (already shifted) as an f32, unscaled. */
export function fieldOf({ bits, offset }: Packed, word: string): string {
  const field = `f32((${word}) & ${2 ** bits - 1}u)`;
  return offset === 0 ? field : `(${field} + ${float(offset)})`;
}
