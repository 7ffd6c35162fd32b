import * as v from "valibot";
import { expect, test } from "vitest";

import { completeEvent, completeSettings } from "./older-logs.ts";
import type { LogEvent } from "./run-log.ts";
import { defaultSettings, RunSettings } from "./settings.ts";
import { defaultStrategy } from "./strategy-settings.ts";

/** As version 1 wrote them, word by word. */
const first = JSON.parse(
  `{"preset":"s4","clients":4,"samplesPerClient":100,"partition":{"kind":"iid"},"rounds":3,
    "participants":null,"minReports":2,"roundSeconds":60,"localEpochs":1,"batchSize":8,
    "optimizer":{"kind":"sgd","learningRate":0.1,"momentum":0.9,"weightDecay":0.0001},
    "strategy":{"kind":"fedavg"},"testSamples":50,"stepMode":false,"seed":1}`,
) as RunSettings;

test("settings of the first version get what a run did then, and are valid", () => {
  const completed = completeSettings(first);
  expect(completed).toEqual({
    ...first,
    network: "snn",
    timesteps: null,
    coding: null,
    sampling: "uniform",
    leaseSeconds: null,
    adaptWork: false,
    stragglerProbability: 0,
    overSelect: 0,
    minFraction: 0,
    learningRateDrops: { rounds: [], factor: 5 },
    localLoss: { kind: "cross-entropy" },
    localRule: { kind: "surrogate-bptt" },
    localNorm: false,
    gradientNoise: 0,
    updateEncoding: { kind: "float32" },
    scheduler: { kind: "rounds" },
    validationSamples: 0,
    attackers: null,
    evaluateEvery: 1,
    patience: null,
    minDelta: 0,
    gateDrop: null,
    strategy: defaultStrategy,
  });
  expect(v.is(RunSettings, completed)).toBe(true);
});

test("a loss gets the keys that it has had since: imitation was of the round's model", () => {
  const localLoss = {
    kind: "distillation",
    weight: 0.2,
    temperature: 3,
    teacher: "global",
  } as const;
  const completed = completeSettings({ ...first, localLoss });
  expect(completed.localLoss).toEqual({ ...localLoss, teacherEpochs: 1 });
  expect(v.is(RunSettings, completed)).toBe(true);
});

test("the first version's Dirichlet over all pictures is FedSNN's, of a given size it is not", () => {
  const partition = { kind: "dirichlet", alpha: 0.3 } as const;
  const all = { ...first, partition, samplesPerClient: null };
  expect(completeSettings(all).partition).toEqual({ kind: "fedsnn-dirichlet", alpha: 0.3 });
  expect(completeSettings({ ...first, partition }).partition).toEqual(partition);
  const now = { ...defaultSettings, partition, samplesPerClient: null };
  expect(completeSettings(now)).toEqual(now);
});

test("only the event that holds settings is changed", () => {
  const opened = { type: "run-opened", seq: 0, atMs: 1, settings: first } as LogEvent;
  expect(completeEvent(opened)).toEqual({ ...opened, settings: completeSettings(first) });
  const other: LogEvent = { type: "run-started", seq: 1, atMs: 2 };
  expect(completeEvent(other)).toBe(other);
  const damaged = { type: "run-opened", seq: 0, atMs: 1 } as LogEvent;
  expect(completeEvent(damaged)).toBe(damaged);
});
