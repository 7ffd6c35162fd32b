// Leaky integrate-and-fire over all timesteps: forward and backward, one dispatch each.
// The batch norm's scale and shift are applied on the way in. Symbols and equations: lif.ref.ts.

import type { Kernel } from "../kernel.ts";

export interface LifParams {
  /** T */
  timesteps: number;
  /** Rows of one step: batch x height x width. */
  rows: number;
  /** C */
  channels: number;
  /** Sets of scale and shift: T (`"bntt"`), 1 (`"bn"`), 0: none, `x` is the current itself. */
  norms: number;
  leak: number;
  threshold: number;
}

export interface LifBackwardParams extends LifParams {
  /** Height of one map in `x`; rows = batch * height * width. */
  height: number;
  width: number;
  /** The upstream gradient is that of the `pool` x `pool` mean of the spikes; 1: of the spikes. */
  pool: number;
  surrogateScale: number;
}

/** Steps of one neuron that fit one packed word. */
export const STEPS_PER_WORD = 32;

export const wordsFor = (timesteps: number): number => Math.ceil(timesteps / STEPS_PER_WORD);

const lanes = (channels: number): 1 | 4 => (channels % 4 === 0 ? 4 : 1);

/**
 * `x` `[T, rows, C]`, `norm` `[4, norms, C]` (mean, variance, scale, shift) ->
 * spikes, packed: bit `t % 32` of word `t / 32`, `[words, rows, C]`.
 */
export const lifForward: Kernel<LifParams> = {
  name: "lif_forward",
  inputs: (p) => inputsOf(p, []),
  output: (p) => ({
    type: "i32",
    width: lanes(p.channels),
    shape: [wordsFor(p.timesteps), p.rows, p.channels],
  }),
  invocations: (p) => (p.rows * p.channels) / lanes(p.channels),
  wgsl: (p) => /* wgsl */ `
    ${headerOf(p)}
    fn run(index: i32) {
      let c = index % C;
      var v = Value(0.0);
      var word = Word(0u);
      for (var t = 0; t < T; t++) {
        let u = LEAK * v + current(t, index, c);
        let fired = u > Value(THRESHOLD);
        word |= select(Word(0u), Word(1u << u32(t % 32)), fired);
        v = u - select(Value(0.0), Value(THRESHOLD), fired);
        if (t % 32 == 31 || t == T - 1) {
          result[(t / 32) * N + index] = bitcast<Bits>(word);
          word = Word(0u);
        }
      }
    }
  `,
};

/**
 * `x`, `norm` as in the forward pass, `ds` `[T, batch, height / pool, width / pool, C]` ->
 * gradient of the (normalised) current, `[T, rows, C]`. The membrane is computed again.
 */
export const lifBackward: Kernel<LifBackwardParams> = {
  name: "lif_backward",
  inputs: (p) => inputsOf(p, ["ds"]),
  output: (p) => ({
    type: "f32",
    width: lanes(p.channels),
    shape: [p.timesteps, p.rows, p.channels],
  }),
  invocations: (p) => (p.rows * p.channels) / lanes(p.channels),
  wgsl: (p) => /* wgsl */ `
    ${headerOf(p)}
    ${upstreamOf(p)}
    fn run(index: i32) {
      let c = index % C;
      var slope: array<Value, T>;
      var v = Value(0.0);
      for (var t = 0; t < T; t++) {
        let u = LEAK * v + current(t, index, c);
        slope[t] = ${p.surrogateScale / p.threshold} * max(Value(0.0), 1.0 - abs(u / THRESHOLD - 1.0));
        v = u - select(Value(0.0), Value(THRESHOLD), u > Value(THRESHOLD));
      }
      let place = upstreamPlace(index, c);
      var du = Value(0.0);
      for (var t = T - 1; t >= 0; t--) {
        du = LEAK * du + slope[t] * upstream(t, place);
        result[t * N + index] = du;
      }
    }
  `,
};

function inputsOf(p: LifParams, more: string[]) {
  const names = ["x", ...(p.norms > 0 ? ["norm"] : []), ...more];
  return names.map((name) => ({ name, type: "f32" as const, width: lanes(p.channels) }));
}

function headerOf(p: LifParams): string {
  const width = lanes(p.channels);
  const vector = (type: string) => (width === 4 ? `vec4<${type}>` : type);
  const set = p.norms > 1 ? "t" : "0";
  const scaled = `x[t * N + index] * norm[(${2 * p.norms} + ${set}) * C + c] + norm[(${3 * p.norms} + ${set}) * C + c]`;
  return /* wgsl */ `
    alias Value = ${vector("f32")};
    alias Word = ${vector("u32")};
    alias Bits = ${vector("i32")};
    const T = ${p.timesteps};
    const C = ${p.channels / width};
    const N = ${(p.rows * p.channels) / width};
    const LEAK = f32(${p.leak});
    const THRESHOLD = f32(${p.threshold});
    fn current(t: i32, index: i32, c: i32) -> Value {
      return ${p.norms > 0 ? scaled : "x[t * N + index]"};
    }
  `;
}

/** Where a neuron's upstream gradient lies; negative: its pixel is dropped by the pooling. */
function upstreamOf(p: LifBackwardParams): string {
  if (p.pool === 1) {
    return /* wgsl */ `
      fn upstreamPlace(index: i32, c: i32) -> i32 { return index; }
      fn upstream(t: i32, place: i32) -> Value { return ds[t * N + place]; }
    `;
  }
  const height = Math.floor(p.height / p.pool);
  const width = Math.floor(p.width / p.pool);
  const batch = p.rows / (p.height * p.width);
  return /* wgsl */ `
    fn upstreamPlace(index: i32, c: i32) -> i32 {
      let row = index / C;
      let w = (row % ${p.width}) / ${p.pool};
      let h = ((row / ${p.width}) % ${p.height}) / ${p.pool};
      let b = row / ${p.width * p.height};
      if (h >= ${height} || w >= ${width}) { return -1; }
      return ((b * ${height} + h) * ${width} + w) * C + c;
    }
    fn upstream(t: i32, place: i32) -> Value {
      if (place < 0) { return Value(0.0); }
      return ds[t * ${batch * height * width} * C + place] * ${1 / (p.pool * p.pool)};
    }
  `;
}
