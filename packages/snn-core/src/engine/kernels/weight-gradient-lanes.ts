// Gradient of the filter of a layer that reads pictures: the lanes of a subgroup have different channels
// out and all taps of the three colours, so that no lane is idle and a value of `dy` is read once.

import { realOfFour } from "./conv-sizes.ts";
import {
  handed,
  type LaneParams,
  pixelsAtOnce,
  placeWords,
  readWords,
  unitsOf,
  unpackWords,
} from "./lane-words.ts";
import { float, read, type Shader, shader, unroll, write } from "./shader.ts";
import type { WeightGradientParams, WeightGradientVariant } from "./weight-gradient.ts";

/** As `weightGradient`, for sizes that fit; `x` is read word by word. */
export function laneGradient(
  p: WeightGradientParams & LaneParams,
  variant: WeightGradientVariant,
): Shader {
  const { quads, lanes } = variant;
  const groups = p.to / 4 / quads / lanes;
  const rows = p.images.count * p.height;
  // One loop over the words of all rows: sums that several loops carry take a compiler long.
  const pixels = pixelsAtOnce(p, lanes);
  const perRow = (p.width / pixels) * p.form.words;
  const perPiece = Math.ceil(rows / p.pieces) * perRow;
  const sums = (line: (unit: number, n: number) => string) =>
    unroll(unitsOf(p), (unit) => unroll(quads, (n) => line(unit, n)));
  return shader({
    name: "weight_gradient",
    bindings: [read("x", "u32"), read("dy", "vec4<f32>"), write("partial", "vec4<f32>")],
    workgroup: lanes,
    invocations: groups * p.pieces * lanes,
    keepsAll: true,
    subgroups: true,
    body: /* wgsl */ `
      let quad = ((group % ${groups}) * ${lanes} + i32(subgroup_lane)) * ${quads};
      let piece = group / ${groups};
      ${placeWords(p, lanes)}
      ${sums((unit, n) => `var a${unit}_${n} = vec4<f32>(0.0);`)}
      for (var i = piece * ${perPiece}; i < min((piece + 1) * ${perPiece}, ${rows * perRow}); i++) {
        ${readWords(p, lanes, pixels)}
        ${addSteps(p, variant)}
      }
      ${storeSums(p, quads)}`,
  });
}

/** Adds the steps of one word at some pixels. */
function addSteps(
  p: WeightGradientParams & LaneParams,
  { quads, lanes }: WeightGradientVariant,
): string {
  const pixels = pixelsAtOnce(p, lanes);
  const { height, width, to, form, images, steps } = p;
  const { perWord, bits } = form;
  const add = (unit: number) =>
    unroll(
      pixels,
      (m) => /* wgsl */ `{ let s = ${handed(m, unit, lanes)};
        ${unroll(quads, (n) => `a${unit}_${n} = fma(s, g${m}_${n}, a${unit}_${n});`)} }`,
    );
  return /* wgsl */ `
    for (var t = 0; t < min(${perWord}, ${steps} - word * ${perWord}); t++) {
      let at = (((word * ${perWord} + t) * ${images.count} + frame) * ${height * width} + cell) * ${to / 4} + quad;
      ${unroll(pixels, (m) => unroll(quads, (n) => `let g${m}_${n} = dy[at + ${(m * to) / 4 + n}];`))}
      let shift = u32(t) * ${bits}u;
      ${unpackWords(p, lanes, pixels)}
      ${unroll(unitsOf(p), add)}
    }`;
}

/** All four channels in: the padding has no gradient. */
function storeSums(p: WeightGradientParams & LaneParams, quads: number): string {
  const { kernel: K, from, to, form } = p;
  const real = realOfFour(p);
  const value = (tap: number, i: number, n: number) =>
    i < real ? `a${tap * real + i}_${n} * ${float(form.scale)}` : "vec4<f32>(0.0)";
  return unroll(K ** 2, (tap) =>
    unroll(from, (i) => {
      const at = `(((${p.firstPiece} + piece) * ${K ** 2} + ${tap}) * ${from} + ${i}) * ${to / 4} + quad`;
      return unroll(quads, (n) => `partial[${at} + ${n}] = ${value(tap, i, n)};`);
    }),
  );
}
