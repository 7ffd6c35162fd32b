// FedProx: the server averages; the clients are pulled back to the round's model.

import { readStrategy, type StrategyChoice, type Weighting } from "@spikefed/protocol";

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

/** The clients' half: `proximalMu` for their optimizer; nothing for every other strategy. */
export function proximal(strategy: StrategyChoice): { proximalMu?: number } {
  const settings = readStrategy(strategy);
  return settings.kind === "fedprox" ? { proximalMu: settings.proximalMu } : {};
}
