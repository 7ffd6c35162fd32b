// Reading packed spikes in WebAssembly, four neurons at once: spikes.ref.ts says what. Channels
// are a multiple of 4.

import {
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
import { STEPS_PER_WORD } from "../lif/lif.ts";
import type { WasmKernel } from "../wasm-kernel.ts";
import type { PoolSpikesParams } from "./spikes.ts";

/** Packed spikes -> their mean over windows, `[T, B, H / pool, W / pool, C]`. */
export const poolSpikesWasm: WasmKernel<PoolSpikesParams> = {
  name: "pool_spikes",
  inputs: () => 1,
  outputs: ({ timesteps, batch, height, width, channels, pool }) => {
    const [h, w] = [Math.floor(height / pool), Math.floor(width / pool)];
    return [{ type: "float32", shape: [timesteps, batch, h, w, channels] }];
  },
  code: (p, scope, [words], [pooled]) => {
    const { timesteps, batch, height, width, channels } = p;
    const [t, b, map, to] = [scope.i32(), scope.i32(), scope.i32(), scope.i32()];
    const perMap = height * width * channels * 4;
    const word = i32.times(i32.shrU(t, i32.const(5)), batch * perMap);
    return [
      set(to, pooled!),
      loop(t, i32.const(0), i32.const(timesteps), 1, [
        set(map, i32.add(words!, word)),
        loop(b, i32.const(0), i32.const(batch), 1, [
          poolMap(p, scope, { t, map, to }),
          move(map, perMap),
        ]),
      ]),
    ];
  },
};

/** Pools step `t` of the map at an address; `to` is left behind the result. */
function poolMap(
  { height, width, channels, pool }: PoolSpikesParams,
  scope: Scope,
  { t, map, to }: { t: Local; map: Local; to: Local },
): Code {
  const [h, w, c, line, at] = [scope.i32(), scope.i32(), scope.i32(), scope.i32(), scope.i32()];
  const sum = scope.v128();
  const row = channels * 4;
  const add = (k: number): Code => {
    const offset = (Math.floor(k / pool) * width + (k % pool)) * row;
    const bit = v128.and(i32x4.shrU(v128.load(at, offset), t), i32x4.const(1));
    return set(sum, k === 0 ? bit : i32x4.add(sum, bit));
  };
  const window = loop(c, i32.const(0), i32.const(row), 16, [
    unrolled(pool * pool, add),
    v128.store(to, f32x4.mul(i32x4.toFloat(sum), f32x4.const(1 / pool ** 2))),
    move(at, 16),
    move(to, 16),
  ]);
  const windows = i32.const(Math.floor(width / pool));
  return [
    set(line, map),
    loop(h, i32.const(0), i32.const(Math.floor(height / pool)), 1, [
      set(at, line),
      loop(w, i32.const(0), windows, 1, [window, move(at, (pool - 1) * row)]),
      move(line, pool * width * row),
    ]),
  ];
}

export interface CountSpikesWasmParams {
  timesteps: number;
  /** A multiple of 4. */
  neurons: number;
}

/** Packed spikes -> spikes at each step in four parts, `[T, 4]` int32. */
export const countSpikesWasm: WasmKernel<CountSpikesWasmParams> = {
  name: "count_spikes",
  inputs: () => 1,
  outputs: ({ timesteps }) => [{ type: "int32", shape: [timesteps, 4] }],
  code: ({ timesteps, neurons }, scope, [words], [counts]) => {
    const at = scope.i32();
    const word = scope.v128();
    const sums = scope.vectors(timesteps);
    return unrolled(Math.ceil(timesteps / STEPS_PER_WORD), (block) => {
      const first = block * STEPS_PER_WORD;
      const steps = Math.min(STEPS_PER_WORD, timesteps - first);
      const begin = i32.add(words!, i32.const(block * neurons * 4));
      return [
        loop(at, begin, i32.add(begin, i32.const(neurons * 4)), 16, [
          set(word, v128.load(at)),
          unrolled(steps, (t) => {
            const bit = v128.and(i32x4.shrU(word, i32.const(t)), i32x4.const(1));
            return set(sums[first + t]!, i32x4.add(sums[first + t]!, bit));
          }),
        ]),
        unrolled(steps, (t) => v128.store(counts!, sums[first + t]!, 16 * (first + t))),
      ];
    });
  },
};
