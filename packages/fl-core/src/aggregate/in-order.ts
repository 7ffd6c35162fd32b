// All updates of a round at once, checked and in one order: for strategies that compare them.

import { SpikefedError, type StrategyKind } from "@spikefed/protocol";

import { checkDelta } from "./check-delta.ts";
import type { ClientUpdate } from "./strategy.ts";

/**
 * @param length P
 * @param needed Fewer updates than these are refused.
 * @returns Ascending by client.
 * @throws {SpikefedError} `aggregate/empty`, `aggregate/too-few`, `aggregate/client`, and those of
 *   `checkDelta`.
 */
export function inOrder(
  updates: Iterable<ClientUpdate>,
  length: number,
  { kind, needed }: { kind: StrategyKind; needed: number },
): ClientUpdate[] {
  const all = [...updates].sort((a, b) => a.client - b.client);
  if (all.length === 0) throw new SpikefedError("aggregate/empty");
  if (all.length < needed) {
    throw new SpikefedError("aggregate/too-few", { strategy: kind, got: all.length, needed });
  }
  all.forEach(({ client, delta }, at) => {
    if (all[at + 1]?.client === client) throw new SpikefedError("aggregate/client", { client });
    checkDelta(delta, length);
  });
  return all;
}
