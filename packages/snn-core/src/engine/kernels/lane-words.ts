// Pictures in a kernel whose lanes differ in channels out: the words under the filter are the same for
// all lanes of a subgroup, so each lane reads and unpacks some of them and hands them on.

import type { Form, Packed } from "../plan/form.ts";
import { type ConvSizes, divisorUpTo, type Images, padding, realOfFour } from "./conv-sizes.ts";
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

/**
 * Pixels side by side that a thread treats at once: a value that it keeps then serves two, and what it
 * reads or writes of them is near. Steps lie far from each other, and four leave a processor's registers.
 * With fewer lanes each has so many words that SwiftShader compiles two pixels for minutes.
 */
export const pixelsAtOnce = ({ width }: ConvSizes, lanes: number): number =>
  lanes < 8 ? 1 : divisorUpTo(width, 2);

/**
 * Once a word of `pixels` pixels side by side, `i` of all that are treated: which it is, and the
 * thread's words `u<m>_<h>` of pixel `cell + m`.
 */
export function readWords(p: LaneParams, lanes: number, pixels: number): string {
  const { height: H, width: W, from, form, images } = p;
  const there = (m: number, h: number) =>
    `row + down${h} >= 0 && row + down${h} < ${H} && column + ${m} + across${h} >= 0 && column + ${m} + across${h} < ${W}`;
  const load = (m: number, h: number) =>
    `var u${m}_${h} = 0u; if (${there(m, h)}) { u${m}_${h} = x[base + ${m * from} + offset${h}]; }`;
  return /* wgsl */ `
    let word = i % ${form.words};
    let cell = ((i / ${form.words}) % ${(H * W) / pixels}) * ${pixels};
    let frame = i / ${(form.words * H * W) / pixels};
    let row = cell / ${W};
    let column = cell % ${W};
    let base = ((word * ${images.batch} + ${images.first} + frame) * ${H * W} + cell) * ${from};
    ${unroll(pixels, (m) => unroll(heldBy(p, lanes), (h) => load(m, h)))}`;
}

/** Once a step: the thread's fields `s<m>_<h>` that begin at bit `shift`. */
export const unpackWords = (p: LaneParams, lanes: number, pixels: number): string =>
  unroll(pixels, (m) =>
    unroll(heldBy(p, lanes), (h) => `let s${m}_${h} = ${fieldOf(p.form, `u${m}_${h}`, "shift")};`),
  );

/** The field of `unit` at pixel `m`, whoever has it, four times. */
export const handed = (m: number, unit: number, lanes: number): string =>
  `vec4<f32>(subgroupBroadcast(s${m}_${Math.floor(unit / lanes)}, ${unit % lanes}u))`;
