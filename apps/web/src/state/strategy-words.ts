// The strategies a host can choose, with their usual values: how the copies become one.

import { leastUpdates, readStrategy, type StrategyKind } from "@spikefed/protocol";
import { t } from "../i18n/en/methods.ts";
import type { ChoiceWords } from "./method-words.ts";

/** Names are the field's in every language. */
const names: Record<StrategyKind, string> = {
  fedavg: "FedAvg",
  fedprox: "FedProx",
  fedavgm: "FedAvgM",
  fedadam: "FedAdam",
  fedyogi: "FedYogi",
  fedadagrad: "FedAdagrad",
  fedmedian: "FedMedian",
  fedtrimmedavg: "FedTrimmedAvg",
  krum: "Krum",
  multikrum: "Multi-Krum",
  bulyan: "Bulyan",
};

/** Title and one or two sentences, with how many updates it needs when that is more than one. */
export function strategyWords(kind: StrategyKind): ChoiceWords {
  const help = t(`${kind}Help`);
  const least = leastUpdates(readStrategy({ kind }));
  return { title: names[kind], help: least > 1 ? `${help} ${t("needsUpdates", { least })}` : help };
}
