// FedAdagrad: the second moment is the sum of all squares, so the rate only falls.

import { fedOpt, type FedOptOptions } from "./fed-opt.ts";
import type { Strategy } from "./strategy.ts";

/**
 * `fedOpt` with `v = v + D^2`.
 *
 * @see Reddi et al., Adaptive Federated Optimization, ICLR 2021, algorithm 2, FedAdagrad.
 */
export function fedAdagrad(options: FedOptOptions): Strategy {
  return fedOpt("fedadagrad", options, (v, square) => v + square);
}
