// Which kernel variants train, as rows of the device report.

import type { Tuning } from "@spikefed/snn-core";
import type { ChosenTuning } from "@spikefed/volunteer";
import { count } from "./format.ts";

/** Empty without variants: only the engine has some. */
export function tuningRows(chosen: ChosenTuning | null): [term: string, words: string][] {
  if (chosen === null) return [];
  const { tuning } = chosen;
  const { packedConv } = tuning;
  return [
    ["Kernels", sourceWords(chosen)],
    ["Filters on spikes", filterWords(packedConv, stepWords(packedConv))],
    ["Filters on numbers", tileWords(tuning.tileConv)],
    ["Gradient of inputs", tileWords(tuning.inputGradient)],
    ["Gradient of weights", gradientWords(tuning.weightGradient)],
    ["Filters on spikes, few steps", runWords(tuning.packedConvFew)],
    ["Gradient of inputs, few steps", tileWords(tuning.inputGradientFew)],
    ["Gradient of weights, few steps", gradientWords(tuning.weightGradientFew)],
    ["Filters on pictures", pictureWords(tuning.packedConvFirst)],
    ["Gradient of weights on pictures", gradientWords(tuning.weightGradientFirst)],
    ["Filters on pictures as numbers", orUsual(tuning.tileConvFloats, tileWords)],
    [
      "Gradient of weights on pictures as numbers",
      orUsual(tuning.weightGradientFloats, gradientWords),
    ],
  ];
}

function sourceWords({ source, ms }: ChosenTuning): string {
  const took = ms === null ? "" : ` in ${(ms / 1000).toFixed(1)} s`;
  return {
    measured: `measured${took}`,
    kept: "kept from an earlier visit",
    plain: "plain, which every device can run",
    given: "as asked for",
  }[source];
}

const orUsual = <V>(variant: V | null, words: (variant: V) => string) =>
  variant === null ? "as of the other layers" : words(variant);

type Filter = Pick<Tuning["packedConv"], "weights" | "quads">;

const tileWords = (variant: Tuning["tileConv"]) => filterWords(variant, `${variant.run} pixels`);

const runWords = (variant: Tuning["packedConv"]) =>
  filterWords(variant, `${stepWords(variant)} of pixels side by side`);

const pictureWords = (variant: Tuning["packedConvFirst"]) =>
  variant.weights === "lane" ? filterWords(variant, stepWords(variant)) : runWords(variant);

const stepWords = ({ steps }: Tuning["packedConv"]) => `${steps} ${steps === 1 ? "step" : "steps"}`;

const gradientWords = ({ quads, threads }: Tuning["weightGradient"]) =>
  `${4 * quads} channels a thread, up to ${count(threads)} threads`;

/** "weights by subgroup, 20 steps x 8 channels a thread" */
function filterWords({ weights, quads }: Filter, along: string): string {
  return `weights by ${weights}, ${along} x ${4 * quads} channels a thread`;
}
