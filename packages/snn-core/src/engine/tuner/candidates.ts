// What the tuner may choose from, for each kind of kernel, the likely ones first: time may run out.
// The first of each list is the plain variant, which works on every device.

import type { PackedConvVariant } from "../kernels/packed-conv.ts";
import type { WeightAccess } from "../kernels/shared-weights.ts";
import type { TileConvVariant } from "../kernels/tile-conv.ts";
import type { WeightGradientVariant } from "../kernels/weight-gradient.ts";
import { plainTuning, type Tuning } from "../plan/tuning.ts";

/** A kind of kernel with one variant of it. */
export type Candidate = {
  [K in keyof Tuning]: { kernel: K; variant: Tuning[K] };
}[keyof Tuning];

type Access = WeightAccess["weights"];

const packed: readonly [steps: number, quads: number, weights: Access][] = [
  [20, 2, "thread"],
  [20, 1, "subgroup"],
  [20, 2, "subgroup"],
  [10, 2, "workgroup"],
  [10, 2, "thread"],
  [5, 4, "workgroup"],
  [5, 2, "thread"],
];

const tiles: readonly [run: number, quads: number, weights: Access][] = [
  [4, 4, "workgroup"],
  [4, 4, "subgroup"],
  [4, 2, "subgroup"],
  [8, 2, "thread"],
  [8, 2, "subgroup"],
  [8, 2, "workgroup"],
  [4, 2, "workgroup"],
  [8, 1, "workgroup"],
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

/** @param lanes Of every subgroup; 0: no subgroups, or not all of one size. */
export function candidates(lanes: number): Candidate[] {
  const access = (weights: Access): WeightAccess => ({
    weights,
    lanes: weights === "subgroup" ? lanes : 0,
  });
  const isOffered = ({ weights }: { weights: Access }) => weights !== "subgroup" || lanes > 0;
  const packedVariants: PackedConvVariant[] = packed
    .map(([steps, quads, weights]) => ({ steps, quads, ...access(weights) }))
    .filter(isOffered);
  const tileVariants: TileConvVariant[] = tiles
    .map(([run, quads, weights]) => ({ run, quads, ...access(weights) }))
    .filter(isOffered);
  const gradientVariants: WeightGradientVariant[] = gradients
    .filter(([, , gradient]) => gradient === "thread" || lanes > 0)
    .map(([quads, threads, gradient]) => ({
      ...{ quads, threads, gradient },
      lanes: gradient === "subgroup" ? lanes : 0,
    }));
  const lists = [
    listOf("packedConv", packedVariants),
    listOf("inputGradient", tileVariants),
    listOf("weightGradient", gradientVariants),
  ];
  // Spiking nets convolve floats in their first layer at most: that kernel comes last.
  return [...inTurns(lists), ...listOf("tileConv", tileVariants)];
}

/** The plain variant, then the others. */
const listOf = <K extends keyof Tuning>(kernel: K, variants: readonly Tuning[K][]): Candidate[] =>
  [plainTuning[kernel], ...variants].map((variant) => ({ kernel, variant }) as Candidate);

/** First of each list, second of each list, ... */
function inTurns(lists: readonly Candidate[][]): Candidate[] {
  const longest = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list[i] ?? [])).flat();
}

/** A variant in words: "20 steps x 8 channels a thread, filters by subgroup of 8". */
export function candidateName({ kernel, variant }: Candidate): string {
  const lanes = variant.lanes > 0 ? ` of ${variant.lanes}` : "";
  if (kernel === "weightGradient") {
    const threads = variant.threads.toLocaleString("en");
    return `${4 * variant.quads} channels a thread, ${threads} threads, gradients by ${variant.gradient}${lanes}`;
  }
  const size = kernel === "packedConv" ? `${variant.steps} steps` : `${variant.run} pixels`;
  return `${size} x ${4 * variant.quads} channels a thread, filters by ${variant.weights}${lanes}`;
}
