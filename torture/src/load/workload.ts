// The run that a crowd takes part in: updates of 1.1 MB.

import type { UpdateEncoding } from "@spikefed/protocol";
import type { ModelChoice } from "@spikefed/snn-core";

export const LOAD_MODEL: ModelChoice = {
  ...{ preset: "s5", network: "snn", timesteps: null, coding: null },
};

export const LOAD_ENCODING: UpdateEncoding = { kind: "float16" };

/** The coordinator's command line for a crowd. */
export function loadArgs(volunteers: number, connections: number): string[] {
  const settings = {
    ...{ clients: volunteers, samplesPerClient: "null", minReports: volunteers, testSamples: 10 },
    ...{ roundSeconds: 600, evaluateEvery: 100, batchSize: 2, "updateEncoding.kind": "float16" },
  };
  const pairs = Object.entries(settings).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
  const run = ["--dataset", "shapes", "--preset", LOAD_MODEL.preset, "--rounds", "1"];
  return [...run, ...pairs, "--quiet", "--connections", `${connections}`];
}
