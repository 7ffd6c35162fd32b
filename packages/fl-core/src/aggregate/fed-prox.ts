// FedProx: the server averages; the clients are pulled back to the round's model.

import type { StrategySettings, Weighting } from "@spikefed/protocol";

import { fedAvgStrategy } from "./fed-avg-strategy.ts";
import type { Strategy } from "./strategy.ts";

/**
 * The server's half of FedProx: FedAvg.
 *
 * @see Li et al., Federated Optimization in Heterogeneous Networks, MLSys 2020, algorithm 2.
 */
export function fedProx(settings: { weighting: Weighting }): Strategy {
  return fedAvgStrategy(settings);
}

/** The clients' half: mu, for `proximalMu` of their optimizer; 0 for every other strategy. */
export function proximalMu(strategy: StrategySettings): number {
  return strategy.kind === "fedprox" ? strategy.proximalMu : 0;
}
