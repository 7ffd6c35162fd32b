// Pictures, as words of spikes or as floats, in a kernel whose lanes differ in channels out: the values under
// the filter are the same for all lanes that make one pixel, so each of these reads some and hands them on. Where a
// subgroup has more lanes than the layer has channels, teams of them treat pixels side by side.

import type { Packed } from "../plan/form.ts";
import {
  type ConvSizes,
  divisorUpTo,
  type FilteredMaps,
  padding,
  realOfFour,
} from "./conv-sizes.ts";
import { fieldOf } from "./packed-form.ts";
import { unroll } from "./shader.ts";

/** How a kernel is spread over lanes. */
export interface LaneSizes {
  lanes: number;
  /** Groups of four channels out of a lane. */
  quads: number;
}

/**
 * With fewer lanes each has more values than SwiftShader, whose subgroups have four, compiles in a minute.
 */
const FEWEST_LANES = 8;

/** More values of four channels than this leave the registers of any device. */
const MOST_VALUES = 72;

/** Values under the filter at a step: those of the taps and colours. */
export const unitsOf = (p: ConvSizes): number => p.kernel ** 2 * realOfFour(p);

/** Lanes that make one pixel, and how many such teams a subgroup has. */
export function teamsOf({ to }: ConvSizes, { lanes, quads }: LaneSizes) {
  const span = Math.min(lanes, to / 4 / quads);
  return { span, teams: lanes / span };
}

/** Whether lanes have work: one group of channels in, and channels out or a pixel for each of them. */
export function fitsLanes(p: ConvSizes, sizes: LaneSizes): boolean {
  const hasRoom = sizes.lanes >= FEWEST_LANES && unitsOf(p) * sizes.quads <= MOST_VALUES;
  if (!hasRoom || (p.to / 4) % sizes.quads !== 0) return false;
  const { span, teams } = teamsOf(p, sizes);
  const isWhole = (p.to / 4) % (span * sizes.quads) === 0 && sizes.lanes % span === 0;
  return p.from === 4 && isWhole && p.width % teams === 0;
}

/** The values under the filters of a lane's pixels, which overlap: columns of a row, and values of a lane. */
function windowOf(p: ConvSizes, sizes: LaneSizes) {
  const columns = p.kernel + pixelsAtOnce(p, sizes) - 1;
  const held = Math.ceil((p.kernel * columns * realOfFour(p)) / teamsOf(p, sizes).span);
  return { columns, held };
}

/**
 * Pixels side by side that a lane treats at once: a value that it keeps then serves all of them, their
 * windows overlap, and what it reads or writes of them is near, where steps lie far from each other. Eight
 * leave a processor's registers.
 */
export const pixelsAtOnce = (p: ConvSizes, sizes: LaneSizes): number =>
  divisorUpTo(p.width / teamsOf(p, sizes).teams, 4);

/** Turns of a loop that treats all words, or floats, of so many rows of pixels. */
export const turnsOf = (p: FilteredMaps, sizes: LaneSizes, rows: number): number =>
  (rows * p.width * wordsOf(p)) / (teamsOf(p, sizes).teams * pixelsAtOnce(p, sizes));

const wordsOf = ({ form }: FilteredMaps) => (form.kind === "packed" ? form.words : 1);

/** Type of `x`, which is read value by value. */
export const valueType = ({ form }: FilteredMaps): "u32" | "f32" =>
  form.kind === "packed" ? "u32" : "f32";

/** Once a thread, from `group` of its channels: `quad`, its team, and where its values lie from a pixel. */
export function placeLane(p: FilteredMaps, sizes: LaneSizes, group: string): string {
  const { span, teams } = teamsOf(p, sizes);
  const real = realOfFour(p);
  const pixels = pixelsAtOnce(p, sizes);
  const { columns, held } = windowOf(p, sizes);
  const own = teams === 1 ? "i32(subgroup_lane)" : `i32(subgroup_lane) % ${span}`;
  return /* wgsl */ `
    let own = ${own};
    let team = i32(subgroup_lane) / ${span};
    let quad = (${group} * ${span} + own) * ${sizes.quads};
    ${unroll(
      held,
      (h) => /* wgsl */ `
        let place${h} = min(${h * span} + own, ${p.kernel * columns * real - 1});
        let down${h} = place${h} / ${columns * real} - ${padding(p.kernel)};
        let across${h} = (place${h} / ${real}) % ${columns} - ${padding(p.kernel)} + team * ${pixels};
        let offset${h} = (down${h} * ${p.width} + across${h}) * ${p.from} + place${h} % ${real};`,
    )}`;
}

/**
 * Turn `i` of all: reads the thread's words or floats of the pixels, the first of which is `cell` of `frame`.
 * Then `body` at each step, which finds the map that it makes in `map`.
 */
export function eachStep(p: FilteredMaps, sizes: LaneSizes, body: string): string {
  const { height: H, width: W } = p;
  const pixels = pixelsAtOnce(p, sizes);
  const atOnce = pixels * teamsOf(p, sizes).teams;
  const words = wordsOf(p);
  return /* wgsl */ `
    let word = i % ${words};
    let start = ((i / ${words}) % ${(H * W) / atOnce}) * ${atOnce};
    let frame = i / ${(words * H * W) / atOnce};
    let row = start / ${W};
    let column = start % ${W};
    let cell = start + team * ${pixels};
    ${p.form.kind === "packed" ? stepsOfWord({ ...p, form: p.form }, sizes, body) : stepOfFloats(p, sizes, body)}`;
}

function stepsOfWord(p: FilteredMaps & { form: Packed }, sizes: LaneSizes, body: string): string {
  const { form, images } = p;
  const { held } = windowOf(p, sizes);
  return /* wgsl */ `
    ${readValues(p, sizes, "u", `word * ${images.batch} + ${images.first} + frame`)}
    for (var t = 0; t < min(${form.perWord}, ${p.steps} - word * ${form.perWord}); t++) {
      let shift = u32(t) * ${form.bits}u;
      ${unroll(held, (h) => `let s${h} = ${fieldOf(form, `u${h}`, "shift")};`)}
      let map = (word * ${form.perWord} + t) * ${images.count} + frame;
      ${body}
    }`;
}

function stepOfFloats(p: FilteredMaps, sizes: LaneSizes, body: string): string {
  const { count, batch, first } = p.images;
  return /* wgsl */ `
    ${readValues(p, sizes, "s", `(frame / ${count}) * ${batch} + ${first} + frame % ${count}`)}
    let map = frame;
    ${body}`;
}

/** The thread's values of the map at `place`, as `<name><h>`. */
function readValues(p: FilteredMaps, sizes: LaneSizes, name: "u" | "s", place: string): string {
  const { height: H, width: W, from } = p;
  const there = (h: number) =>
    `row + down${h} >= 0 && row + down${h} < ${H} && column + across${h} >= 0 && column + across${h} < ${W}`;
  // Read in any case, as a branch costs more: a value outside the map is not taken.
  const load = (h: number) =>
    `let ${name}${h} = select(${valueType(p)}(), x[base + offset${h}], ${there(h)});`;
  return /* wgsl */ `
    let base = ((${place}) * ${H * W} + start) * ${from};
    ${unroll(windowOf(p, sizes).held, load)}`;
}

/** The value of `unit` at pixel `m` of the team, whoever has it, four times. */
export function handed(p: ConvSizes, sizes: LaneSizes, m: number, unit: number): string {
  const { span, teams } = teamsOf(p, sizes);
  const real = realOfFour(p);
  const row = Math.floor(unit / real / p.kernel);
  const column = (Math.floor(unit / real) % p.kernel) + m;
  const place = (row * windowOf(p, sizes).columns + column) * real + (unit % real);
  const value = `s${Math.floor(place / span)}`;
  const lane = `${place % span}u`;
  return teams === 1
    ? `vec4<f32>(subgroupBroadcast(${value}, ${lane}))`
    : `vec4<f32>(subgroupShuffle(${value}, u32(team) * ${span}u + ${lane}))`;
}
