// Convolution of f32 maps: one thread makes a run of pixels of a row by some groups of four
// channels. Forward for f32 input; with `transposed` the gradient of the input, from the same filter.

import { type ConvSizes, type Images, padding, realOfFour } from "./conv-sizes.ts";
import { laneConv } from "./lane-conv.ts";
import { fitsLanes } from "./lane-words.ts";
import { read, type Shader, shader, unroll, write } from "./shader.ts";
import {
  accessOf,
  type FilterAccess,
  isShared,
  loadWeights,
  placeThread,
  sharingOf,
  type WeightAccess,
  weightStorage,
  weightValue,
} from "./shared-weights.ts";

export interface TileConvVariant {
  /** Pixels of a row; by lane some that the lanes decide. */
  run: number;
  /** Groups of four channels. */
  quads: number;
  /** As of a packed convolution. */
  weights: FilterAccess;
  /** Lanes of a subgroup, where `weights` is by subgroup or lane; else 0. */
  lanes: number;
}

export interface TileConvParams extends ConvSizes {
  /** Steps of the maps. */
  steps: number;
  /** Images of the buffer read and of the one written, each laid out `[steps, count, ...]`. */
  source: Images;
  target: Images;
  /** Images computed: `first` and `count` in the whole batch. */
  images: { first: number; count: number };
  /** Gradient of the input: `from` and `to` remain those of the filter. */
  transposed: boolean;
}

interface Tile extends TileConvParams {
  run: number;
  quads: number;
  /** Channels summed over and channels made, in groups of four. */
  inner: number;
  outer: number;
  runsPerRow: number;
  runs: number;
}

function tileOf(p: TileConvParams, variant: TileConvVariant): Tile {
  const [inner, outer] = p.transposed ? [p.to / 4, p.from / 4] : [p.from / 4, p.to / 4];
  const isPoint = p.kernel === 1;
  const line = isPoint ? p.steps * p.images.count * p.height * p.width : p.width;
  const run = Math.min(variant.run, line);
  const runsPerRow = Math.ceil(line / run);
  const runs = isPoint ? runsPerRow : runsPerRow * p.steps * p.images.count * p.height;
  const quads = outer % variant.quads === 0 ? variant.quads : 1;
  return { ...p, run, quads, inner, outer, runsPerRow, runs };
}

/**
 * `x` `[steps, source.count, H, W, from]`, `w` `[k, k, from, to]` -> `y` `[steps, target.count, H, W, to]`;
 * transposed: `[.., to]` -> `[.., from]`. Bindings: x, w, y.
 */
export function tileConv(p: TileConvParams, variant: TileConvVariant): Shader {
  const isByLane = variant.weights === "lane" && !p.transposed && writesAll(p);
  if (isByLane && fitsLanes(p, variant)) {
    const { source, images, steps } = p;
    const pictures = {
      first: images.first - source.first,
      count: images.count,
      batch: source.count,
    };
    return laneConv({ ...p, form: { kind: "dense", steps }, images: pictures }, variant);
  }
  const tile = tileOf(p, variant);
  const access = sharingOf(accessOf(variant), tile.runs);
  const place = placeThread(access, tile.outer / tile.quads, tile.quads, tile.runs);
  return shader({
    name: p.transposed ? "input_gradient" : "tile_conv",
    bindings: [read("x", "vec4<f32>"), read("w", "vec4<f32>"), write("y", "vec4<f32>")],
    workgroup: place.workgroup,
    invocations: place.invocations,
    keepsAll: isShared(access),
    subgroups: access.weights === "subgroup",
    declarations: weightStorage(access, weightsPerRow(tile)),
    body: `${place.code}
      ${tile.kernel === 1 ? pointBody(tile, access) : rowBody(tile, access)}`,
  });
}

/** Whether the images computed are those of the buffer written. */
const writesAll = ({ images, target }: TileConvParams): boolean =>
  images.first === target.first && images.count === target.count;

/** Groups of four weights that a tap needs: the padding of pictures has none. */
const weightsPerTap = (tile: Tile) => (tile.transposed ? 4 : realOfFour(tile)) * tile.quads;

/** The same of a row of taps. */
const weightsPerRow = (tile: Tile) => tile.kernel * weightsPerTap(tile);

/** Start of pixel `pixel` of frame `frame` in a buffer, in groups of four channels. */
const startOf = (tile: Tile, buffer: Images, frame: string, pixel: string, quads: number) =>
  `(((${frame} / ${tile.images.count}) * ${buffer.count} + ${frame} % ${tile.images.count} + ${tile.images.first - buffer.first}) * ${tile.height * tile.width} + ${pixel}) * ${quads}`;

/** Filters of several pixels: a window of columns slides through registers. */
function rowBody(tile: Tile, access: WeightAccess): string {
  const { height: H, width: W, kernel: K, run, quads } = tile;
  const before = tile.transposed ? K - 1 - padding(K) : padding(K);
  const row = tile.transposed ? `row + ${padding(K)} - i` : `row + i - ${padding(K)}`;
  return /* wgsl */ `
    let column = (line % ${tile.runsPerRow}) * ${run};
    let row = (line / ${tile.runsPerRow}) % ${H};
    let frame = line / ${tile.runsPerRow * H};
    let xs = ${startOf(tile, tile.source, "frame", "0", tile.inner)};
    ${accumulators(tile)}
    for (var i = 0; i < ${K}; i++) {
      let r = ${row};
      let inside = r >= 0 && r < ${H};
      for (var k = 0; k < ${tile.inner}; k++) {
        ${loadWeights(access, weightsPerRow(tile), (index) => weightPlace(tile, index))}
        ${unroll(
          run + K - 1,
          (m) => `var x${m} = vec4<f32>(0.0);
            if (inside && column + ${m - before} >= 0 && column + ${m - before} < ${W}) {
              x${m} = x[xs + (r * ${W} + column + ${m - before}) * ${tile.inner} + k]; }`,
        )}
        ${unroll(K, (j) => multiply(tile, access, j, (m) => (tile.transposed ? m + K - 1 - j : m + j)))}
      }
    }
    if (wanted < ${tile.runs}) {
      let ys = ${startOf(tile, tile.target, "frame", `row * ${W} + column`, tile.outer)} + quad;
      ${unroll(
        run,
        (m) =>
          `if (column + ${m} < ${W}) { ${unroll(quads, (n) => `y[ys + ${m * tile.outer + n}] = ${sum(m, n)};`)} }`,
      )}
    }`;
}

/** A filter of one pixel: the run goes over all pixels of all frames. */
function pointBody(tile: Tile, access: WeightAccess): string {
  const { run, quads, height, width } = tile;
  const area = height * width;
  const total = tile.steps * tile.images.count * area;
  const at = (m: number) => `min(line * ${run} + ${m}, ${total - 1})`;
  return /* wgsl */ `
    ${unroll(
      run,
      (m) => `let p${m} = ${at(m)}; let f${m} = p${m} / ${area};
      let xs${m} = ${startOf(tile, tile.source, `f${m}`, `p${m} % ${area}`, tile.inner)};`,
    )}
    ${accumulators(tile)}
    let i = 0;
    for (var k = 0; k < ${tile.inner}; k++) {
      ${loadWeights(access, weightsPerRow(tile), (index) => weightPlace(tile, index))}
      ${unroll(run, (m) => `let x${m} = x[xs${m} + k];`)}
      ${multiply(tile, access, 0, (m) => m)}
    }
    if (wanted < ${tile.runs}) {
      ${unroll(
        run,
        (m) => `if (line * ${run} + ${m} < ${total}) {
          let ys = ${startOf(tile, tile.target, `f${m}`, `p${m} % ${area}`, tile.outer)} + quad;
          ${unroll(quads, (n) => `y[ys + ${n}] = ${sum(m, n)};`)} }`,
      )}
    }`;
}

const accumulators = ({ run, quads }: Tile) =>
  unroll(run, (m) => unroll(quads, (n) => `var a${m}_${n} = vec4<f32>(0.0);`));

const sum = (m: number, n: number) => `a${m}_${n}`;

/** Where weight `index` of the row of taps `i` lies; one is 4 x 4 channels of a tap, in parts. */
function weightPlace(tile: Tile, index: string): string {
  const perTap = weightsPerTap(tile);
  const tap = `(i * ${tile.kernel} + ${index} / ${perTap})`;
  return tile.transposed
    ? `(${tap} * ${tile.from} + quad * 4 + ${index} % ${perTap}) * ${tile.to / 4} + k`
    : `(${tap} * ${tile.from} + k * 4 + (${index} % ${perTap}) / ${tile.quads}) * ${tile.to / 4} + quad + ${index} % ${tile.quads}`;
}

/** Adds tap `j` to the sums of every pixel of the run; `input` names a pixel's register. */
function multiply(
  tile: Tile,
  access: WeightAccess,
  j: number,
  input: (m: number) => number,
): string {
  const perTap = weightsPerTap(tile);
  return unroll(perTap, (q) => {
    const value = weightValue(access, j * perTap + q);
    const [i, n] = tile.transposed
      ? [q % 4, Math.floor(q / 4)]
      : [Math.floor(q / tile.quads), q % tile.quads];
    const add = (m: number) =>
      tile.transposed
        ? `a${m}_${n}[${i}] += dot(x${input(m)}, wv);`
        : `a${m}_${n} = fma(vec4<f32>(x${input(m)}[${i}]), wv, a${m}_${n});`;
    return `{ let wv = ${value}; ${unroll(tile.run, add)} }`;
  });
}
