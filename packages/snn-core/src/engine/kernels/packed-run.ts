// The sums of a packed convolution with few steps: a thread makes a run of pixels of a row, so that a
// weight serves each of them, and a field that was unpacked serves every tap above it.

import { padding } from "./conv-sizes.ts";
import { fieldOf, type PackedConvParams } from "./packed-form.ts";
import { unroll } from "./shader.ts";
import { isShared, loadWeights, type WeightAccess, weightValue } from "./shared-weights.ts";

export interface RunTile {
  /** Pixels of a row; divides it. */
  run: number;
  steps: number;
  quads: number;
  access: WeightAccess;
  /** Channels in whose weights are fetched together. */
  inputs: number;
  /** Expressions: the word in which the steps begin, and at which bit. */
  firstWord: string;
  shift: string;
}

/** Groups of four weights that one fetch brings. */
export const weightsOfRun = ({ kernel }: PackedConvParams, { inputs, quads }: RunTile): number =>
  inputs * kernel * quads;

/**
 * Statements that leave in `a<m>_<t>_<n>` the sums for pixel `pixel + m`, step `t` of the block and
 * channels `quad + n`; unscaled.
 */
export function sumRun(p: PackedConvParams, tile: RunTile): string {
  const { height: H, width: W, kernel: K, from, realFrom = from } = p;
  const { quads, access, inputs } = tile;
  const plane = p.images.batch * H * W * from;
  const weightPlace = (index: string) =>
    `((i * ${K} + (${index} / ${quads}) % ${K}) * ${from} + k + ${index} / ${K * quads}) * ${p.to / 4} + quad + ${index} % ${quads}`;
  return /* wgsl */ `
    let row = (pixel / ${W}) % ${H};
    let column = pixel % ${W};
    let image = ${p.images.first} + pixel / ${H * W};
    let shift = ${tile.shift};
    ${eachSum(tile, (m, t, n) => `var a${m}_${t}_${n} = vec4<f32>(0.0);`)}
    for (var i = 0; i < ${K}; i++) {
      let r = row + i - ${padding(K)};
      let inside = r >= 0 && r < ${H};
      ${isShared(access) ? "" : "if (!inside) { continue; }"}
      let xs = ((image * ${H} + clamp(r, 0, ${H - 1})) * ${W} + column) * ${from} + (${tile.firstWord}) * ${plane};
      for (var k = 0; k < ${realFrom}; k += ${inputs}) {
        ${loadWeights(access, weightsOfRun(p, tile), weightPlace)}
        ${unroll(inputs, (input) => `{ ${fields(p, tile, input)} ${multiply(p, tile, input)} }`)}
      }
    }`;
}

/** Adds one channel in: each weight once, to every pixel and step. */
function multiply(
  { kernel }: PackedConvParams,
  { run, steps, quads, access }: RunTile,
  input: number,
): string {
  return unroll(kernel, (j) =>
    unroll(quads, (n) => {
      const weight = weightValue(access, (input * kernel + j) * quads + n);
      const add = (m: number) =>
        unroll(
          steps,
          (t) => `a${m}_${t}_${n} = fma(vec4<f32>(s${m + j}_${t}), f, a${m}_${t}_${n});`,
        );
      return `{ let f = ${weight}; ${unroll(run, add)} }`;
    }),
  );
}

const eachSum = (
  { run, steps, quads }: RunTile,
  line: (m: number, t: number, n: number) => string,
) => unroll(run, (m) => unroll(steps, (t) => unroll(quads, (n) => line(m, t, n))));

/** `s<m>_<t>`: the fields of the columns under the run and its taps, for one channel in. */
function fields(p: PackedConvParams, { run, steps }: RunTile, input: number): string {
  const { form, kernel, width, from } = p;
  return unroll(run + kernel - 1, (m) => {
    const offset = m - padding(kernel);
    const at = `x[xs + k + ${input + offset * from}] >> shift`;
    const isSure = offset >= 0 && offset < run;
    const there = `column + ${offset} >= 0 && column + ${offset} < ${width}`;
    // Beyond the row lies another one, or nothing: it is not read.
    const word = isSure
      ? `let u${m} = select(0u, ${at}, inside);`
      : `var u${m} = 0u; if (inside && ${there}) { u${m} = ${at}; }`;
    const unpack = (t: number) =>
      `let s${m}_${t} = ${fieldOf(form, `u${m}`, `${t * form.bits}u`)};`;
    return `${word} ${unroll(steps, unpack)}`;
  });
}
