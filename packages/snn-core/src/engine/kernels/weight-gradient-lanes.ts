// Gradient of the filter of a layer that reads pictures: the lanes of a subgroup have different channels
// out and all taps of the three colours. Each lane unpacks some of the words under the filter and hands
// them on, so that no lane is idle and a value of `dy` is read once.

import type { Form, Packed } from "../plan/form.ts";
import { type ConvSizes, padding, realOfFour } from "./conv-sizes.ts";
import { fieldOf } from "./packed-form.ts";
import { float, read, type Shader, shader, unroll, write } from "./shader.ts";
import type { WeightGradientParams, WeightGradientVariant } from "./weight-gradient.ts";

/** More sums of four channels than this leave the registers of any device. */
const MOST_SUMS = 72;

type LaneParams = WeightGradientParams & { form: Packed };

const unitsOf = (p: ConvSizes) => p.kernel ** 2 * realOfFour(p);

/** Whether the lanes have work: one group of channels in, packed, and channels out for each of them. */
export function fitsLanes(
  p: ConvSizes & { form: Form },
  { gradient, lanes, quads }: WeightGradientVariant,
): boolean {
  const isSmall = p.from === 4 && unitsOf(p) * quads <= MOST_SUMS;
  return (
    gradient === "lane" && isSmall && p.form.kind === "packed" && (p.to / 4) % (lanes * quads) === 0
  );
}

/** As `weightGradient`, for sizes that fit; `x` is read word by word. */
export function laneGradient(p: LaneParams, { quads, lanes }: WeightGradientVariant): Shader {
  const groups = p.to / 4 / quads / lanes;
  const rows = p.images.count * p.height;
  // One loop over the words of all rows: sums that several loops carry take a compiler long.
  const perRow = p.width * p.form.words;
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
      let own = i32(subgroup_lane);
      let quad = ((group % ${groups}) * ${lanes} + own) * ${quads};
      let piece = group / ${groups};
      ${unroll(heldBy(p, lanes), (h) => placeOfUnit(p, h, lanes))}
      ${sums((unit, n) => `var a${unit}_${n} = vec4<f32>(0.0);`)}
      for (var i = piece * ${perPiece}; i < min((piece + 1) * ${perPiece}, ${rows * perRow}); i++) {
        let word = i % ${p.form.words};
        let cell = (i / ${p.form.words}) % ${p.height * p.width};
        let frame = i / ${p.form.words * p.height * p.width};
        ${pixel(p, quads, lanes)}
      }
      ${storeSums(p, quads)}`,
  });
}

/** Words that a lane has of those under the filter. */
const heldBy = (p: ConvSizes, lanes: number) => Math.ceil(unitsOf(p) / lanes);

/** Where word `h` of a lane lies from the pixel. */
function placeOfUnit(p: LaneParams, h: number, lanes: number): string {
  const { kernel: K } = p;
  const real = realOfFour(p);
  return /* wgsl */ `
    let unit${h} = min(${h * lanes} + own, ${unitsOf(p) - 1});
    let down${h} = unit${h} / ${K * real} - ${padding(K)};
    let across${h} = (unit${h} / ${real}) % ${K} - ${padding(K)};
    let offset${h} = (down${h} * ${p.width} + across${h}) * ${p.from} + unit${h} % ${real};`;
}

/** Adds the steps of one word at one pixel. */
function pixel(p: LaneParams, quads: number, lanes: number): string {
  const { height: H, width: W, from, to, form, images, steps } = p;
  const { perWord, bits } = form;
  const there = (h: number) =>
    `row + down${h} >= 0 && row + down${h} < ${H} && column + across${h} >= 0 && column + across${h} < ${W}`;
  const hand = (unit: number) => /* wgsl */ `{
    let s = vec4<f32>(subgroupBroadcast(s${Math.floor(unit / lanes)}, ${unit % lanes}u));
    ${unroll(quads, (n) => `a${unit}_${n} = fma(s, g${n}, a${unit}_${n});`)} }`;
  return /* wgsl */ `
    let row = cell / ${W};
    let column = cell % ${W};
    let base = ((word * ${images.batch} + ${images.first} + frame) * ${H * W} + cell) * ${from};
    ${unroll(heldBy(p, lanes), (h) => `var u${h} = 0u; if (${there(h)}) { u${h} = x[base + offset${h}]; }`)}
    for (var t = 0; t < min(${perWord}, ${steps} - word * ${perWord}); t++) {
      let at = (((word * ${perWord} + t) * ${images.count} + frame) * ${H * W} + cell) * ${to / 4} + quad;
      ${unroll(quads, (n) => `let g${n} = dy[at + ${n}];`)}
      let shift = u32(t) * ${bits}u;
      ${unroll(heldBy(p, lanes), (h) => `let s${h} = ${fieldOf(form, `u${h}`, "shift")};`)}
      ${unroll(unitsOf(p), hand)}
    }`;
}

/** All four channels in: the padding has no gradient. */
function storeSums(p: LaneParams, quads: number): string {
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
