// What the tuner tried on this adapter, as rows.

import type { TriedVariant, TuningReport } from "@spikefed/snn-core/bench-figures";
import { type ColumnGroup, figure } from "./bench-columns.ts";

export interface ChosenVariant extends TriedVariant {
  /** Time of the plain variant over its own; null: one of them is not timed. */
  gain: number | null;
}

export const variantKernels: Record<TriedVariant["kernel"], string> = {
  packedConv: "convolution of spikes",
  tileConv: "convolution of numbers",
  inputGradient: "gradient of the input",
  weightGradient: "gradient of the filter",
  packedConvFew: "convolution of spikes, few steps",
  inputGradientFew: "gradient of the input, few steps",
  weightGradientFew: "gradient of the filter, few steps",
  packedConvFirst: "convolution of pictures",
  weightGradientFirst: "gradient of the filter on pictures",
  tileConvFloats: "convolution of pictures as numbers",
  weightGradientFloats: "gradient of the filter on pictures as numbers",
};

/** One of each kernel. Of each the plain variant was tried first. */
export function chosenVariants({ tried }: TuningReport): ChosenVariant[] {
  return tried
    .filter(({ isChosen }) => isChosen)
    .map((chosen) => {
      const plain = tried.find(({ kernel }) => kernel === chosen.kernel)?.ms ?? null;
      return { ...chosen, gain: plain === null || chosen.ms === null ? null : plain / chosen.ms };
    });
}

export const chosenGroups: readonly ColumnGroup<ChosenVariant>[] = [
  {
    title: null,
    columns: [
      { title: "Time", unit: "ms", cell: ({ ms }) => figure(ms) },
      { title: "Times as fast as plain", unit: null, cell: ({ gain }) => figure(gain) },
    ],
  },
];

export const triedGroups: readonly ColumnGroup<TriedVariant>[] = [
  { title: null, columns: [{ title: "Time", unit: "ms", cell: ({ ms }) => figure(ms) }] },
];

/** null: neither chosen nor refused. */
export function variantNote({ problem, isChosen }: TriedVariant): string | null {
  if (problem !== null) return `Refused: ${problem}`;
  return isChosen ? "chosen" : null;
}
