// FedSNN's label skew: Dirichlet shares of each class, with a cap that balances the sizes a little.

import { createRandom } from "../random/generator.ts";
import { shuffledClasses } from "./class-lists.ts";
import type { DirichletOptions } from "./dirichlet.ts";
import { checkEnough, randomSubset, type ShardPlan } from "./plan.ts";
import { MIN_SAMPLES, splitClasses } from "./split-classes.ts";

/**
 * For each class its shuffled pictures are split among the clients in proportions p ~ Dir(alpha),
 * where a client that already holds N / K pictures gets none; everything is repeated until the
 * smallest client has `minSamples` (10). Sizes differ, by their nature, from 10 to about twice N / K
 * and more: `samplesPerClient: n` shares out K * n pictures drawn at random, so that n is their mean.
 *
 * Flower's DirichletPartitioner with `self_balancing=True`. FedSNN's own code accepts 10 and stops at a
 * client with fewer pictures than a batch of 32; runs ask for a batch at least.
 *
 * @throws {SpikefedError} `partition/impossible` when K * samplesPerClient > N;
 *   `partition/too-skewed` when 200 divisions all left a client below `minSamples`.
 * @see Venkatesha et al., Federated Learning with Spiking Neural Networks, arXiv 2106.06579, code:
 *   `cifar_non_iid`; Li et al., arXiv 2102.02079 (NIID-Bench), for the same routine.
 */
export function fedsnnDirichlet(options: DirichletOptions): ShardPlan {
  checkEnough(options);
  const { labels, classes, clients, samplesPerClient, seed } = options;
  const { alpha, minSamples = MIN_SAMPLES } = options;
  const among = samplesPerClient === null ? undefined : randomSubset(options);
  const random = createRandom(seed, 2);
  const lists = splitClasses(random, () => shuffledClasses(random, labels, classes, among), {
    ...{ clients, alpha, minSamples },
    cap: (among?.length ?? labels.length) / clients,
  });
  return { shards: lists.map((list) => Uint32Array.from(list)) };
}
