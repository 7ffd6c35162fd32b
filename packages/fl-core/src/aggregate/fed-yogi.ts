// FedYogi: the second moment moves by the size of the new square, never faster.

import { fedOpt, type FedOptOptions } from "./fed-opt.ts";
import type { Strategy } from "./strategy.ts";

/**
 * `fedOpt` with `v = v - (1 - beta2) D^2 sign(v - D^2)`.
 *
 * @see Reddi et al., Adaptive Federated Optimization, ICLR 2021, algorithm 2, FedYogi.
 */
export function fedYogi({ beta2, ...options }: FedOptOptions & { beta2: number }): Strategy {
  const nextV = (v: number, square: number) => v - (1 - beta2) * square * Math.sign(v - square);
  return fedOpt("fedyogi", options, nextV);
}
