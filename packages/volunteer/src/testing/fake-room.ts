// What the coordinator in memory holds: a shard of four pictures, two models, a run that is open.

import { createHash } from "node:crypto";
import { writeState } from "@spikefed/fl-core";
import {
  defaultSettings,
  PROTOCOL_VERSION,
  type HelloAnswer,
  type LogEvent,
  type Task,
} from "@spikefed/protocol";
import { preset, stateLayout } from "@spikefed/snn-core";

export const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

const classes = Array.from({ length: 10 }, (_, i) => `class ${i}`);
const layout = stateLayout(preset("s4", 10));
/** Four pictures. */
const shard = new Uint8Array(4 * 3073).map((_, i) => (i % 3073 === 0 ? i / 3073 : i % 251));
/** Two models of s4; version v is filled with v. */
const models = [0, 1].map((v) =>
  writeState(layout.entries, new Float32Array(layout.length).fill(v)),
);
export const files = new Map([
  [`/shards/${sha256(shard)}`, shard],
  ...models.map((bytes): [string, Uint8Array] => [`/models/${sha256(bytes)}`, bytes]),
]);

export const opened: LogEvent = {
  ...{ seq: 0, atMs: 1, type: "run-opened", runId: "run-00000001" },
  settings: { ...defaultSettings, preset: "s4" },
  dataset: { name: "Test", source: "memory", procedural: true, sha256: "0".repeat(64), classes },
  model: { hash: sha256(models[0]!), version: 0, bytes: models[0]!.length, parameters: 1 },
};

export function taskOf(round: number, version = 0): Task {
  return {
    runId: "run-00000001",
    ...{ round, attempt: 0 },
    model: { hash: sha256(models[version]!), bytes: models[version]!.length },
    shard: { hash: sha256(shard), bytes: shard.length, samples: 4 },
    train: {
      ...{ preset: "s4", network: "snn", timesteps: null, coding: null, classes: 10 },
      ...{ epochs: 3, batchSize: 2, samples: null, seed: 1 },
      ...{ optimizer: defaultSettings.optimizer, gradientNoise: 0, localNorm: false },
      localLoss: defaultSettings.localLoss,
      localRule: defaultSettings.localRule,
      updateEncoding: defaultSettings.updateEncoding,
    },
    remainingMs: 10_000,
  };
}

export function helloAnswer(log: LogEvent[]): HelloAnswer {
  return {
    you: {
      ...{ clientId: "client-00000001", client: 1, token: "token-00000001", name: "Quiet Fox" },
      shard: {
        hash: sha256(shard),
        ...{ samples: 4, bytes: shard.length, labelCounts: [1, 1, 1, 1, 0, 0, 0, 0, 0, 0] },
      },
    },
    room: {
      ...{
        protocol: PROTOCOL_VERSION,
        code: "BCDF",
        runId: "run-00000001",
        phase: "selecting",
        present: 1,
        inviteOnly: false,
      },
      dataset: { name: "Test", source: "memory", procedural: true, classes },
      ...{ preset: "s4", network: "snn", downloadBytes: 1 },
    },
    settings: { ...defaultSettings, preset: "s4" },
    log,
    roster: [],
    ...{ partition: null, door: null },
  };
}
