// How convolutions on lists walk: pixel by pixel, and for each row of the filter through one run
// of the list, since taps that lie side by side are listed one behind the other.

import {
  type Code,
  i32,
  type Local,
  loop,
  move,
  repeat,
  set,
  v128,
  when,
} from "../../wasm/code.ts";
import type { Scope } from "../../wasm/module.ts";
import { padding } from "../conv/geometry.ts";
import { boundsPerLine, type ListedParams, PLACE_BYTES } from "./listed.ts";

export interface ListedConvParams extends ListedParams {
  /** Values other than 1 come along; without, every listed place is a spike. */
  weighted: boolean;
  /** Times that the listed maps come, one run behind the other: the input of each step. */
  repeats: number;
  /** Channels of the other side; a multiple of 4. */
  to: number;
}

export interface Lists {
  places: Local;
  bounds: Local;
  values: Local | undefined;
}

/** Writes out a loop over everything listed in a pixel's window: its filter row, its value. */
export type Runs = (filter: Local, each: (row: Local, value: Local | null) => Code) => Code;
export type Visit = (pixel: Local, runs: Runs) => Code;

/** Vectors of one pixel that stay in registers; x86 has 16, and the code around needs some. */
const REGISTERS = 8;

export const registersFor = ({ to }: ListedConvParams): number => Math.min(REGISTERS, to / 4);

/**
 * Writes `part(count)` for the channels of the other side, so many vectors at once.
 *
 * @param addresses Moved on from part to part.
 */
export function inParts(
  { to }: ListedConvParams,
  scope: Scope,
  addresses: readonly Local[],
  part: (count: number) => Code,
): Code {
  const index = scope.i32();
  const whole = Math.floor(to / 4 / REGISTERS);
  const rest = to / 4 - whole * REGISTERS;
  const next = () => addresses.map((address) => move(address, 16 * REGISTERS));
  const parts = () => loop(index, i32.const(0), i32.const(whole), 1, [part(REGISTERS), next()]);
  return [whole > 0 ? parts() : [], rest > 0 ? part(rest) : []];
}

/** Pixels between two calls of `poured`, so that it costs little. */
const PIXELS_POURED = 1024;

/**
 * Goes through the pixels of `maps` `[repeats * F, H, W, to]`; `poured` runs after every few maps
 * and at the end.
 */
export function eachPixel(
  p: ListedConvParams,
  scope: Scope,
  lists: Lists,
  maps: Local,
  visit: Visit,
  poured: Code = [],
): Code {
  const [turn, frame] = [scope.i32(), scope.i32()];
  const pixel = { h: scope.i32(), w: scope.i32(), bound: scope.i32(), at: scope.i32() };
  const { h, w, bound, at } = pixel;
  const line = 4 * boundsPerLine(p);
  const together = Math.max(1, Math.floor(PIXELS_POURED / (p.height * p.width)));
  const full = i32.eqZero(i32.remU(i32.add(frame, i32.const(1)), i32.const(together)));
  const pixels = loop(h, i32.const(0), i32.const(p.height), 1, [
    loop(w, i32.const(0), i32.const(p.width), 1, [
      visit(at, runsOf(p, scope, lists, pixel)),
      move(at, 4 * p.to),
      move(bound, 4),
    ]),
    move(bound, line - 4 * p.width),
  ]);
  return [
    set(at, maps),
    loop(turn, i32.const(0), i32.const(p.repeats), 1, [
      set(bound, i32.sub(lists.bounds, i32.const(padding(p.kernel) * line))),
      loop(frame, i32.const(0), i32.const(p.frames), 1, [pixels, when(full, poured)]),
    ]),
    poured,
  ];
}

/** `bound`: of the pixel's window in the first row of taps. */
function runsOf(
  p: ListedConvParams,
  scope: Scope,
  { places, values }: Lists,
  { h, w, bound }: { h: Local; w: Local; bound: Local },
): Runs {
  const [entry, end, base, row] = [scope.i32(), scope.i32(), scope.i32(), scope.i32()];
  const value = scope.v128();
  const perPlace = 4 * p.to;
  const line = 4 * boundsPerLine(p);
  const index = i32.times(i32.sub(entry, places), 4 / PLACE_BYTES);
  const run = (filter: Local, i: number, each: Code): Code => [
    set(entry, i32.add(places, i32.load(bound, i * line))),
    set(end, i32.add(places, i32.load(bound, i * line + 4 * p.kernel))),
    set(base, i32.add(filter, i32.const(i * p.kernel * p.channels * perPlace))),
    set(base, i32.sub(base, i32.times(w, p.channels * perPlace))),
    repeat(entry, end, [
      set(row, i32.add(base, i32.times(i32.load16U(entry), perPlace))),
      values ? set(value, v128.loadSplat(i32.add(values, index))) : [],
      each,
      move(entry, PLACE_BYTES),
    ]),
  ];
  return (filter, each) =>
    Array.from({ length: p.kernel }, (_, i) => {
      const above = i32.add(h, i32.const(i - padding(p.kernel)));
      const inside = i32.ltU(above, i32.const(p.height));
      return when(inside, run(filter, i, each(row, values ? value : null)));
    });
}
