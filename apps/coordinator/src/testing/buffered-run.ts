// A run of FedBuff whose every update makes a model, for tests.

import type { LogEvent, RunSettings } from "@spikefed/protocol";

import type { CoordinatorOptions } from "../coordinator.ts";
import { startedRun, type StartedRun } from "./started-run.ts";

export const scheduler = {
  kind: "fedbuff",
  bufferSize: 1,
  maxStaleness: 3,
  speedSpread: 0,
} as const;

export const bufferedRun = (
  settings: Partial<RunSettings>,
  options?: Partial<CoordinatorOptions>,
): Promise<StartedRun> => startedRun({ scheduler, ...settings }, options);

/** The events of one type. */
export const only = <T extends LogEvent["type"]>(events: readonly LogEvent[], type: T) =>
  events.filter((event): event is LogEvent & { type: T } => event.type === type);
