// The strategies a host can choose, with their usual values: how the copies become one.

import { leastUpdates, readStrategy, type StrategyKind } from "@spikefed/protocol";

interface StrategyWords {
  title: string;
  help: string;
}

const words: Record<StrategyKind, StrategyWords> = {
  fedavg: {
    title: "FedAvg",
    help: "The mean of the copies, weighted by the pictures behind each. The default.",
  },
  fedprox: {
    title: "FedProx",
    help: "The mean, and while it trains a device is held close to the round's model.",
  },
  fedavgm: {
    title: "FedAvgM",
    help: "The mean with momentum: part of the last round's step is carried into the next.",
  },
  fedadam: {
    title: "FedAdam",
    help: "The mean change is a gradient, with which the coordinator takes one of Adam's steps.",
  },
  fedyogi: {
    title: "FedYogi",
    help: "As FedAdam, with a step length that changes more carefully.",
  },
  fedadagrad: {
    title: "FedAdagrad",
    help: "As FedAdam, with steps that only get shorter.",
  },
  fedmedian: {
    title: "FedMedian",
    help: "The middle of the copies, number by number, so that a few wild ones do no harm.",
  },
  fedtrimmedavg: {
    title: "FedTrimmedAvg",
    help: "The mean without the largest and smallest fifth, number by number.",
  },
  krum: {
    title: "Krum",
    help: "The one copy that lies closest to the others; one device may send nonsense.",
  },
  multikrum: {
    title: "Multi-Krum",
    help: "The mean of the copies that lie closest together; one device may send nonsense.",
  },
  bulyan: {
    title: "Bulyan",
    help: "Krum's choice again and again, then a trimmed mean; one device may send nonsense.",
  },
};

/** Title and one or two sentences, with how many updates it needs when that is more than one. */
export function strategyWords(kind: StrategyKind): StrategyWords {
  const { title, help } = words[kind];
  const least = leastUpdates(readStrategy({ kind }));
  return { title, help: least > 1 ? `${help} Needs ${least} updates a round.` : help };
}
