// What the tuner may choose from, for each kind of kernel, as the device at hand can run it. The first of
// each list is the plain variant, which works on every device. First layers, the smallest part of a step,
// come behind the hidden ones of nets that spike, and the hidden layers of nets without spikes last.

import type { ConvSizes } from "../kernels/conv-sizes.ts";
import { fitsLanes } from "../kernels/lane-words.ts";
import { plainTuning, type Tuning } from "../plan/tuning.ts";
import { firstSizes, floatsSizes } from "./trial-case.ts";
import {
  gradients,
  gradientsFew,
  gradientsFirst,
  gradientsOfPictures,
  packed,
  packedFew,
  packedFirst,
  tiles,
  tilesFew,
  tilesOfPictures,
  tilesWithoutSpikes,
} from "./variant-lists.ts";

/** A kind of kernel with one variant of it. */
export type Candidate = {
  [K in keyof Tuning]: { kernel: K; variant: NonNullable<Tuning[K]> };
}[keyof Tuning];

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
    listOf("packedConvFirst", packedVariants(packedFirst, lanes, firstSizes)),
    listOf("weightGradientFirst", gradientVariants(gradientsFirst, lanes, firstSizes)),
    listOf("tileConvFloats", tileVariants(tilesOfPictures, lanes, floatsSizes)),
    listOf("weightGradientFloats", gradientVariants(gradientsOfPictures, lanes, floatsSizes)),
  ];
  const withoutSpikes = listOf("tileConv", tileVariants(tilesWithoutSpikes, lanes));
  return [...inTurns(lists), ...inTurns(first), ...withoutSpikes];
}

type Row<By extends string> = readonly [first: number, second: number, by: By];

/**
 * Those of a list that the device can run: by its subgroups only where all of them are of one size, and
 * by lane only where each of its lanes has work on the layer that is tried.
 */
function offered<By extends string, V extends { quads: number }>(
  list: readonly Row<By>[],
  device: { lanes: number; layer: ConvSizes | undefined },
  make: (...row: Row<By>) => V,
): (V & { lanes: number })[] {
  return list.flatMap((row) => {
    const by: string = row[2];
    const variant = make(...row);
    if (by === "thread" || by === "workgroup") return [{ ...variant, lanes: 0 }];
    const { lanes, layer } = device;
    const all = { ...variant, lanes };
    const fits = by !== "lane" || (layer !== undefined && fitsLanes(layer, all));
    return lanes > 0 && fits ? [all] : [];
  });
}

const packedVariants = (list: typeof packed, lanes: number, layer?: ConvSizes) =>
  offered(list, { lanes, layer }, (steps, quads, weights) => ({ steps, quads, weights }));

const tileVariants = (list: typeof tiles, lanes: number, layer?: ConvSizes) =>
  offered(list, { lanes, layer }, (run, quads, weights) => ({ run, quads, weights }));

const gradientVariants = (list: typeof gradients, lanes: number, layer?: ConvSizes) =>
  offered(list, { lanes, layer }, (quads, threads, gradient) => ({ quads, threads, gradient }));

/** The plain variant, then the others. */
const listOf = <K extends keyof Tuning>(
  kernel: K,
  variants: readonly NonNullable<Tuning[K]>[],
): Candidate[] =>
  [plainOf[kernel], ...variants].map((variant) => ({ kernel, variant }) as Candidate);

/** What the others of a kind are held against. */
const plainOf: { [K in keyof Tuning]: NonNullable<Tuning[K]> } = {
  ...plainTuning,
  ...{ tileConvFloats: plainTuning.tileConv, weightGradientFloats: plainTuning.weightGradientFew },
};

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
