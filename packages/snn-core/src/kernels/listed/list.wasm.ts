// Makes lists of what is not zero. Every place is written, and the end of the list moves on only
// past those that count: no branch to guess.

import { type Code, i32, type Local, loop, move, set, unrolled } from "../../wasm/code.ts";
import type { Scope } from "../../wasm/module.ts";
import { padding } from "../conv/geometry.ts";
import type { WasmKernel } from "../wasm-kernel.ts";
import {
  boundsShape,
  type ListedParams,
  perLine,
  PLACE_BYTES,
  placesShape,
  valuesShape,
} from "./listed.ts";

export interface ListSpikesParams extends ListedParams {
  timesteps: number;
}

/** Packed spikes `[words, B, H, W, C]` -> places, bounds. */
export const listSpikes: WasmKernel<ListSpikesParams> = {
  name: "list_spikes",
  inputs: () => 1,
  outputs: (p) => [
    { type: "int32", shape: placesShape(p) },
    { type: "int32", shape: boundsShape(p) },
  ],
  code: (p, scope, [words], [places, bounds]) => {
    const step = scope.i32();
    const cursor = cursorOf(scope);
    const lines = (p.frames / p.timesteps) * p.height;
    const ofWord = i32.times(i32.shrU(step, i32.const(5)), lines * perLine(p) * 4);
    const fires = (at: Code, offset: number) =>
      i32.and(i32.shrU(i32.load(at, offset), step), i32.const(1));
    return [
      start(cursor, places!, bounds!),
      loop(step, i32.const(0), i32.const(p.timesteps), 1, [
        set(cursor.at, i32.add(words!, ofWord)),
        listLines(p, lines, scope, places!, cursor, { fires, keep: () => [] }),
      ]),
    ];
  },
};

/** `[F, H, W, C]` -> places, bounds, values. */
export const listValues: WasmKernel<ListedParams> = {
  name: "list_values",
  inputs: () => 1,
  outputs: (p) => [
    { type: "int32", shape: placesShape(p) },
    { type: "int32", shape: boundsShape(p) },
    { type: "float32", shape: valuesShape(p) },
  ],
  code: (p, scope, [source], [places, bounds, values]) => {
    const cursor = cursorOf(scope);
    const { at, entry } = cursor;
    // Without its sign bit, since minus zero is zero.
    const fires = (from: Code, offset: number) =>
      i32.eqZero(i32.eqZero(i32.shl(i32.load(from, offset), i32.const(1))));
    const keep = (offset: number) => {
      const index = i32.times(i32.sub(entry, places!), 4 / PLACE_BYTES);
      return i32.store(i32.add(values!, index), i32.load(at, offset));
    };
    return [
      start(cursor, places!, bounds!),
      set(at, source!),
      listLines(p, p.frames * p.height, scope, places!, cursor, { fires, keep }),
    ];
  },
};

interface Cursor {
  /** Address of the next value to look at. */
  at: Local;
  /** Where the next place goes. */
  entry: Local;
  /** Where the list of this line begins. */
  begin: Local;
  /** Where the next bound goes. */
  bound: Local;
}

const cursorOf = (scope: Scope): Cursor => ({
  at: scope.i32(),
  entry: scope.i32(),
  begin: scope.i32(),
  bound: scope.i32(),
});

const start = ({ begin, bound }: Cursor, places: Local, bounds: Local): Code => [
  set(begin, places),
  set(bound, bounds),
];

interface Values {
  /** 1 when the value at an address counts, else 0. */
  fires: (at: Code, offset: number) => Code;
  /** Writes what comes along with the entry. */
  keep: (offset: number) => Code;
}

/** Lists `lines` lines; the cursor ends behind them. */
function listLines(
  p: ListedParams,
  lines: number,
  scope: Scope,
  places: Local,
  { at, entry, begin, bound }: Cursor,
  { fires, keep }: Values,
): Code {
  const [line, column, channel, place] = [scope.i32(), scope.i32(), scope.i32(), scope.i32()];
  const before = padding(p.kernel);
  const mark = (count: number) => [
    unrolled(count, (i) => i32.store(bound, i32.sub(entry, places), 4 * i)),
    move(bound, 4 * count),
  ];
  const together = [8, 4, 2, 1].find((count) => p.channels % count === 0)!;
  const look = unrolled(together, (i) => [
    i32.store16(entry, i32.add(place, i32.const(i))),
    keep(4 * i),
    set(entry, i32.add(entry, i32.times(fires(at, 4 * i), PLACE_BYTES))),
  ]);
  return loop(line, i32.const(0), i32.const(lines), 1, [
    set(entry, begin),
    set(place, i32.const(before * p.channels)),
    mark(before),
    loop(column, i32.const(0), i32.const(p.width), 1, [
      mark(1),
      loop(channel, i32.const(0), i32.const(p.channels), together, [
        look,
        move(at, 4 * together),
        move(place, together),
      ]),
    ]),
    mark(p.kernel - before),
    move(begin, perLine(p) * PLACE_BYTES),
  ]);
}
