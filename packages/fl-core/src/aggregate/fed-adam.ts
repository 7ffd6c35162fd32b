// FedAdam: the second moment is a running mean of squares.

import { fedOpt, type FedOptOptions } from "./fed-opt.ts";
import type { Strategy } from "./strategy.ts";

/**
 * `fedOpt` with `v = beta2 v + (1 - beta2) D^2`.
 *
 * @see Reddi et al., Adaptive Federated Optimization, ICLR 2021, algorithm 2, FedAdam.
 */
export function fedAdam({ beta2, ...options }: FedOptOptions & { beta2: number }): Strategy {
  return fedOpt("fedadam", options, (v, square) => beta2 * v + (1 - beta2) * square);
}
