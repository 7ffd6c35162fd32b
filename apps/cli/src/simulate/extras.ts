// What the report of a run on the disk is handed beside its log.

import type { KeptFigures, LogEvent } from "@spikefed/protocol";
import { figureExtras, type ReportExtras } from "@spikefed/report";

import { buildName } from "./build.ts";
import type { Manifest } from "./manifest.ts";

/** @param events The run log: figures of a model that is not in it are left out. */
export function extrasOf(
  manifest: Manifest | null,
  figures: KeptFigures | null,
  events: readonly LogEvent[],
): Partial<ReportExtras> {
  const { labelCounts = null, bytesDown = null } = figures ?? {};
  const measured = { labelCounts, bytesDown, ...figureExtras(figures, events) };
  if (manifest === null) return measured;
  const { executor, adapter, builds, versions, command, experiment } = manifest;
  return {
    ...measured,
    ...{ testSeed: experiment.seed, adapter: `${executor} on ${adapter}`, versions, command },
    builds: builds.map(({ source, commit }) => ({ name: buildName({ source, commit }), source })),
  };
}
