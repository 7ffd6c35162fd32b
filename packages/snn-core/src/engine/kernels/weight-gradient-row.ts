// One row of the filter's gradient: a window of columns of the input slides through registers, and
// at each column every step of `dy` is added to the sums of the taps under it.

import type { Packed } from "../plan/form.ts";
import { padding, realOfFour } from "./conv-sizes.ts";
import { fieldOf } from "./packed-form.ts";
import { unroll } from "./shader.ts";
import type { WeightGradientParams } from "./weight-gradient.ts";

/** A subgroup reads `dy` together, for one set of channels out or for two side by side. */
export interface SharedRead {
  lanes: number;
  sets: 1 | 2;
}

/**
 * Statements that add row `line` of `dy` and row `r` of the input to `a<j>_<i>_<n>`: column `j` of
 * the taps, channel `4 c + i` in, group of channels `quad + n` out.
 *
 * @param shared null: each thread reads `dy` for itself, and `r` lies inside the map.
 */
export function walkRow(p: WeightGradientParams, quads: number, shared: SharedRead | null): string {
  const { form } = p;
  if (form.kind === "dense") return denseRow(p, quads, shared);
  const { height: H, width: W, from, images } = p;
  const at = (column: string) =>
    `(((word * ${images.batch} + ${images.first} + frame) * ${H} + r) * ${W} + ${column}) * ${from / 4} + c`;
  const body = packedColumn(p, form, quads, shared);
  return `for (var word = 0; word < ${form.words}; word++) { ${slide(p, "u32", at, body)} }`;
}

/** Walks one row; `x0 .. x<k-1>` are the columns under the filter. */
function slide(
  p: WeightGradientParams,
  type: string,
  at: (column: string) => string,
  body: string,
): string {
  const { width: W, kernel: K } = p;
  const pad = padding(K);
  const first = unroll(K - 1, (j) =>
    j < pad || j - pad >= W ? "" : `x${j} = x[${at(`${j - pad}`)}];`,
  );
  return /* wgsl */ `
    ${unroll(K, (j) => `var x${j} = vec4<${type}>();`)}
    if (inside) { ${first} }
    for (var column = 0; column < ${W}; column++) {
      x${K - 1} = vec4<${type}>();
      if (inside && column + ${K - 1 - pad} < ${W}) { x${K - 1} = x[${at(`(column + ${K - 1 - pad})`)}]; }
      ${body}
      ${unroll(K - 1, (j) => `x${j} = x${j + 1};`)}
    }`;
}

/** Where `dy` has step or map `frame` of the present pixel, in groups of four channels from `quad` on. */
const dyPlace = (p: WeightGradientParams, frame: string, quad: string) =>
  `((${frame}) * ${p.height * p.width} + (line % ${p.height}) * ${p.width} + column) * ${p.to / 4} + ${quad}`;

/** All steps of the word at one column: they share the spikes just read. */
function packedColumn(
  p: WeightGradientParams,
  form: Packed,
  quads: number,
  shared: SharedRead | null,
): string {
  const { images, steps } = p;
  const { perWord, bits } = form;
  const here = `min(${perWord}, ${steps} - word * ${perWord})`;
  const frame = (t: string) => `(word * ${perWord} + ${t}) * ${images.count} + frame`;
  const add = (t: string, g: (n: number) => string) => /* wgsl */ `
    let shift = u32(${t}) * ${bits}u;
    ${unroll(quads, (n) => `let g${n} = ${g(n)};`)}
    ${addTaps(p, quads, (j, i) => fieldOf(form, `x${j}[${i}]`, "shift"))}`;
  if (shared === null) {
    return `for (var t = 0; t < ${here}; t++) {
      ${add("t", (n) => `dy[${dyPlace(p, frame("t"), "quad")} + ${n}]`)} }`;
  }
  const width = quads * shared.sets;
  const atOnce = Math.min(perWord, Math.max(1, Math.floor(shared.lanes / width)));
  const last = `${here} - 1`;
  const held = (q: string) =>
    `dy[${dyPlace(p, frame(`min(first + ${q} / ${width}, ${last})`), "firstQuad")} + ${q} % ${width}]`;
  return /* wgsl */ `for (var first = 0; first < ${here}; first += ${atOnce}) {
    ${hold(atOnce * width, shared.lanes, held)}
    ${unroll(
      atOnce,
      (t) =>
        `if (first + ${t} < ${here}) { ${add(`first + ${t}`, (n) => heldValue(t * width + n, quads, shared))} }`,
    )}
  }`;
}

function denseRow(p: WeightGradientParams, quads: number, shared: SharedRead | null): string {
  const { height: H, width: W, from, images } = p;
  const place = dyPlace(p, "frame", shared === null ? "quad" : "firstQuad");
  const value = (n: number) =>
    shared === null ? `dy[${place} + ${n}]` : heldValue(n, quads, shared);
  const body = /* wgsl */ `
    ${shared === null ? "" : hold(quads * shared.sets, shared.lanes, (q) => `dy[${place} + ${q}]`)}
    ${unroll(quads, (n) => `let g${n} = ${value(n)};`)}
    ${addTaps(p, quads, (j, i) => `x${j}[${i}]`)}`;
  const at = (column: string) =>
    `((((frame / ${images.count}) * ${images.batch} + ${images.first} + frame % ${images.count}) * ${H} + r) * ${W} + ${column}) * ${from / 4} + c`;
  return slide(p, "f32", at, body);
}

const addTaps = (p: WeightGradientParams, quads: number, value: (j: number, i: number) => string) =>
  unroll(p.kernel, (j) =>
    unroll(
      realOfFour(p),
      (i) => `{ let s = vec4<f32>(${value(j, i)});
        ${unroll(quads, (n) => `a${j}_${i}_${n} = fma(s, g${n}, a${j}_${i}_${n});`)} }`,
    ),
  );

/** Each lane reads one of `count` groups of four values, or several. */
const hold = (count: number, lanes: number, value: (index: string) => string) =>
  unroll(
    Math.ceil(count / lanes),
    (part) => `let at${part} = min(i32(subgroup_lane) + ${part * lanes}, ${count - 1});
      let held${part} = ${value(`at${part}`)};`,
  );

/** Value `index` of the first set, or of the thread's own: the second lies `quads` behind the first. */
function heldValue(index: number, quads: number, { lanes, sets }: SharedRead): string {
  const of = (at: number) => `subgroupBroadcast(held${Math.floor(at / lanes)}, ${at % lanes}u)`;
  return sets === 1 ? of(index) : `select(${of(index)}, ${of(index + quads)}, side == 1)`;
}
