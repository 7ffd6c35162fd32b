// What a benchmark measures, how large and how often. Pure.

import type { FallbackCase } from "./fallback.ts";
import { allLayers, type KernelSizes } from "./kernels.ts";
import type { StepCase } from "./steps.ts";

export interface BenchPlan {
  kernels: KernelSizes;
  steps: readonly StepCase[];
  evaluations: readonly StepCase[];
  fallback: FallbackCase;
  /** Side of the first matrix product, bytes of a copy. */
  size: number;
  copyBytes: number;
  pairs: number;
  /** No further pair begins after so many milliseconds. */
  budgetMs: number;
  /** Short work is repeated until it takes so long. */
  leastMs: number;
}

const VGG9_NOTE = "tfjs ops hardly hold one image: they run at batch 1, images/s are compared";
const ALONE_NOTE = "without tfjs, which is compared at batch 1";
const QUICK_NOTE = "tfjs ops not run in the quick form";

/** Software adapters compute on the processor: smaller batches, less repetition. */
export function usualPlan(kind: { quick: boolean; isSoftware: boolean }): BenchPlan {
  const { quick, isSoftware } = kind;
  return {
    kernels: {
      vgg9: { layers: quick ? [3] : allLayers.vgg9, batch: isSoftware ? 1 : 8, hasRest: !quick },
      s5: { layers: quick ? [1] : allLayers.s5, batch: isSoftware ? 8 : 32, hasRest: true },
    },
    steps: steps(kind),
    evaluations: evaluations(kind),
    fallback: { preset: "s5", batch: quick ? 8 : 32 },
    size: quick && isSoftware ? 512 : 1024,
    copyBytes: (quick && isSoftware ? 16 : 64) * 2 ** 20,
    pairs: quick ? 2 : 7,
    budgetMs: quick ? 10_000 : 60_000,
    leastMs: quick ? 20 : 50,
  };
}

type Kind = Parameters<typeof usualPlan>[0];

const paired = (preset: string, batch: number): StepCase => ({
  ...{ preset, batch, tfjsBatch: batch, note: null },
});
const smallBatch = ({ quick, isSoftware }: Kind) => (quick && isSoftware ? 8 : 32);
const largeBatch = ({ isSoftware }: Kind) => (isSoftware ? 2 : 32);

/** S-VGG9 as it is trained, with the images/s of both, and at the one batch that both hold. */
function steps(kind: Kind): StepCase[] {
  const [s4, s5] = ["s4", "s5"].map((name) => paired(name, smallBatch(kind))) as [
    StepCase,
    StepCase,
  ];
  const vgg9 = { preset: "vgg9", batch: largeBatch(kind) };
  if (kind.quick) return [s4, { ...vgg9, tfjsBatch: null, note: QUICK_NOTE }];
  return [s4, s5, { ...vgg9, tfjsBatch: 1, note: VGG9_NOTE }, paired("vgg9", 1)];
}

function evaluations(kind: Kind): StepCase[] {
  const judged = (step: StepCase): StepCase => ({ ...step, task: "evaluation" });
  const s4 = judged(paired("s4", smallBatch(kind)));
  if (kind.quick) return [s4];
  const vgg9 = { preset: "vgg9", batch: largeBatch(kind), tfjsBatch: null, note: ALONE_NOTE };
  return [s4, judged(paired("s5", smallBatch(kind))), judged(vgg9), judged(paired("vgg9", 1))];
}
