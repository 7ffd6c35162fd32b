// Which kernel variants the benchmark runs when nobody hands in a choice.

import { plainTuning, type Tuning } from "../engine/plan/tuning.ts";
import { lanesOf } from "./ceiling.ts";

/** Filters by subgroup where all subgroups have as many lanes; else the plain kernels. */
export function usualTuning(device: GPUDevice): Tuning {
  const lanes = lanesOf(device);
  if (lanes === 0) return plainTuning;
  return {
    ...plainTuning,
    packedConv: { steps: 20, quads: 2, weights: "subgroup", lanes },
    inputGradient: { run: 4, quads: 4, weights: "subgroup", lanes },
  };
}
