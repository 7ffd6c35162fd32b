// Gradient of a convolution's filter, from dense maps or from packed spikes.
// One thread owns 4 channels in x 4 or 8 channels out x one row of taps and walks a chunk of the
// maps' rows, keeping a window of columns in registers; a second dispatch adds the chunks.

import type { Kernel } from "../kernel.ts";
import { STEPS_PER_WORD } from "../lif/lif.ts";
import {
  lanes,
  loadQuad,
  padding,
  quads,
  type SpikeConvParams,
  storeQuad,
  unroll,
} from "./geometry.ts";

export interface WeightGradientParams extends SpikeConvParams {
  /** `"spikes"`: `x` is packed, `[words, B, H, W, from]`; `"dense"`: `[T, B, H, W, from]`. */
  source: "dense" | "spikes";
  /** Parts into which the rows are cut. */
  chunks: number;
}

/** Threads that keep a large device busy; rows limit it from above. */
const ENOUGH_THREADS = 8192;
/** Partial sums may take this many bytes. */
const PARTIAL_BYTES = 32 * 1024 * 1024;

const quadsPerThread = (p: SpikeConvParams) => (p.kernel <= 3 && p.to % 8 === 0 ? 2 : 1);
const groups = (p: SpikeConvParams) => Math.ceil(quads(p.to) / quadsPerThread(p));
const perChunk = (p: SpikeConvParams) => groups(p) * quads(p.from) * p.kernel;

const rowsOf = (p: Omit<WeightGradientParams, "chunks">) =>
  p.frames * p.height * (p.source === "dense" ? p.timesteps : 1);

export function weightGradientChunks(p: Omit<WeightGradientParams, "chunks">): number {
  const bytes = 4 * p.kernel * p.kernel * p.from * p.to;
  const wanted = Math.ceil(ENOUGH_THREADS / perChunk(p));
  return Math.max(1, Math.min(wanted, rowsOf(p), Math.floor(PARTIAL_BYTES / bytes)));
}

/** `x`, `dy` `[T, B, H, W, to]` -> partial sums, `[chunks, k, k, from, to]`. */
export const weightGradient: Kernel<WeightGradientParams> = {
  name: "weight_gradient",
  inputs: (p) => [
    { name: "x", type: p.source === "dense" ? "f32" : "i32", width: lanes(p.from) },
    { name: "dy", type: "f32", width: lanes(p.to) },
  ],
  output: (p) => ({
    type: "f32",
    width: lanes(p.to),
    shape: [p.chunks, p.kernel, p.kernel, p.from, p.to],
  }),
  invocations: (p) => perChunk(p) * p.chunks,
  wgsl: (p) => {
    const { height: H, kernel: K } = p;
    const n = quadsPerThread(p);
    const rows = rowsOf(p);
    const each = (line: (j: number, i: number, o: number) => string) =>
      unroll(K, (j) => unroll(4, (i) => unroll(n, (o) => line(j, i, o))));
    return /* wgsl */ `
      ${loadQuad("readX", "x", p.from, p.source === "dense" ? "f32" : "u32")}
      ${loadQuad("readDy", "dy", p.to)}
      ${storeQuad("store", p.to)}
      fn run(index: i32) {
        let o = (index % ${groups(p)}) * ${n};
        var q = index / ${groups(p)};
        let c = q % ${quads(p.from)};
        q = q / ${quads(p.from)};
        let tap = q % ${K};
        let chunk = q / ${K};
        ${each((j, i, o) => `var a${j}_${i}_${o} = vec4<f32>(0.0);`)}
        for (var line = chunk * ${Math.ceil(rows / p.chunks)}; line < min((chunk + 1) * ${Math.ceil(rows / p.chunks)}, ${rows}); line++) {
          let row = line % ${H} + tap - ${padding(K)};
          if (row < 0 || row >= ${H}) { continue; }
          ${p.source === "dense" ? denseRow(p, n) : spikeRow(p, n)}
        }
        ${each(
          (j, i, o) => `if (c * 4 + ${i} < ${p.from}) {
            store(((chunk * ${K} + tap) * ${K} + ${j}) * ${p.from} + c * 4 + ${i}, o + ${o}, a${j}_${i}_${o}); }`,
        )}
      }
    `;
  },
};

/** Walks one row: `x0..x(k-1)` are the columns under the filter, moved on at each step. */
function slide(p: SpikeConvParams, type: string, read: (column: string) => string, body: string) {
  const { width: W, kernel: K } = p;
  const pad = padding(K);
  return /* wgsl */ `
    ${unroll(K, (j) => `var x${j} = vec4<${type}>();`)}
    ${unroll(K - 1, (j) => (j < pad ? "" : `if (${j - pad} < ${W}) { x${j} = ${read(`${j - pad}`)}; }`))}
    for (var column = 0; column < ${W}; column++) {
      x${K - 1} = vec4<${type}>();
      if (column + ${K - 1 - pad} < ${W}) { x${K - 1} = ${read(`column + ${K - 1 - pad}`)}; }
      ${body}
      ${unroll(K - 1, (j) => `x${j} = x${j + 1};`)}
    }
  `;
}

function denseRow(p: SpikeConvParams, n: number): string {
  const { width: W, kernel: K } = p;
  const body = `
    ${unroll(n, (o) => `let g${o} = readDy(line * ${W} + column, o + ${o});`)}
    ${unroll(K, (j) => unroll(4, (i) => unroll(n, (o) => `a${j}_${i}_${o} = fma(vec4<f32>(x${j}[${i}]), g${o}, a${j}_${i}_${o});`)))}
  `;
  const read = (column: string) => `readX((line + tap - ${padding(K)}) * ${W} + ${column}, c)`;
  return slide(p, "f32", read, body);
}

/** One pass over the row per word; inside, all steps of the word share the spikes just read. */
function spikeRow(p: SpikeConvParams, n: number): string {
  const { width: W, kernel: K, timesteps } = p;
  const lines = p.frames * p.height;
  const words = Math.ceil(timesteps / STEPS_PER_WORD);
  const body = `
    for (var t = 0; t < min(32, ${timesteps} - 32 * word); t++) {
      ${unroll(n, (o) => `let g${o} = readDy(((word * 32 + t) * ${lines} + line) * ${W} + column, o + ${o});`)}
      ${unroll(
        K,
        (j) => `{ let s = vec4<f32>((x${j} >> vec4<u32>(u32(t))) & vec4<u32>(1u));
          ${unroll(4, (i) => unroll(n, (o) => `a${j}_${i}_${o} = fma(vec4<f32>(s[${i}]), g${o}, a${j}_${i}_${o});`))} }`,
      )}
    }
  `;
  const read = (column: string) =>
    `readX((word * ${lines} + line + tap - ${padding(K)}) * ${W} + ${column}, c)`;
  return `for (var word = 0; word < ${words}; word++) { ${slide(p, "u32", read, body)} }`;
}

export interface SumChunksParams {
  chunks: number;
  /** Values in one chunk. */
  length: number;
}

/** `[chunks, length]` -> their sum, `[length]`. */
export const sumChunks: Kernel<SumChunksParams> = {
  name: "sum_chunks",
  inputs: (p) => [{ name: "partial", type: "f32", width: lanes(p.length) }],
  output: (p) => ({ type: "f32", width: lanes(p.length), shape: [p.length] }),
  invocations: (p) => p.length / lanes(p.length),
  wgsl: (p) => {
    const n = p.length / lanes(p.length);
    return /* wgsl */ `
      fn run(index: i32) {
        var sum = partial[index];
        for (var chunk = 1; chunk < ${p.chunks}; chunk++) { sum += partial[chunk * ${n} + index]; }
        result[index] = sum;
      }
    `;
  },
};
