// A round's updates become the next model, and the round gets its record.

import { failpoint } from "@spikefed/failpoints";
import { aggregatedLine, type RoundEffect } from "@spikefed/fl-core";
import type { LogBody } from "@spikefed/protocol";
import { keepBlobs, writeError } from "@spikefed/run-store";

import type { Ports } from "./ports.ts";
import type { RunParts } from "./run-parts.ts";
import { withSpace } from "./with-space.ts";

/** Where an update is that was counted, and what its bytes must be. */
export interface KeptUpdate {
  file: string;
  sha256: string;
}

type Aggregated = Extract<LogBody, { type: "aggregated" }>;
type Aggregate = Extract<RoundEffect, { type: "aggregate" }>;

/**
 * Model, record, and the updates where they are kept, are on the disk when this resolves. The close
 * of the round must be there before.
 *
 * @param round.kept Files of its updates, in their order.
 * @returns The line that tells of it.
 */
export async function commitRound(
  { parts, ports, isClosed }: { parts: RunParts; ports: Ports; isClosed: () => boolean },
  { round, base, version, updates, kept }: Aggregate & { kept: readonly KeptUpdate[] },
): Promise<Aggregated> {
  const { shape, folder, settings, records, keepUpdates } = parts;
  const input = {
    ...{ shape, models: folder.models, base, version },
    ...{ strategy: settings.strategy },
    updates: updates.map((update, at) => ({ ...update, ...kept[at]! })),
  };
  const stored = <T>(work: () => Promise<T>) => withSpace(work, ports.fullDisk, isClosed);
  const average = () => ports.aggregator.average(input);
  const { hash, notes, serverState, deviations } = await stored(average);
  failpoint("aggregate:done");
  if (isClosed()) throw writeError(folder.kept, "the run was closed meanwhile");
  const files = kept.map(({ file }) => file);
  if (keepUpdates) await stored(() => keepBlobs(files, folder.kept));
  const aggregated = aggregatedLine({ round, version, updates }, { hash, notes, deviations });
  const facts = { aggregated, serverState, updatesKept: keepUpdates };
  return { ...aggregated, record: await stored(() => records.addRound(facts)) };
}
