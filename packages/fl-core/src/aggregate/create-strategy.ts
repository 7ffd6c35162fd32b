// Settings to the strategy they name.

import { readStrategy, type StrategyChoice, type StrategySettings } from "@spikefed/protocol";

import { bulyan } from "./bulyan.ts";
import { withClipping } from "./clip-norm.ts";
import { fedAdagrad } from "./fed-adagrad.ts";
import { fedAdam } from "./fed-adam.ts";
import { fedAvgM } from "./fed-avgm.ts";
import { fedAvgStrategy } from "./fed-avg-strategy.ts";
import { fedMedian } from "./fed-median.ts";
import { fedProx } from "./fed-prox.ts";
import { fedTrimmedAvg } from "./fed-trimmed-avg.ts";
import { fedYogi } from "./fed-yogi.ts";
import { krum } from "./krum.ts";
import { multiKrum } from "./multi-krum.ts";
import type { Strategy } from "./strategy.ts";

/**
 * @param choice Missing keys get their defaults: run logs of before had fewer.
 * @throws {SpikefedError} `room/settings`
 */
export function createStrategy(choice: StrategyChoice): Strategy {
  const settings = readStrategy(choice);
  const strategy = unclipped(settings);
  return settings.clipNorm === null ? strategy : withClipping(strategy, settings.clipNorm);
}

function unclipped(settings: StrategySettings): Strategy {
  switch (settings.kind) {
    case "fedavg":
      return fedAvgStrategy(settings);
    case "fedprox":
      return fedProx(settings);
    case "fedavgm":
      return fedAvgM(settings);
    case "fedadam":
      return fedAdam(settings);
    case "fedyogi":
      return fedYogi(settings);
    case "fedadagrad":
      return fedAdagrad(settings);
    case "fedmedian":
      return fedMedian();
    case "fedtrimmedavg":
      return fedTrimmedAvg(settings);
    case "krum":
      return krum(settings);
    case "multikrum":
      return multiKrum(settings);
    case "bulyan":
      return bulyan(settings);
    default:
      return settings satisfies never;
  }
}
