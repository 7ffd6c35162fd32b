// What the tuner may choose from, for each kind of kernel, the likely ones first: time may run out.
// The first of each list is the plain variant, which works on every device. The lists for few steps
// are short: a device has two seconds for all of them. Those for the first layer come last, since it
// is the smallest part of a step.

import { fitsLanes, type LaneSizes } from "../kernels/lane-words.ts";
import type { PackedConvVariant } from "../kernels/packed-form.ts";
import type { WeightAccess } from "../kernels/shared-weights.ts";
import type { TileConvVariant } from "../kernels/tile-conv.ts";
import type { WeightGradientVariant } from "../kernels/weight-gradient.ts";
import { plainTuning, type Tuning } from "../plan/tuning.ts";
import { firstSizes } from "./trial-case.ts";

/** A kind of kernel with one variant of it. */
export type Candidate = {
  [K in keyof Tuning]: { kernel: K; variant: Tuning[K] };
}[keyof Tuning];

type Access = WeightAccess["weights"];
type Filters = PackedConvVariant["weights"];

const packed: readonly [steps: number, quads: number, weights: Filters][] = [
  [20, 2, "thread"],
  [20, 1, "subgroup"],
  [20, 2, "subgroup"],
  [10, 2, "workgroup"],
  [10, 2, "thread"],
  [5, 4, "workgroup"],
  [5, 2, "thread"],
];

/** With few steps: of a run of pixels. */
const packedFew: typeof packed = [
  [20, 1, "subgroup"],
  [20, 2, "thread"],
  [20, 2, "subgroup"],
  [8, 2, "workgroup"],
];

const tiles: readonly [run: number, quads: number, weights: Access][] = [
  [4, 4, "workgroup"],
  [4, 2, "subgroup"],
  [4, 4, "subgroup"],
  [8, 2, "thread"],
  [8, 2, "subgroup"],
  [8, 2, "workgroup"],
  [4, 2, "workgroup"],
  [8, 1, "workgroup"],
];

/** A small layer has fewer pixels to share among threads. */
const tilesFew: typeof tiles = [
  [4, 2, "subgroup"],
  [4, 1, "thread"],
  [4, 2, "workgroup"],
];

/** Of floats, which a spiking net has in its first layer at most. */
const tilesOfFloats: typeof tiles = [
  [4, 4, "workgroup"],
  [4, 2, "subgroup"],
  [8, 2, "thread"],
  [4, 2, "workgroup"],
];

const gradients: readonly [
  quads: number,
  threads: number,
  gradient: WeightGradientVariant["gradient"],
][] = [
  [4, 2048, "subgroup"],
  [2, 131_072, "thread"],
  [2, 8192, "thread"],
  [4, 131_072, "subgroup"],
  [1, 131_072, "thread"],
  [2, 131_072, "subgroup"],
  [2, 32_768, "thread"],
  [1, 32_768, "thread"],
];

const gradientsFew: typeof gradients = [
  [4, 2048, "subgroup"],
  [2, 32_768, "thread"],
  [1, 131_072, "thread"],
];

/** Of a picture: a field is unpacked for few channels in, so many channels out should share it. */
const packedFirst: typeof packed = [
  [1, 1, "lane"],
  [20, 2, "subgroup"],
  [40, 1, "subgroup"],
  [20, 2, "thread"],
  [10, 8, "subgroup"],
  [10, 4, "workgroup"],
];

const gradientsFirst: typeof gradients = [
  [1, 2048, "lane"],
  [2, 131_072, "thread"],
  [4, 2048, "subgroup"],
  [1, 256, "lane"],
  [1, 131_072, "thread"],
];

/** @param lanes Of every subgroup; 0: no subgroups, or not all of one size. */
export function candidates(lanes: number): Candidate[] {
  const lists = [
    listOf("packedConv", packedVariants(packed, lanes)),
    listOf("inputGradient", tileVariants(tiles, lanes)),
    listOf("weightGradient", gradientVariants(gradients, lanes)),
    listOf("packedConvFew", packedVariants(packedFew, lanes)),
    listOf("inputGradientFew", tileVariants(tilesFew, lanes)),
    listOf("weightGradientFew", gradientVariants(gradientsFew, lanes)),
  ];
  const first = [
    listOf(
      "packedConvFirst",
      packedVariants(packedFirst, lanes).filter((one) => isBusy(one.weights, one)),
    ),
    listOf(
      "weightGradientFirst",
      gradientVariants(gradientsFirst, lanes).filter((one) => isBusy(one.gradient, one)),
    ),
  ];
  return [
    ...inTurns(lists),
    ...listOf("tileConv", tileVariants(tilesOfFloats, lanes)),
    ...inTurns(first),
  ];
}

/** Those of a list that the device can run: by its subgroups only where all of them are of one size. */
const offered = <By extends string, V>(
  list: readonly (readonly [first: number, second: number, by: By])[],
  lanes: number,
  make: (first: number, second: number, by: By) => V,
): (V & { lanes: number })[] =>
  list
    .filter(([, , by]) => !isByLanes(by) || lanes > 0)
    .map(([first, second, by]) => ({
      ...make(first, second, by),
      lanes: isByLanes(by) ? lanes : 0,
    }));

const isByLanes = (by: string): boolean => by === "subgroup" || by === "lane";

/** Whether every lane has work on the first layer that is tried. */
const isBusy = (by: string, sizes: LaneSizes): boolean =>
  by !== "lane" || fitsLanes(firstSizes, sizes);

const packedVariants = (list: typeof packed, lanes: number): PackedConvVariant[] =>
  offered(list, lanes, (steps, quads, weights) => ({ steps, quads, weights }));

const tileVariants = (list: typeof tiles, lanes: number): TileConvVariant[] =>
  offered(list, lanes, (run, quads, weights) => ({ run, quads, weights }));

const gradientVariants = (list: typeof gradients, lanes: number): WeightGradientVariant[] =>
  offered(list, lanes, (quads, threads, gradient) => ({ quads, threads, gradient }));

/** The plain variant, then the others. */
const listOf = <K extends keyof Tuning>(kernel: K, variants: readonly Tuning[K][]): Candidate[] =>
  [plainTuning[kernel], ...variants].map((variant) => ({ kernel, variant }) as Candidate);

/** First of each list, second of each list, ... */
function inTurns(lists: readonly Candidate[][]): Candidate[] {
  const longest = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list[i] ?? [])).flat();
}

/** A variant in words: "20 steps x 8 channels a thread, filters by subgroup of 8". */
export function candidateName(candidate: Candidate): string {
  const { variant } = candidate;
  const lanes = variant.lanes > 0 ? ` of ${variant.lanes}` : "";
  if ("gradient" in variant) {
    const threads = variant.threads.toLocaleString("en");
    return `${4 * variant.quads} channels a thread, ${threads} threads, gradients by ${variant.gradient}${lanes}`;
  }
  return `${sizeOf(candidate)} x ${4 * variant.quads} channels a thread, filters by ${variant.weights}${lanes}`;
}

function sizeOf({ kernel, variant }: Candidate): string {
  if ("run" in variant) return `${variant.run} pixels`;
  if (!("steps" in variant)) return "";
  const steps = `${variant.steps} ${variant.steps === 1 ? "step" : "steps"}`;
  return kernel === "packedConv" || variant.weights === "lane"
    ? steps
    : `${steps} of pixels side by side`;
}
