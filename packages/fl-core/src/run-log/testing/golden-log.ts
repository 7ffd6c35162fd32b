// A short run with everything in it: a repeat, a refusal, a pause, a leave, a restart.

import { defaultSettings, type LogBody, type LogEvent } from "@spikefed/protocol";

const hash = (digit: string) => digit.repeat(64);
export const hashes = { initial: hash("0"), first: hash("1"), second: hash("2") };

const accepted = (round: number, client: number, loss: number | null): LogBody => ({
  type: "update-accepted",
  round,
  client,
  updateId: `update-${client}-${round}`,
  sha256: hash("a"),
  samples: 100 * client,
  bytes: 1000,
  loss,
  accuracy: loss === null ? null : loss / 10,
  seconds: 2,
  spikeRates: [0.1],
});
const joined = (client: number): LogBody => ({
  type: "joined",
  client,
  device: "cpu",
  shard: client - 1,
  samples: 100 * client,
});
const opened = (
  round: number,
  cohort: number[],
  modelHash: string,
  deadlineMs: number,
): LogBody => ({
  ...{ type: "round-opened", round, cohort, modelHash, deadlineMs },
});

/** Event i happens at 1000 (i + 1) ms. */
const bodies: LogBody[] = [
  {
    type: "run-opened",
    runId: "run-golden",
    settings: { ...defaultSettings, rounds: 2, minReports: 2 },
    dataset: {
      name: "CIFAR-10",
      source: "test",
      procedural: false,
      sha256: hash("d"),
      classes: ["airplane", "automobile"],
    },
    model: { hash: hashes.initial, version: 0, bytes: 4321, parameters: 1234 },
  },
  joined(1),
  joined(2),
  joined(3),
  { type: "run-started" },
  opened(1, [1, 2, 3], hashes.initial, 126_000),
  accepted(1, 1, 2),
  {
    ...{ type: "update-refused", round: 1, client: 2, code: "update/range", fact: "too large" },
    ...{ updateId: "u-1-2", sha256: "9".repeat(64) },
  },
  { type: "left", client: 3, why: "lost" },
  { type: "round-closed", round: 1, why: "deadline", reported: [1], missing: [2, 3] },
  { type: "round-repeated", round: 1, reported: 1, needed: 2 },
  opened(1, [2], hashes.initial, 132_000),
  { type: "paused" },
  { type: "rejoined", client: 3 },
  { type: "resumed" },
  accepted(1, 2, 1),
  { type: "round-closed", round: 1, why: "all-reported", reported: [1, 2], missing: [] },
  {
    ...{ type: "aggregated", round: 1, clients: [1, 2], samples: 300 },
    ...{ modelHash: hashes.first, version: 1 },
  },
  {
    ...{ type: "evaluated", round: 1, modelHash: hashes.first },
    ...{ correct: 312, samples: 1000, loss: 1.9, seconds: 3 },
  },
  opened(2, [1, 2, 3], hashes.first, 140_000),
  accepted(2, 3, null),
  { type: "restarted", round: 2 },
  { type: "rejoined", client: 1 },
  opened(2, [1], hashes.first, 144_000),
  { type: "device-restarted", round: 2, client: 1, fact: "kernel norm_partial: it was lost" },
  { type: "training-failed", round: 2, client: 1, fact: "the graphics chip restarted" },
  { type: "round-closed", round: 2, why: "host", reported: [3], missing: [1] },
  { type: "aggregation-failed", round: 2, fact: "no space left on the disk" },
  { type: "paused" },
  { type: "resumed" },
  {
    ...{ type: "aggregated", round: 2, clients: [3], samples: 300 },
    ...{ modelHash: hashes.second, version: 2 },
  },
  { type: "evaluation-failed", round: 2, fact: "the worker died" },
  { type: "run-ended", why: "rounds" },
] as LogBody[];

export const goldenLog: LogEvent[] = bodies.map((body, seq) => ({
  ...body,
  seq,
  atMs: 1000 * (seq + 1),
}));
