// Convolution and its filter gradient (stride 1, same padding) on lists: conv.ref.ts says what.
// What is not listed costs nothing, so work falls with the rate of the spikes.

import {
  clear,
  type Code,
  f32x4,
  i32,
  type Local,
  loop,
  move,
  set,
  unrolled,
  v128,
} from "../../wasm/code.ts";
import type { Scope } from "../../wasm/module.ts";
import type { WasmKernel } from "../wasm-kernel.ts";
import { eachPixel, inParts, type ListedConvParams, registersFor, type Visit } from "./walk.ts";

const inputs = (p: ListedConvParams) => (p.weighted ? 4 : 3);

/** Places, bounds, `w` `[k, k, C, to]`, values if weighted -> `[repeats * F, H, W, to]`. */
export const listedConv: WasmKernel<ListedConvParams> = {
  name: "listed_conv",
  inputs,
  outputs: (p) => [{ type: "float32", shape: [p.repeats * p.frames, p.height, p.width, p.to] }],
  code: (p, scope, [places, bounds, w, values], [y]) => {
    const sums = scope.vectors(registersFor(p));
    const visit =
      (count: number): Visit =>
      (pixel, runs) => [
        unrolled(count, (i) => set(sums[i]!, f32x4.const(0))),
        runs(w!, (weights, value) =>
          unrolled(count, (i) => {
            const weight = v128.load(weights, 16 * i);
            const term = value ? f32x4.mul(weight, value) : weight;
            return set(sums[i]!, f32x4.add(sums[i]!, term));
          }),
        ),
        unrolled(count, (i) => v128.store(pixel, sums[i]!, 16 * i)),
      ];
    const lists = { places: places!, bounds: bounds!, values };
    return inParts(p, scope, [w!, y!], (count) => eachPixel(p, scope, lists, y!, visit(count)));
  },
};

/**
 * Places, bounds, `dy` `[repeats * F, H, W, to]`, values if weighted -> `[k, k, C, to]`, and room
 * for the sum over a few maps: so small terms do not drown in a large sum.
 */
export const listedFilterGradient: WasmKernel<ListedConvParams> = {
  name: "listed_filter_gradient",
  inputs,
  outputs: ({ kernel, channels, to }) => {
    const shape = [kernel, kernel, channels, to];
    return [
      { type: "float32", shape },
      { type: "float32", shape },
    ];
  },
  code: (p, scope, [places, bounds, dy, values], [dw, room]) => {
    const gradients = scope.vectors(registersFor(p));
    const lists = { places: places!, bounds: bounds!, values };
    const bytes = 4 * p.kernel ** 2 * p.channels * p.to;
    return [
      clear(dw!, bytes),
      clear(room!, bytes),
      inParts(p, scope, [dy!, dw!, room!], (count) => {
        const poured = pour(p, scope, room!, dw!, count);
        return eachPixel(p, scope, lists, dy!, gather(room!, gradients.slice(0, count)), poured);
      }),
    ];
  },
};

/** Adds a pixel's gradient to the rows of everything listed in its window. */
const gather =
  (room: Local, gradients: readonly Local[]): Visit =>
  (pixel, runs) => [
    gradients.map((gradient, i) => set(gradient, v128.load(pixel, 16 * i))),
    runs(room, (sums, value) =>
      gradients.map((gradient, i) => {
        const term = value ? f32x4.mul(gradient, value) : gradient;
        return v128.store(sums, f32x4.add(v128.load(sums, 16 * i), term), 16 * i);
      }),
    ),
  ];

/** Adds `count` vectors of every row of `room` to `dw`, and empties them. */
function pour(
  { kernel, channels, to }: ListedConvParams,
  scope: Scope,
  room: Local,
  dw: Local,
  count: number,
): Code {
  const [at, sum] = [scope.i32(), scope.i32()];
  const row = 4 * to;
  return [
    set(sum, dw),
    loop(at, room, i32.add(room, i32.const(kernel ** 2 * channels * row)), row, [
      unrolled(count, (i) => [
        v128.store(sum, f32x4.add(v128.load(sum, 16 * i), v128.load(at, 16 * i)), 16 * i),
        v128.store(at, f32x4.const(0), 16 * i),
      ]),
      move(sum, row),
    ]),
  ];
}
