// The passes of batch norm over whole maps in WebAssembly: sums over blocks of rows, which
// norm-blocks.ts puts together in double precision, and the gradient. Channels: a multiple of 4.

import {
  choose,
  type Code,
  f32x4,
  i32,
  type Local,
  loop,
  move,
  set,
  v128,
} from "../../wasm/code.ts";
import type { Scope } from "../../wasm/module.ts";
import type { WasmKernel } from "../wasm-kernel.ts";
import type { NormParams } from "./norm.ts";

export type NormSizes = Pick<NormParams, "norms" | "rows" | "channels">;

const BYTES = 4;
/** Values of a block: it stays in the cache while each channel walks it. */
const BLOCK = 8192;
/** Rows of a block: as many terms as are added in single precision. */
const MOST_ROWS = 256;

export const rowsPerBlock = ({ channels }: NormSizes): number =>
  Math.max(1, Math.min(MOST_ROWS, Math.floor(BLOCK / channels)));
export const blocksOf = (p: NormSizes): number => Math.ceil(p.rows / rowsPerBlock(p));

/**
 * `y` `[norms, rows, C]` -> `[norms, blocks, 3, C]`: per block its first value `f`, `sum y - f` and
 * `sum (y - f)^2`.
 */
export const normSums: WasmKernel<NormSizes> = {
  name: "norm_sums",
  inputs: () => 1,
  outputs: (p) => [{ type: "float32", shape: [p.norms, blocksOf(p), 3, p.channels] }],
  code: (p, scope, [y], [sums]) => {
    const [first, d, sum, squares] = four(scope);
    return eachBlock(p, scope, sums!, 3, ({ at, out }, rows) => [
      set(first, v128.load(i32.add(y!, at))),
      set(sum, f32x4.const(0)),
      set(squares, f32x4.const(0)),
      rows((offset) => [
        set(d, f32x4.sub(v128.load(i32.add(y!, offset)), first)),
        set(sum, f32x4.add(sum, d)),
        set(squares, f32x4.add(squares, f32x4.mul(d, d))),
      ]),
      [first, sum, squares].map((value, part) => v128.store(out, value, part * p.channels * BYTES)),
    ]);
  },
};

/** `y`, `dz` `[norms, rows, C]`, `norm` `[4, norms, C]` -> per block `sum dz`, `sum dz (y - mean)`. */
export const normBackwardSums: WasmKernel<NormSizes> = {
  name: "norm_backward_sums",
  inputs: () => 3,
  outputs: (p) => [{ type: "float32", shape: [p.norms, blocksOf(p), 2, p.channels] }],
  code: (p, scope, [y, dz, norm], [sums]) => {
    const [mean, d, sum, slope] = four(scope);
    return eachBlock(p, scope, sums!, 2, ({ statistics, out }, rows) => [
      set(mean, v128.load(i32.add(norm!, statistics))),
      set(sum, f32x4.const(0)),
      set(slope, f32x4.const(0)),
      rows((offset) => [
        set(d, v128.load(i32.add(dz!, offset))),
        set(sum, f32x4.add(sum, d)),
        set(slope, f32x4.add(slope, f32x4.mul(d, f32x4.sub(v128.load(i32.add(y!, offset)), mean)))),
      ]),
      [sum, slope].map((value, part) => v128.store(out, value, part * p.channels * BYTES)),
    ]);
  },
};

/** `y`, `dz`, `norm`, `factors` `[3, norms, C]` -> `dy = f0 dz + f1 (y - mean) + f2`. */
export const normBackwardApply: WasmKernel<NormSizes> = {
  name: "norm_backward_apply",
  inputs: () => 4,
  outputs: (p) => [{ type: "float32", shape: [p.norms, p.rows, p.channels] }],
  code: (p, scope, [y, dz, norm, factors], [dy]) => {
    const [g, row, c, at] = [scope.i32(), scope.i32(), scope.i32(), scope.i32()];
    const perSet = p.channels * BYTES;
    const factor = (index: number) => v128.load(i32.add(factors!, c), index * p.norms * perSet);
    const deviation = f32x4.sub(v128.load(i32.add(y!, at)), v128.load(i32.add(norm!, c)));
    return loop(g, i32.const(0), i32.const(p.norms * perSet), perSet, [
      loop(row, i32.const(0), i32.const(p.rows), 1, [
        loop(c, g, i32.add(g, i32.const(perSet)), 16, [
          v128.store(
            i32.add(dy!, at),
            f32x4.add(
              f32x4.add(f32x4.mul(factor(0), v128.load(i32.add(dz!, at))), factor(2)),
              f32x4.mul(factor(1), deviation),
            ),
          ),
          move(at, 16),
        ]),
      ]),
    ]);
  },
};

const four = (scope: Scope) => scope.vectors(4) as [Local, Local, Local, Local];

interface Place {
  /** Offset of the block's first row at the channel, in bytes. */
  at: Local;
  /** Offset of the channel in one set of statistics, in bytes. */
  statistics: Local;
  /** Address of the channel in the block's first sum. */
  out: Local;
}

/** Goes through sets, blocks and channels; `rows` writes out a loop over the block's rows. */
function eachBlock(
  p: NormSizes,
  scope: Scope,
  sums: Local,
  parts: number,
  body: (place: Place, rows: (row: (offset: Local) => Code) => Code) => Code,
): Code {
  const [g, block, c, at, offset, end, begin, last, out] = Array.from({ length: 9 }, () =>
    scope.i32(),
  ) as [Local, Local, Local, Local, Local, Local, Local, Local, Local];
  const perRow = p.channels * BYTES;
  const perBlock = rowsPerBlock(p) * perRow;
  const rows = (row: (offset: Local) => Code) => loop(offset, at, last, perRow, row(offset));
  const ends = i32.add(begin, i32.const(perBlock));
  return [
    set(out, sums),
    set(begin, i32.const(0)),
    loop(g, i32.const(0), i32.const(p.norms * perRow), perRow, [
      set(end, i32.add(begin, i32.const(p.rows * perRow))),
      loop(block, i32.const(0), i32.const(blocksOf(p)), 1, [
        set(last, choose(i32.ltU(ends, end), ends, end)),
        set(at, begin),
        loop(c, g, i32.add(g, i32.const(perRow)), 16, [
          body({ at, statistics: c, out }, rows),
          move(at, 16),
          move(last, 16),
          move(out, 16),
        ]),
        move(out, (parts - 1) * perRow),
        set(begin, choose(i32.ltU(ends, end), ends, end)),
      ]),
    ]),
  ];
}
