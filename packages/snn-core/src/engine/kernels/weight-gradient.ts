// Gradient of a convolution's filter, from packed spikes or from f32 maps. One thread owns 4
// channels in by some groups of 4 channels out for one row of taps, and walks a piece of the maps'
// rows; the pieces are added up by `sumPieces`.

import { scaleOf } from "../plan/form.ts";
import { type ConvSizes, type FilteredMaps, padding, realOfFour, rowsOf } from "./conv-sizes.ts";
import { fitsLanes } from "./lane-words.ts";
import { float, read, type Shader, shader, unroll, WORKGROUP, write } from "./shader.ts";
import { groupSize } from "./shared-weights.ts";
import { laneGradient, laneWalk } from "./weight-gradient-lanes.ts";
import { walkRow } from "./weight-gradient-row.ts";

export interface WeightGradientVariant {
  /** Groups of four channels out that a thread owns. */
  quads: number;
  /** Threads that a dispatch should have at least. */
  threads: number;
  /**
   * Who reads `dy`: each thread what it needs, or a subgroup whose threads own the same channels out
   * and differ in those in, each a part of it, or lanes that differ in channels out, each its own: on
   * pictures only, other layers are made by thread.
   */
  gradient: "thread" | "subgroup" | "lane";
  /** Lanes of a subgroup, where `gradient` is by subgroup or lane; else 0. */
  lanes: number;
}

/** `steps` of `dy`: T, or 1 when the steps of a repeated input were summed already. */
export interface WeightGradientParams extends FilteredMaps {
  /** Pieces of this dispatch, and how many lie before them in `partial`. */
  pieces: number;
  firstPiece: number;
}

/** Partial sums may take this many bytes. */
const PARTIAL_BYTES = 32 * 2 ** 20;
/** Threads of a workgroup of subgroups, at most. */
const LARGEST_GROUP = 128;

const isByLane = (p: ConvSizes, variant: WeightGradientVariant): boolean =>
  variant.gradient === "lane" && fitsLanes(p, variant);

const quadsOf = (p: ConvSizes, variant: WeightGradientVariant) =>
  p.kernel <= 3 && (p.to / 4) % variant.quads === 0 ? variant.quads : 1;

/**
 * Sets of channels out that a workgroup makes side by side: two, where one leaves lanes of its
 * subgroups without work and two leave fewer. Both sets of `dy` are then read, and each lane takes its own.
 */
function setsOf(p: ConvSizes, variant: WeightGradientVariant): 1 | 2 {
  const units = (p.from / 4) * p.kernel;
  const { lanes, gradient } = variant;
  if (gradient !== "subgroup" || (p.to / 4 / quadsOf(p, variant)) % 2 !== 0) return 1;
  const padded = (threads: number) => Math.ceil(threads / lanes) * lanes;
  return 2 * units <= LARGEST_GROUP && padded(2 * units) < 2 * padded(units) ? 2 : 1;
}

export function weightGradientPieces(p: FilteredMaps, variant: WeightGradientVariant): number {
  const walk = isByLane(p, variant)
    ? laneWalk(p, variant)
    : { threads: (p.to / 4 / quadsOf(p, variant)) * (p.from / 4) * p.kernel, pieces: 1 };
  const bytes = 4 * p.kernel ** 2 * p.from * p.to * walk.pieces;
  const wanted = Math.ceil(variant.threads / walk.threads);
  const walks = Math.max(1, Math.min(wanted, rowsOf(p), Math.floor(PARTIAL_BYTES / bytes)));
  return walks * walk.pieces;
}

/** Which channels, taps and rows a thread has: `quad`, `c`, `tap`, `piece`; `wanted` is 0 for a spare one. */
interface Place {
  workgroup: number;
  invocations: number;
  code: string;
}

function placeThread(p: WeightGradientParams, variant: WeightGradientVariant): Place {
  const quads = quadsOf(p, variant);
  const groups = p.to / 4 / quads;
  const units = (p.from / 4) * p.kernel;
  const unit = (from: string) =>
    `let c = ${from} % ${p.from / 4}; let tap = ${from} / ${p.from / 4};`;
  if (variant.gradient !== "subgroup") {
    return {
      workgroup: WORKGROUP,
      invocations: groups * units * p.pieces,
      code: `let quad = (id % ${groups}) * ${quads};
        let unit = (id / ${groups}) % ${units}; ${unit("unit")}
        let piece = id / ${groups * units};`,
    };
  }
  const sets = setsOf(p, variant);
  const spots = units * sets;
  const workgroup = groupSize(spots, variant.lanes, LARGEST_GROUP);
  const perSpots = Math.ceil(spots / workgroup);
  return {
    workgroup,
    invocations: perSpots * (groups / sets) * p.pieces * workgroup,
    code: `let wanted = (group % ${perSpots}) * ${workgroup} + lane;
      let spot = min(wanted, ${spots - 1});
      let unit = spot % ${units}; ${unit("unit")}
      let side = spot / ${units};
      let firstQuad = ((group / ${perSpots}) % ${groups / sets}) * ${quads * sets};
      let quad = firstQuad + side * ${quads};
      let piece = group / ${perSpots * (groups / sets)};`,
  };
}

/**
 * `x` packed `[words, B, H, W, from]` or f32 `[steps, B, H, W, from]`, `dy` `[steps, count, H, W, to]`
 * -> `partial` `[pieces, k, k, from, to]`. Bindings: x, dy, partial.
 */
export function weightGradient(p: WeightGradientParams, variant: WeightGradientVariant): Shader {
  const { kernel: K, height: H, from, to, form } = p;
  if (isByLane(p, variant)) return laneGradient(p, variant);
  const quads = quadsOf(p, variant);
  const rows = rowsOf(p);
  const perPiece = Math.ceil(rows / p.pieces);
  const isShared = variant.gradient === "subgroup";
  const sets = setsOf(p, variant);
  const place = placeThread(p, variant);
  const real = realOfFour(p);
  const each = (channels: number, line: (j: number, i: number, n: number) => string) =>
    unroll(K, (j) => unroll(channels, (i) => unroll(quads, (n) => line(j, i, n))));
  const total = (j: number, i: number, n: number) =>
    i < real ? `a${j}_${i}_${n} * ${float(scaleOf(form))}` : "vec4<f32>(0.0)";
  const store = each(
    4,
    (j, i, n) =>
      `partial[((((${p.firstPiece} + piece) * ${K} + tap) * ${K} + ${j}) * ${from} + c * 4 + ${i}) * ${to / 4} + quad + ${n}] = ${total(j, i, n)};`,
  );
  return shader({
    name: "weight_gradient",
    bindings: [
      read("x", form.kind === "packed" ? "vec4<u32>" : "vec4<f32>"),
      read("dy", "vec4<f32>"),
      write("partial", "vec4<f32>"),
    ],
    workgroup: place.workgroup,
    invocations: place.invocations,
    keepsAll: isShared,
    subgroups: isShared,
    body: /* wgsl */ `
      ${place.code}
      ${each(real, (j, i, n) => `var a${j}_${i}_${n} = vec4<f32>(0.0);`)}
      for (var line = piece * ${perPiece}; line < min((piece + 1) * ${perPiece}, ${rows}); line++) {
        let r = line % ${H} + tap - ${padding(K)};
        let inside = r >= 0 && r < ${H};
        ${isShared ? "" : "if (!inside) { continue; }"}
        let frame = line / ${H};
        ${walkRow(p, quads, isShared ? { lanes: variant.lanes, sets } : null)}
      }
      ${isShared ? `if (wanted < ${(from / 4) * K * sets}) { ${store} }` : store}`,
  });
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
