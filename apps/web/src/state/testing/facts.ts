// Small complete facts for tests: a round, a roster entry, each with what the test changes.

import type { RoundSummary } from "@spikefed/fl-core";
import type { RosterEntry } from "@spikefed/protocol";

export function roundFacts(round: number, more: Partial<RoundSummary> = {}): RoundSummary {
  return {
    round,
    cohort: [1, 2, 3],
    stragglers: [],
    reported: [1, 2, 3],
    refused: 0,
    goal: 3,
    openedMs: 0,
    closedMs: 1,
    closedWhy: "all-reported",
    deadlineMs: 60_000,
    samples: 1500,
    bytes: 10,
    trainLoss: 2,
    trainAccuracy: 0.2,
    accuracy: null,
    loss: null,
    testSamples: null,
    record: null,
    validation: null,
    deviations: null,
    modelHash: null,
    rolledBack: false,
    repeats: 0,
    ...more,
  };
}

export function rosterFacts(client: number, more: Partial<RosterEntry> = {}): RosterEntry {
  return {
    client,
    name: `Name ${client}`,
    robot: null,
    device: { kind: "gpu", label: "Apple M2", executor: "engine/webgpu" },
    online: true,
    state: "training",
    round: 1,
    progress: null,
    imagesPerSecond: null,
    samples: 500,
    work: null,
    loss: null,
    helped: 0,
    ...{ hidden: false, pace: "full", quietMs: null, trouble: null, waves: 0 },
    ...more,
  };
}
