// Which kernel variants train, as rows of the device report.

import type { Tuning } from "@spikefed/snn-core";
import type { ChosenTuning } from "@spikefed/volunteer";
import { t } from "../i18n/en/details.ts";
import { tenths } from "./format.ts";

/** Empty without variants: only the engine has some. */
export function tuningRows(chosen: ChosenTuning | null): [term: string, words: string][] {
  if (chosen === null) return [];
  const { tuning } = chosen;
  const { packedConv } = tuning;
  return [
    [t("kernels"), sourceWords(chosen)],
    [t("filtersSpikes"), filterWords(packedConv, stepWords(packedConv))],
    [t("filtersNumbers"), tileWords(tuning.tileConv)],
    [t("gradientInputs"), tileWords(tuning.inputGradient)],
    [t("gradientWeights"), gradientWords(tuning.weightGradient)],
    [t("filtersSpikesFew"), runWords(tuning.packedConvFew)],
    [t("gradientInputsFew"), tileWords(tuning.inputGradientFew)],
    [t("gradientWeightsFew"), gradientWords(tuning.weightGradientFew)],
    [t("filtersFirst"), pictureWords(tuning.packedConvFirst)],
    [t("gradientFirst"), gradientWords(tuning.weightGradientFirst)],
    [t("filtersFloats"), orHidden(tuning.tileConvFloats, tileWords)],
    [t("gradientFloats"), orHidden(tuning.weightGradientFloats, gradientWords)],
  ];
}

const sources = {
  measured: "kernelsMeasured",
  kept: "kernelsKept",
  plain: "kernelsPlain",
  given: "kernelsGiven",
} as const satisfies Record<ChosenTuning["source"], string>;

const sourceWords = ({ source, ms }: ChosenTuning): string =>
  source === "measured" && ms !== null
    ? t("kernelsMeasuredIn", { time: tenths(ms / 1000) })
    : t(sources[source]);

const orHidden = <V>(variant: V | null, words: (variant: V) => string) =>
  variant === null ? t("asHidden") : words(variant);

type Filter = Pick<Tuning["packedConv"], "weights" | "quads">;

const tileWords = (variant: Tuning["tileConv"]) =>
  filterWords(variant, t("pixels", { count: variant.run }));

const runWords = (variant: Tuning["packedConv"]) =>
  filterWords(variant, t("stepsOfPixels", { count: variant.steps }));

const pictureWords = (variant: Tuning["packedConvFirst"]) =>
  variant.weights === "lane" ? filterWords(variant, stepWords(variant)) : runWords(variant);

const stepWords = ({ steps }: Tuning["packedConv"]) => t("steps", { count: steps });

const channelWords = (quads: number) => t("channels", { count: 4 * quads });

const gradientWords = ({ quads, threads }: Tuning["weightGradient"]) =>
  t("gradient", { channels: channelWords(quads), threads });

const accesses = {
  thread: "byThread",
  subgroup: "bySubgroup",
  workgroup: "byWorkgroup",
  lane: "byLane",
} as const satisfies Record<Filter["weights"], string>;

/** "20 time steps and 8 channels per thread, weights shared by subgroup" */
const filterWords = ({ weights, quads }: Filter, work: string): string =>
  t("filters", { work, channels: channelWords(quads), weights: t(accesses[weights]) });
