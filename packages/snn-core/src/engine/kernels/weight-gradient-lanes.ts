// Gradient of the filter of a layer that reads pictures: the lanes of a subgroup have different channels
// out and all taps of the three colours, so that no lane is idle and a value of `dy` is read once.

import { scaleOf } from "../plan/form.ts";
import { type ConvSizes, realOfFour, rowsOf } from "./conv-sizes.ts";
import {
  eachStep,
  handed,
  type LaneSizes,
  pixelsAtOnce,
  placeLane,
  teamsOf,
  turnsOf,
  unitsOf,
  valueType,
} from "./lane-words.ts";
import { float, read, type Shader, shader, unroll, write } from "./shader.ts";
import type { WeightGradientParams } from "./weight-gradient.ts";

/** Threads that one walk over rows takes, and the pieces that it leaves: one of each team. */
export function laneWalk(p: ConvSizes, sizes: LaneSizes) {
  const { span, teams } = teamsOf(p, sizes);
  return { threads: (p.to / 4 / sizes.quads / span) * sizes.lanes, pieces: teams };
}

/** As `weightGradient`, for sizes that fit; `x` is read value by value. */
export function laneGradient(p: WeightGradientParams, sizes: LaneSizes): Shader {
  const { quads, lanes } = sizes;
  const { threads, pieces } = laneWalk(p, sizes);
  const groups = threads / lanes;
  const walks = p.pieces / pieces;
  // One loop over the words of all rows: sums that several loops carry take a compiler long.
  const rows = rowsOf(p);
  const all = turnsOf(p, sizes, rows);
  const perWalk = turnsOf(p, sizes, Math.ceil(rows / walks));
  const sums = (line: (unit: number, n: number) => string) =>
    unroll(unitsOf(p), (unit) => unroll(quads, (n) => line(unit, n)));
  return shader({
    name: "weight_gradient",
    bindings: [read("x", valueType(p)), read("dy", "vec4<f32>"), write("partial", "vec4<f32>")],
    workgroup: lanes,
    invocations: threads * walks,
    keepsAll: true,
    subgroups: true,
    body: /* wgsl */ `
      let walk = group / ${groups};
      ${placeLane(p, sizes, `(group % ${groups})`)}
      ${sums((unit, n) => `var a${unit}_${n} = vec4<f32>(0.0);`)}
      for (var i = walk * ${perWalk}; i < min((walk + 1) * ${perWalk}, ${all}); i++) {
        ${eachStep(p, sizes, addStep(p, sizes))}
      }
      let piece = walk * ${pieces} + team;
      ${storeSums(p, quads)}`,
  });
}

/** Adds one step of some pixels. */
function addStep(p: WeightGradientParams, sizes: LaneSizes): string {
  const { height, width, to } = p;
  const { quads } = sizes;
  const pixels = pixelsAtOnce(p, sizes);
  const add = (unit: number) =>
    unroll(
      pixels,
      (m) => /* wgsl */ `{ let s = ${handed(p, sizes, m, unit)};
        ${unroll(quads, (n) => `a${unit}_${n} = fma(s, g${m}_${n}, a${unit}_${n});`)} }`,
    );
  return /* wgsl */ `
    let at = (map * ${height * width} + cell) * ${to / 4} + quad;
    ${unroll(pixels, (m) => unroll(quads, (n) => `let g${m}_${n} = dy[at + ${(m * to) / 4 + n}];`))}
    ${unroll(unitsOf(p), add)}`;
}

/** All four channels in: the padding has no gradient. */
function storeSums(p: WeightGradientParams, quads: number): string {
  const { kernel: K, from, to } = p;
  const real = realOfFour(p);
  const value = (tap: number, i: number, n: number) =>
    i < real ? `a${tap * real + i}_${n} * ${float(scaleOf(p.form))}` : "vec4<f32>(0.0)";
  return unroll(K ** 2, (tap) =>
    unroll(from, (i) => {
      const at = `(((${p.firstPiece} + piece) * ${K ** 2} + ${tap}) * ${from} + ${i}) * ${to / 4} + quad`;
      return unroll(quads, (n) => `partial[${at} + ${n}] = ${value(tap, i, n)};`);
    }),
  );
}
