import * as v from "valibot";
import { expect, test } from "vitest";

import { checkSettings } from "./check-settings.ts";
import { SpikefedError } from "./errors.ts";
import { readSettings } from "./read-settings.ts";
import { Scheduler } from "./scheduler-settings.ts";
import { ANN_PRESETS, defaultSettings, type RunSettings } from "./settings.ts";

function refusal(work: () => unknown): Record<string, unknown> {
  try {
    work();
  } catch (error) {
    if (error instanceof SpikefedError && error.code === "room/settings") return error.facts;
    throw error;
  }
  throw new Error("accepted");
}

test("the default settings, and FedSNN's with everything on, are read as they are", () => {
  expect(readSettings(defaultSettings)).toEqual(defaultSettings);
  const fedsnn: RunSettings = {
    ...defaultSettings,
    ...{ preset: "vgg9", network: "ann", timesteps: 20, coding: "poisson" },
    ...{ clients: 100, participants: 10, samplesPerClient: null, rounds: 100 },
    partition: { kind: "fedsnn-dirichlet", alpha: 0.5 },
    learningRateDrops: { rounds: [40, 60, 80], factor: 5 },
    ...{ stragglerProbability: 0.95, gradientNoise: 5, evaluateEvery: 10 },
    localLoss: { kind: "fedlec", calibration: 0.005, distillation: 0.1 },
    updateEncoding: { kind: "top-k", share: 0.01 },
  };
  expect(readSettings(fedsnn)).toEqual(fedsnn);
});

const alpha = "a number from 0.01 to 100";
test.each<[object, string, string, string]>([
  [{ alpha: 1 }, "alpha", "1", "no such setting"],
  [{ network: "cnn" }, "network", '"cnn"', "snn, ann"],
  [{ timesteps: 0 }, "timesteps", "0", "a whole number from 1 to 64, or null"],
  [{ timesteps: 65 }, "timesteps", "65", "a whole number from 1 to 64, or null"],
  [{ coding: "rate" }, "coding", '"rate"', "direct, poisson, or null"],
  [{ stragglerProbability: 1 }, "stragglerProbability", "1", "a number from 0 to 0.99"],
  [{ gradientNoise: -1 }, "gradientNoise", "-1", "a number from 0 to 10"],
  [{ localLoss: "fedlec" }, "localLoss", '"fedlec"', "cross-entropy, fedlec or distillation"],
  [{ localLoss: { kind: "mse" } }, "localLoss.kind", '"mse"', "cross-entropy, fedlec or"],
  [
    { localLoss: { kind: "fedlec", prior: [1] } },
    ...(["localLoss.prior", "[1]", "no such setting"] as const),
  ],
  [
    { localLoss: { kind: "distillation", weight: 2 } },
    ...(["localLoss.weight", "2", "a number from 0 to 1"] as const),
  ],
  [
    { localLoss: { kind: "distillation", teacher: "twin" } },
    ...(["localLoss.teacher", '"twin"', "global"] as const),
  ],
  [
    { updateEncoding: { kind: "top-k", share: 0.6 } },
    ...(["updateEncoding.share", "0.6", "a number from 0.0001 to 0.5"] as const),
  ],
  [{ updateEncoding: "int8" }, "updateEncoding", '"int8"', "float32, float16, int8 or top-k"],
  [{ evaluateEvery: 0 }, "evaluateEvery", "0", "a whole number from 1 to 1000"],
  [{ evaluateEvery: undefined }, "evaluateEvery", "missing", "a whole number from 1 to 1000"],
  [{ partition: { kind: "fedsnn-dirichlet", alpha: 0 } }, "partition.alpha", "0", alpha],
  [{ partition: { kind: "dirichlet", alpha: -0.5 } }, "partition.alpha", "-0.5", alpha],
  [{ partition: { kind: "shards" } }, "partition.kind", '"shards"', "pathological or shard"],
  [{ partition: { kind: "iid", alpha: 1 } }, "partition.alpha", "1", "no such setting"],
  [
    { partition: { kind: "pathological", classesPerClient: 0 } },
    ...(["partition.classesPerClient", "0", "a whole number from 1 to 100"] as const),
  ],
  [
    { partition: { kind: "shard" } },
    ...(["partition.shardsPerClient", "missing", "a whole number from 1 to 100"] as const),
  ],
  [
    { learningRateDrops: { rounds: [40, 0], factor: 5 } },
    ...(["learningRateDrops.rounds.1", "0", "a whole number from 1 to 1000"] as const),
  ],
  [
    { learningRateDrops: { rounds: 40, factor: 5 } },
    ...(["learningRateDrops.rounds", "40", "a list, its entries a whole number from 1"] as const),
  ],
  [
    { learningRateDrops: { rounds: Array<number>(21).fill(1), factor: 5 } },
    ...(["learningRateDrops.rounds", "[1,1", "of at most 20"] as const),
  ],
  [
    { learningRateDrops: { rounds: [], factor: 0.5 } },
    ...(["learningRateDrops.factor", "0.5", "a number from 1 to 1000"] as const),
  ],
  [{ learningRateDrops: 5 }, "learningRateDrops", "5", "an object of rounds, factor"],
])("%j is refused by key, value and range", (change, key, got, allowed) => {
  const facts = refusal(() => readSettings({ ...defaultSettings, ...change }));
  expect(facts["key"]).toBe(key);
  expect(facts["got"]).toContain(got);
  expect(facts["allowed"]).toContain(allowed);
});

const small: RunSettings = {
  ...defaultSettings,
  ...{ clients: 4, samplesPerClient: 100, testSamples: 50 },
};

const buffered = { scheduler: v.parse(Scheduler, { kind: "fedbuff", bufferSize: 4 }) };

test.each<[Partial<RunSettings>, string, string]>([
  [{ participants: 5 }, "participants", "the 4 clients"],
  [{ participants: 2, minReports: 3 }, "minReports", "at most 2"],
  [{ minReports: 5 }, "minReports", "at most 4"],
  [
    { strategy: { kind: "krum", numMaliciousNodes: 0, clipNorm: null }, minReports: 2 },
    ...(["minReports", "at least 3 for krum"] as const),
  ],
  [{ batchSize: 101 }, "batchSize", "the 100 pictures"],
  [{ preset: "vgg9-baseline" }, "network", "ann, since vgg9-baseline has no spikes"],
  [{ preset: "s5-baseline", network: "snn" }, "network", "ann, since s5-baseline has no spikes"],
  [
    { localNorm: true, updateEncoding: { kind: "top-k", share: 0.1 } },
    ...(["updateEncoding.kind", "where norm layers stay"] as const),
  ],
  [{ ...buffered, clients: 3 }, "scheduler.bufferSize", "at most the 3 clients"],
  [
    { ...buffered, strategy: { kind: "fedmedian", clipNorm: null } },
    ...(["strategy.kind", "one that averages"] as const),
  ],
  [{ ...buffered, overSelect: 0.5 }, "overSelect", "0 with the scheduler fedbuff"],
  [{ ...buffered, minFraction: 0.5 }, "minFraction", "0 with the scheduler fedbuff"],
  [{ ...buffered, stragglerProbability: 0.5 }, "stragglerProbability", "0 with the scheduler"],
  [{ ...buffered, localNorm: true }, "localNorm", "false with the scheduler fedbuff"],
  [{ ...buffered, stepMode: true }, "stepMode", "false with the scheduler fedbuff"],
  [{ ...buffered, adaptWork: true }, "adaptWork", "false with the scheduler fedbuff"],
  [{ ...buffered, clients: 9, minReports: 5 }, "minReports", "the 4 of scheduler.bufferSize"],
  [
    { ...buffered, updateEncoding: { kind: "top-k", share: 0.1 } },
    ...(["updateEncoding.kind", "another one with the scheduler"] as const),
  ],
])("%j is refused whatever the dataset is", (change, key, allowed) => {
  const facts = refusal(() => readSettings({ ...small, ...change }));
  expect(facts["key"]).toBe(key);
  expect(facts["allowed"]).toContain(allowed);
});

test.each(ANN_PRESETS)("%s is read as the ANN that it is", (preset) => {
  const settings: RunSettings = { ...small, preset, network: "ann" };
  expect(readSettings(settings)).toEqual(settings);
});

const dataset = { train: { count: 400 }, test: { count: 50 }, classes: { length: 10 } };
const all = { samplesPerClient: null };

test.each<[Partial<RunSettings>]>([
  [{}],
  [all],
  [{ ...all, clients: 12 }],
  [{ ...all, clients: 40, batchSize: 4, partition: { kind: "dirichlet", alpha: 1 } }],
  [{ partition: { kind: "pathological", classesPerClient: 10 } }],
  [{ partition: { kind: "shard", shardsPerClient: 100 } }],
])("%j fits 400 pictures of 10 classes", (change) => {
  expect(() => checkSettings({ ...small, ...change }, dataset)).not.toThrow();
});

test.each<[Partial<RunSettings>, string, string]>([
  [{ samplesPerClient: 101 }, "samplesPerClient", "at most 100 with 4 clients"],
  [{ ...all, clients: 13 }, "clients", "at most 12"],
  [
    { ...all, clients: 41, batchSize: 4, partition: { kind: "dirichlet", alpha: 1 } },
    ...(["clients", "at most 40"] as const),
  ],
  [
    { ...all, clients: 41, partition: { kind: "fedsnn-dirichlet", alpha: 1 } },
    ...(["clients", "at most 12"] as const),
  ],
  [
    { ...all, clients: 13, partition: { kind: "shard", shardsPerClient: 2 } },
    ...(["clients", "at most 12"] as const),
  ],
  [
    { clients: 8, samplesPerClient: 50, partition: { kind: "shard", shardsPerClient: 51 } },
    ...(["partition.shardsPerClient", "at most 50 with 8 clients"] as const),
  ],
  [
    { partition: { kind: "pathological", classesPerClient: 11 } },
    ...(["partition.classesPerClient", "the 10 classes"] as const),
  ],
  [{ testSamples: 51 }, "testSamples", "at most 50"],
  [{ validationSamples: 400 }, "validationSamples", "less than the 400 training pictures"],
  [
    { validationSamples: 40, samplesPerClient: 91 },
    ...(["samplesPerClient", "at most 90 with 4 clients (360 training pictures)"] as const),
  ],
])("%j does not fit 400 pictures of 10 classes", (change, key, allowed) => {
  const facts = refusal(() => checkSettings({ ...small, ...change }, dataset));
  expect(facts["key"]).toBe(key);
  expect(facts["allowed"]).toContain(allowed);
});
