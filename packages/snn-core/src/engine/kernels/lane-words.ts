// Pictures in a kernel whose lanes differ in channels out: the words under the filter are the same for
// all lanes of a subgroup, so each lane reads and unpacks some of them and hands them on.

import type { Form, Packed } from "../plan/form.ts";
import { type ConvSizes, type Images, padding, realOfFour } from "./conv-sizes.ts";
import { fieldOf } from "./packed-form.ts";
import { unroll } from "./shader.ts";

export interface LaneParams extends ConvSizes {
  form: Packed;
  images: Images;
}

/** More values of four channels than this leave the registers of any device. */
const MOST_VALUES = 72;

/** Words under the filter, for each word of time: those of the taps and colours. */
export const unitsOf = (p: ConvSizes): number => p.kernel ** 2 * realOfFour(p);

/** Words that a lane has of those under the filter. */
const heldBy = (p: ConvSizes, lanes: number) => Math.ceil(unitsOf(p) / lanes);

/** Whether lanes have work: one group of channels in, packed, and channels out for each of them. */
export const fitsLanes = (
  p: ConvSizes & { form: Form },
  { lanes, quads }: { lanes: number; quads: number },
): boolean =>
  p.from === 4 &&
  p.form.kind === "packed" &&
  unitsOf(p) * quads <= MOST_VALUES &&
  (p.to / 4) % (lanes * quads) === 0;

/** Once a thread: where its words lie from a pixel. */
export const placeWords = (p: ConvSizes, lanes: number): string =>
  unroll(heldBy(p, lanes), (h) => {
    const real = realOfFour(p);
    return /* wgsl */ `
      let unit${h} = min(${h * lanes} + i32(subgroup_lane), ${unitsOf(p) - 1});
      let down${h} = unit${h} / ${p.kernel * real} - ${padding(p.kernel)};
      let across${h} = (unit${h} / ${real}) % ${p.kernel} - ${padding(p.kernel)};
      let offset${h} = (down${h} * ${p.width} + across${h}) * ${p.from} + unit${h} % ${real};`;
  });

/** Once a word of a pixel, `i` of all that are treated: which one it is, and the thread's words `u<h>`. */
export function readWords(p: LaneParams, lanes: number): string {
  const { height: H, width: W, from, form, images } = p;
  const there = (h: number) =>
    `row + down${h} >= 0 && row + down${h} < ${H} && column + across${h} >= 0 && column + across${h} < ${W}`;
  return /* wgsl */ `
    let word = i % ${form.words};
    let cell = (i / ${form.words}) % ${H * W};
    let frame = i / ${form.words * H * W};
    let row = cell / ${W};
    let column = cell % ${W};
    let base = ((word * ${images.batch} + ${images.first} + frame) * ${H * W} + cell) * ${from};
    ${unroll(heldBy(p, lanes), (h) => `var u${h} = 0u; if (${there(h)}) { u${h} = x[base + offset${h}]; }`)}`;
}

/** Once a step: the thread's fields `<name><h>` that begin at bit `shift`, an expression. */
export const unpackWords = (p: LaneParams, lanes: number, name: string, shift: string): string =>
  unroll(heldBy(p, lanes), (h) => `let ${name}${h} = ${fieldOf(p.form, `u${h}`, shift)};`);

/** The field of `unit`, whoever has it, four times. */
export const handed = (unit: number, lanes: number, name: string): string =>
  `vec4<f32>(subgroupBroadcast(${name}${Math.floor(unit / lanes)}, ${unit % lanes}u))`;
