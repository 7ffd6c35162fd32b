// The partition that a run's settings name.

import type { PartitionSettings } from "@spikefed/protocol";

import { dirichlet } from "./dirichlet.ts";
import { fedsnnDirichlet } from "./fedsnn-dirichlet.ts";
import { iid } from "./iid.ts";
import { pathological } from "./pathological.ts";
import type { LabelOptions, ShardPlan } from "./plan.ts";
import { shard } from "./shard.ts";

/**
 * Who gets which pictures. The same settings and labels give the same plan everywhere.
 * `minSamples`: the smallest shard accepted where sizes are drawn, 10 when not given.
 *
 * @throws {SpikefedError} `partition/impossible`, `partition/too-skewed`, `partition/few-classes`
 */
export function partition(
  settings: PartitionSettings,
  options: LabelOptions & { minSamples?: number },
): ShardPlan {
  switch (settings.kind) {
    case "iid":
      return iid(options);
    case "fedsnn-dirichlet":
      return fedsnnDirichlet({ ...options, alpha: settings.alpha });
    case "dirichlet":
      return dirichlet({ ...options, alpha: settings.alpha });
    case "pathological":
      return pathological({ ...options, classesPerClient: settings.classesPerClient });
    case "shard":
      return shard({ ...options, shardsPerClient: settings.shardsPerClient });
    default:
      return settings satisfies never;
  }
}
