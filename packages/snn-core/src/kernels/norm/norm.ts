// Batch norm over time: statistics forward, gradient backward. Equations: norm.ref.ts.
// Two dispatches each: partial sums over chunks of rows, then one small one that finishes.

import type { Kernel } from "../kernel.ts";

export interface NormParams {
  /** Sets of statistics: T (`"bntt"`) or 1 (`"bn"`). */
  norms: number;
  /** Values behind one statistic: batch x height x width (x T for `"bn"`). */
  rows: number;
  /** C */
  channels: number;
  /** Parts into which the rows are cut for the partial sums. */
  chunks: number;
  eps: number;
}

/** Enough parts to fill a device, few enough that the second pass stays small. */
export function normChunks(norms: number, rows: number, channels: number): number {
  const wanted = Math.ceil(16_384 / (norms * Math.ceil(channels / 4)));
  return Math.max(1, Math.min(wanted, Math.ceil(rows / 16), 256));
}

const lanes = (channels: number): 1 | 4 => (channels % 4 === 0 ? 4 : 1);

const values = (p: NormParams, ...names: string[]) =>
  names.map((name) => ({ name, type: "f32" as const, width: lanes(p.channels) }));

function headerOf(p: NormParams): string {
  const width = lanes(p.channels);
  return /* wgsl */ `
    alias Value = ${width === 4 ? "vec4<f32>" : "f32"};
    const G = ${p.norms};
    const R = ${p.rows};
    const C = ${p.channels / width};
    const CHUNKS = ${p.chunks};
    const PER_CHUNK = ${Math.ceil(p.rows / p.chunks)};
  `;
}

const partialOutput = (p: NormParams) => ({
  type: "f32" as const,
  width: lanes(p.channels),
  shape: [p.chunks, 2, p.norms, p.channels],
});

const partialInvocations = (p: NormParams) => (p.chunks * p.norms * p.channels) / lanes(p.channels);

/** Two sums per chunk; `add` says of what, for `at` = index of the value. */
function partialSums(p: NormParams, setup: string, add: string): string {
  return /* wgsl */ `
    ${headerOf(p)}
    fn run(index: i32) {
      let place = index % (G * C);
      let g = place / C;
      let c = place % C;
      let chunk = index / (G * C);
      ${setup}
      var first = Value(0.0);
      var second = Value(0.0);
      for (var row = chunk * PER_CHUNK; row < min((chunk + 1) * PER_CHUNK, R); row++) {
        let at = (g * R + row) * C + c;
        ${add}
      }
      result[(chunk * 2) * G * C + place] = first;
      result[(chunk * 2 + 1) * G * C + place] = second;
    }
  `;
}

/** `y` `[norms, rows, C]` -> sums of `y - pivot` and its square, `[chunks, 2, norms, C]`. */
export const normPartial: Kernel<NormParams> = {
  name: "norm_partial",
  inputs: (p) => values(p, "y"),
  output: partialOutput,
  invocations: partialInvocations,
  wgsl: (p) =>
    partialSums(
      p,
      "let pivot = y[g * R * C + c];",
      "let d = y[at] - pivot; first += d; second += d * d;",
    ),
};

/** Partial sums, `y`, `gamma` `[norms, C]` -> mean, variance, scale, shift: `[4, norms, C]`. */
export const normFinish: Kernel<NormParams> = {
  name: "norm_finish",
  inputs: (p) => values(p, "partial", "y", "gamma"),
  output: (p) => ({ type: "f32", width: lanes(p.channels), shape: [4, p.norms, p.channels] }),
  invocations: (p) => (p.norms * p.channels) / lanes(p.channels),
  wgsl: (p) => /* wgsl */ `
    ${headerOf(p)}
    fn run(index: i32) {
      var first = Value(0.0);
      var second = Value(0.0);
      for (var chunk = 0; chunk < CHUNKS; chunk++) {
        first += partial[(chunk * 2) * G * C + index];
        second += partial[(chunk * 2 + 1) * G * C + index];
      }
      let shifted = first / f32(R);
      let mean = y[(index / C) * R * C + index % C] + shifted;
      let variance = max(Value(0.0), second / f32(R) - shifted * shifted);
      let scale = gamma[index] * inverseSqrt(variance + f32(${p.eps}));
      result[index] = mean;
      result[G * C + index] = variance;
      result[2 * G * C + index] = scale;
      result[3 * G * C + index] = -mean * scale;
    }
  `,
};

/** `y`, `dz`, `norm` -> sums of `dz` and `dz xhat`, `[chunks, 2, norms, C]`. */
export const normBackwardPartial: Kernel<NormParams> = {
  name: "norm_backward_partial",
  inputs: (p) => values(p, "y", "dz", "norm"),
  output: partialOutput,
  invocations: partialInvocations,
  wgsl: (p) =>
    partialSums(
      p,
      `let mean = norm[place];
       let deviation = inverseSqrt(norm[G * C + place] + f32(${p.eps}));`,
      "let d = dz[at]; first += d; second += d * (y[at] - mean) * deviation;",
    ),
};

/** Partial sums -> `[2, norms, C]`: sum of `dz`, and of `dz xhat`, which is gamma's gradient. */
export const normBackwardFinish: Kernel<NormParams> = {
  name: "norm_backward_finish",
  inputs: (p) => values(p, "partial"),
  output: (p) => ({ type: "f32", width: lanes(p.channels), shape: [2, p.norms, p.channels] }),
  invocations: (p) => (2 * p.norms * p.channels) / lanes(p.channels),
  wgsl: (p) => /* wgsl */ `
    ${headerOf(p)}
    fn run(index: i32) {
      var sum = Value(0.0);
      for (var chunk = 0; chunk < CHUNKS; chunk++) { sum += partial[chunk * 2 * G * C + index]; }
      result[index] = sum;
    }
  `,
};

/** `y`, `dz`, `norm`, sums -> gradient of `y`, `[norms, rows, C]`. */
export const normBackwardApply: Kernel<NormParams> = {
  name: "norm_backward_apply",
  inputs: (p) => values(p, "y", "dz", "norm", "sums"),
  output: (p) => ({ type: "f32", width: lanes(p.channels), shape: [p.norms, p.rows, p.channels] }),
  invocations: (p) => (p.norms * p.rows * p.channels) / lanes(p.channels),
  wgsl: (p) => /* wgsl */ `
    ${headerOf(p)}
    fn run(index: i32) {
      let place = (index / (R * C)) * C + index % C;
      let xhat = (y[index] - norm[place]) * inverseSqrt(norm[G * C + place] + f32(${p.eps}));
      let mean = sums[place] / f32(R);
      let slope = sums[G * C + place] / f32(R);
      result[index] = norm[2 * G * C + place] * (dz[index] - mean - xhat * slope);
    }
  `,
};
