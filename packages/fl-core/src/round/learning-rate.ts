// The learning rate of a round's local work.

import type { RunSettings } from "@spikefed/protocol";

/**
 * The rate divided by the factor once for each drop that is behind: drops after rounds 40 and 60
 * leave round 40 as it is, and take effect in rounds 41 and 61. Named twice, a round drops twice.
 *
 * @param round From 1.
 * @see Venkatesha et al., arXiv 2106.06579, section IV-A: by 5 after rounds 40, 60 and 80 of 100.
 *   Its code numbers rounds from 0, so that its 40 is round 41 here.
 */
export function learningRateAt(
  { optimizer, learningRateDrops }: Pick<RunSettings, "optimizer" | "learningRateDrops">,
  round: number,
): number {
  const drops = learningRateDrops.rounds.filter((last) => round > last).length;
  return optimizer.learningRate / learningRateDrops.factor ** drops;
}
