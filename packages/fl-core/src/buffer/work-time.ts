// How long simulated clients take, on a clock of the simulation's own.

import type { RunSettings } from "@spikefed/protocol";

import { createRandom } from "../random/generator.ts";
import { normal } from "../random/normal.ts";

/** A picture takes the median client one millisecond of that clock. */
const PICTURE_MS = 1;

/**
 * `pictures * epochs * exp(spread * z)`, z a standard normal draw that a client keeps through the run:
 * with a spread of 0.5 one client in six takes more than 1.6 times as long as the median.
 *
 * @returns Whole milliseconds, at least 1.
 */
export function workTimeMs(
  { seed, localEpochs, scheduler }: Pick<RunSettings, "seed" | "localEpochs" | "scheduler">,
  { client, samples }: { client: number; samples: number },
): number {
  const spread = scheduler.kind === "fedbuff" ? scheduler.speedSpread : 0;
  const slowness = Math.exp(spread * normal(createRandom(seed, 31, client)));
  return Math.max(1, Math.round(samples * localEpochs * slowness * PICTURE_MS));
}
