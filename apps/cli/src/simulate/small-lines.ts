// Clients that drawn shares leave with less than a batch, told before the first of them trains. Pure.

import { plural } from "@spikefed/fl-core";

/**
 * None where every client has a full batch. FedSNN's code stops at such a client; ours goes on.
 *
 * @param sizes Pictures of each client.
 */
export function smallLines(sizes: readonly number[], batchSize: number): string[] {
  const small = sizes.filter((size) => size < batchSize);
  if (small.length === 0) return [];
  return [
    `${plural(small.length, "client")} with fewer pictures than batchSize (${batchSize}), the smallest ` +
      `with ${Math.min(...small)}: each trains on one smaller batch. A larger partition.alpha avoids it.`,
  ];
}
