// Gradient of a convolution's filter, from packed spikes or from f32 maps. One thread owns 4
// channels in by 4 or 8 channels out for one row of taps, and walks a piece of the maps' rows with
// a window of columns in registers; the pieces are added up by `sumPieces`.

import type { Form, Packed } from "../plan/form.ts";
import { type ConvSizes, type Images, padding } from "./conv-sizes.ts";
import { fieldOf, zeroWord } from "./packed-conv.ts";
import { float, read, type Shader, shader, unroll, write } from "./shader.ts";

export interface WeightGradientVariant {
  /** Groups of four channels out that a thread owns: 1 or 2. */
  quads: number;
  /** Threads that a dispatch should have at least. */
  threads: number;
}

export interface WeightGradientParams extends ConvSizes {
  form: Form;
  /** Steps of `dy`: T, or 1 when the steps of a repeated input were summed already. */
  steps: number;
  images: Images;
  /** Pieces of this dispatch, and how many lie before them in `partial`. */
  pieces: number;
  firstPiece: number;
}

/** Partial sums may take this many bytes. */
const PARTIAL_BYTES = 32 * 2 ** 20;

type Sizes = Pick<WeightGradientParams, "form" | "steps" | "images"> & ConvSizes;

const quadsOf = (p: ConvSizes, variant: WeightGradientVariant) =>
  p.kernel <= 3 && (p.to / 4) % variant.quads === 0 ? variant.quads : 1;

/** Rows of pixels of one pass: those of every image, and of every step of f32 maps. */
const rowsOf = ({ form, steps, images, height }: Sizes) =>
  images.count * height * (form.kind === "dense" ? steps : 1);

export function weightGradientPieces(p: Sizes, variant: WeightGradientVariant): number {
  const perPiece = (p.to / 4 / quadsOf(p, variant)) * (p.from / 4) * p.kernel;
  const bytes = 4 * p.kernel ** 2 * p.from * p.to;
  const wanted = Math.ceil(variant.threads / perPiece);
  return Math.max(1, Math.min(wanted, rowsOf(p), Math.floor(PARTIAL_BYTES / bytes)));
}

/**
 * `x` packed `[words, B, H, W, from]` or f32 `[steps, B, H, W, from]`, `dy` `[steps, count, H, W, to]`
 * -> `partial` `[pieces, k, k, from, to]`. Bindings: x, dy, partial.
 */
export function weightGradient(p: WeightGradientParams, variant: WeightGradientVariant): Shader {
  const { kernel: K, height: H, from, to, form } = p;
  const quads = quadsOf(p, variant);
  const groups = to / 4 / quads;
  const rows = rowsOf(p);
  const perPiece = Math.ceil(rows / p.pieces);
  const each = (line: (j: number, i: number, n: number) => string) =>
    unroll(K, (j) => unroll(4, (i) => unroll(quads, (n) => line(j, i, n))));
  const scale = form.kind === "packed" ? ` * ${float(form.scale)}` : "";
  return shader({
    name: "weight_gradient",
    bindings: [
      read("x", form.kind === "packed" ? "vec4<u32>" : "vec4<f32>"),
      read("dy", "vec4<f32>"),
      write("partial", "vec4<f32>"),
    ],
    invocations: groups * (from / 4) * K * p.pieces,
    body: /* wgsl */ `
      let quad = (id % ${groups}) * ${quads};
      let c = (id / ${groups}) % ${from / 4};
      let tap = (id / ${groups * (from / 4)}) % ${K};
      let piece = id / ${groups * (from / 4) * K};
      ${each((j, i, n) => `var a${j}_${i}_${n} = vec4<f32>(0.0);`)}
      for (var line = piece * ${perPiece}; line < min((piece + 1) * ${perPiece}, ${rows}); line++) {
        let r = line % ${H} + tap - ${padding(K)};
        if (r < 0 || r >= ${H}) { continue; }
        let frame = line / ${H};
        ${form.kind === "packed" ? packedRow(p, form, quads) : denseRow(p, quads)}
      }
      ${each(
        (j, i, n) =>
          `partial[((((${p.firstPiece} + piece) * ${K} + tap) * ${K} + ${j}) * ${from} + c * 4 + ${i}) * ${to / 4} + quad + ${n}] = a${j}_${i}_${n}${scale};`,
      )}`,
  });
}

/** Walks one row; `x0 .. x<k-1>` are the columns under the filter. */
function slide(p: ConvSizes, type: string, at: (column: string) => string, body: string): string {
  const { width: W, kernel: K } = p;
  const pad = padding(K);
  return /* wgsl */ `
    ${unroll(K, (j) => `var x${j} = vec4<${type}>();`)}
    ${unroll(K - 1, (j) => (j < pad || j - pad >= W ? "" : `x${j} = x[${at(`${j - pad}`)}];`))}
    for (var column = 0; column < ${W}; column++) {
      x${K - 1} = vec4<${type}>();
      if (column + ${K - 1 - pad} < ${W}) { x${K - 1} = x[${at(`(column + ${K - 1 - pad})`)}]; }
      ${body}
      ${unroll(K - 1, (j) => `x${j} = x${j + 1};`)}
    }`;
}

const readDy = (p: WeightGradientParams, frame: string, quads: number) =>
  unroll(
    quads,
    (n) =>
      `let g${n} = dy[((${frame}) * ${p.height * p.width} + (line % ${p.height}) * ${p.width} + column) * ${p.to / 4} + quad + ${n}];`,
  );

/** One pass over the row a word; inside, the steps of the word share the spikes just read. */
function packedRow(p: WeightGradientParams, form: Packed, quads: number): string {
  const { height: H, width: W, from, images, steps } = p;
  const { perWord, words, bits } = form;
  const body = /* wgsl */ `
    for (var t = 0; t < min(${perWord}, ${steps} - word * ${perWord}); t++) {
      let shift = u32(t) * ${bits}u;
      ${readDy(p, `(word * ${perWord} + t) * ${images.count} + frame`, quads)}
      ${unroll(p.kernel, (j) =>
        unroll(
          4,
          (i) => `{ let s = ${fieldOf(form, `x${j}[${i}] >> shift`)};
            ${unroll(quads, (n) => `a${j}_${i}_${n} = fma(vec4<f32>(s), g${n}, a${j}_${i}_${n});`)} }`,
        ),
      )}
    }`;
  const at = (column: string) =>
    `(((word * ${images.batch} + ${images.first} + frame) * ${H} + r) * ${W} + ${column}) * ${from / 4} + c`;
  // An offset would turn the zeros outside the map into values: they are taken out by a mask.
  const masked = form.offset === 0 ? body : withMask(p, body);
  return `for (var word = 0; word < ${words}; word++) { ${slide(p, "u32", at, masked)} }`;
}

/** Outside the map a field holds zero, which an offset would make a value: put the offset's zero there. */
function withMask(p: WeightGradientParams, body: string): string {
  const form = p.form as Packed;
  const word = zeroWord(form, form.perWord);
  const pad = padding(p.kernel);
  const fix = unroll(
    p.kernel,
    (j) =>
      `if (column + ${j - pad} < 0 || column + ${j - pad} >= ${p.width}) { x${j} = vec4<u32>(${word}u); }`,
  );
  return `${fix} ${body}`;
}

function denseRow(p: WeightGradientParams, quads: number): string {
  const { height: H, width: W, from, images } = p;
  const body = /* wgsl */ `
    ${readDy(p, "frame", quads)}
    ${unroll(p.kernel, (j) => unroll(4, (i) => unroll(quads, (n) => `a${j}_${i}_${n} = fma(vec4<f32>(x${j}[${i}]), g${n}, a${j}_${i}_${n});`)))}`;
  const at = (column: string) =>
    `((((frame / ${images.count}) * ${images.batch} + ${images.first} + frame % ${images.count}) * ${H} + r) * ${W} + ${column}) * ${from / 4} + c`;
  return slide(p, "f32", at, body);
}

/** `partial` `[pieces, length]` -> `sum` `[length]`; bindings: partial, sum. */
export function sumPieces(pieces: number, length: number): Shader {
  return shader({
    name: "sum_pieces",
    bindings: [read("partial", "vec4<f32>"), write("sum", "vec4<f32>")],
    invocations: length / 4,
    body: /* wgsl */ `
      var total = partial[id];
      for (var piece = 1; piece < ${pieces}; piece++) { total += partial[piece * ${length / 4} + id]; }
      sum[id] = total;`,
  });
}
