// Leaky integrate-and-fire in WebAssembly: four neurons at once, all their steps in registers.
// Symbols and equations: lif.ref.ts. Channels are a multiple of 4.

import {
  choose,
  type Code,
  f32x4,
  i32,
  i32x4,
  type Local,
  loop,
  move,
  set,
  unrolled,
  v128,
} from "../../wasm/code.ts";
import type { Scope } from "../../wasm/module.ts";
import type { WasmKernel } from "../wasm-kernel.ts";
import { type LifBackwardParams, type LifParams, STEPS_PER_WORD, wordsFor } from "./lif.ts";

const BYTES = 4;

/** `x` `[T, rows, C]`, `norm` `[4, norms, C]` unless there is none -> packed spikes. */
export const lifWasm: WasmKernel<LifParams> = {
  name: "lif",
  inputs: (p) => (p.norms > 0 ? 2 : 1),
  outputs: (p) => [{ type: "int32", shape: [wordsFor(p.timesteps), p.rows, p.channels] }],
  code: (p, scope, inputs, [words]) => {
    const { at, c, row } = placesIn(scope);
    const [u, v, word] = [scope.v128(), scope.v128(), scope.v128()];
    const n = p.rows * p.channels * BYTES;
    const last = (t: number) => t % STEPS_PER_WORD === STEPS_PER_WORD - 1 || t === p.timesteps - 1;
    const step = (t: number): Code => {
      const bit = i32x4.const(1 << (t % STEPS_PER_WORD));
      return [
        set(u, charge(p, inputs, { at, c }, t, v)),
        t % STEPS_PER_WORD === 0 ? set(word, i32x4.const(0)) : [],
        set(word, v128.or(word, v128.and(firesAt(p, u), bit))),
        set(v, reset(p, u)),
        last(t) ? v128.store(i32.add(words!, at), word, Math.floor(t / STEPS_PER_WORD) * n) : [],
      ];
    };
    return loop(row, i32.const(0), i32.const(p.rows), 1, [
      loop(c, i32.const(0), i32.const(p.channels * BYTES), 16, [
        set(v, f32x4.const(0)),
        unrolled(p.timesteps, step),
        move(at, 16),
      ]),
    ]);
  },
};

/** `x`, `norm` unless there is none, `ds` as `lifBackwardReference` -> `[T, rows, C]`. */
export const lifBackwardWasm: WasmKernel<LifBackwardParams> = {
  name: "lif_backward",
  inputs: (p) => (p.norms > 0 ? 3 : 2),
  outputs: (p) => [{ type: "float32", shape: [p.timesteps, p.rows, p.channels] }],
  code: (p, scope, inputs, [du]) => {
    const places = placesIn(scope);
    const { at, c } = places;
    const state = { u: scope.v128(), v: scope.v128(), slopes: scope.vectors(p.timesteps) };
    const upstream = scope.i32();
    return eachRow(p, scope, inputs.at(-1)!, upstream, (share) =>
      loop(c, i32.const(0), i32.const(p.channels * BYTES), 16, [
        set(state.v, f32x4.const(0)),
        unrolled(p.timesteps, (t) => [
          set(state.u, charge(p, inputs, places, t, state.v)),
          set(state.slopes[t]!, slope(p, state.u)),
          set(state.v, reset(p, state.u)),
        ]),
        unrolled(p.timesteps, (back) =>
          walkBack(p, p.timesteps - 1 - back, state, {
            given: i32.add(upstream, c),
            share,
            result: i32.add(du!, at),
          }),
        ),
        move(at, 16),
      ]),
    );
  },
};

/** `v` is the gradient that comes from the step after. */
function walkBack(
  p: LifBackwardParams,
  t: number,
  { v, slopes }: { v: Local; slopes: Local[] },
  { given, share, result }: { given: Code; share: Local | null; result: Code },
): Code {
  const upstream = v128.load(given, t * pooledRows(p) * p.channels * BYTES);
  const here = f32x4.mul(slopes[t]!, share ? f32x4.mul(upstream, share) : upstream);
  const last = t === p.timesteps - 1;
  return [
    set(v, last ? here : f32x4.add(f32x4.mul(f32x4.const(p.leak), v), here)),
    v128.store(result, v, t * p.rows * p.channels * BYTES),
  ];
}

/** `scale / threshold max(0, 1 - |u / threshold - 1|)` */
function slope({ surrogateScale, threshold }: LifBackwardParams, u: Local): Code {
  const one = f32x4.const(1);
  const scaled = threshold === 1 ? u : f32x4.div(u, f32x4.const(threshold));
  const below = f32x4.sub(one, f32x4.abs(f32x4.sub(scaled, one)));
  return f32x4.mul(f32x4.const(surrogateScale / threshold), f32x4.max(below, f32x4.const(0)));
}

const firesAt = ({ threshold }: LifParams, u: Local): Code => f32x4.gt(u, f32x4.const(threshold));

/** `v = u - threshold s` */
const reset = (p: LifParams, u: Local): Code =>
  f32x4.sub(u, v128.and(firesAt(p, u), f32x4.const(p.threshold)));

/** Offsets in bytes: of the neurons in one step, of the channel in its row; and the row. */
const placesIn = (scope: Scope) => ({ at: scope.i32(), c: scope.i32(), row: scope.i32() });

/** `leak v + i[t]` */
function charge(
  { rows, channels, norms, leak }: LifParams,
  [x, norm]: Local[],
  { at, c }: { at: Local; c: Local },
  t: number,
  v: Local,
): Code {
  const value = v128.load(i32.add(x!, at), t * rows * channels * BYTES);
  const part = (index: number) =>
    v128.load(i32.add(norm!, c), (index * norms + (norms > 1 ? t : 0)) * channels * BYTES);
  const current = norms > 0 ? f32x4.add(f32x4.mul(value, part(2)), part(3)) : value;
  return t === 0 ? current : f32x4.add(f32x4.mul(f32x4.const(leak), v), current);
}

const pooledRows = ({ rows, height, width, pool }: LifBackwardParams): number =>
  (rows / (height * width)) * Math.floor(height / pool) * Math.floor(width / pool);

/**
 * Goes through the rows with `upstream` at the row's part of `ds`. The body gets what to multiply
 * it with: 1 / pool^2, nothing for no pooling, 0 for rows that the pooling drops.
 */
function eachRow(
  { rows, channels, height, width, pool }: LifBackwardParams,
  scope: Scope,
  ds: Local,
  upstream: Local,
  body: (share: Local | null) => Code,
): Code {
  const bytes = channels * BYTES;
  const [row, line, w] = [scope.i32(), scope.i32(), scope.i32()];
  if (pool === 1) {
    return [
      set(upstream, ds),
      loop(row, i32.const(0), i32.const(rows), 1, [body(null), move(upstream, bytes)]),
    ];
  }
  const [h2, w2] = [Math.floor(height / pool), Math.floor(width / pool)];
  const [share, map, h] = [scope.v128(), scope.i32(), scope.i32()];
  const part = (local: Local) => i32.divU(local, i32.const(pool));
  const inside = i32.and(i32.ltU(h, i32.const(h2 * pool)), i32.ltU(w, i32.const(w2 * pool)));
  const place = i32.add(i32.add(map, i32.times(part(h), w2)), part(w));
  return [
    set(map, i32.const(0)),
    loop(line, i32.const(0), i32.const(rows / (height * width)), 1, [
      loop(h, i32.const(0), i32.const(height), 1, [
        loop(w, i32.const(0), i32.const(width), 1, [
          set(upstream, i32.add(ds, choose(inside, i32.times(place, bytes), i32.const(0)))),
          set(share, choose(inside, f32x4.const(1 / pool ** 2), f32x4.const(0))),
          body(share),
        ]),
      ]),
      move(map, h2 * w2),
    ]),
  ];
}
