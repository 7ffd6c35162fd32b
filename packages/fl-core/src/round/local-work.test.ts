import { defaultSettings, type RunSettings } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { localWork } from "./local-work.ts";
import { rulesOf } from "./rules.ts";

const settings: RunSettings = {
  ...defaultSettings,
  ...{ preset: "vgg9", network: "ann", timesteps: 8, coding: "poisson", localEpochs: 5 },
  ...{ batchSize: 16, gradientNoise: 2, seed: 3, roundSeconds: 20, participants: 7 },
  ...{ stragglerProbability: 0.25, evaluateEvery: 5, stepMode: true, minReports: 2, rounds: 9 },
  learningRateDrops: { rounds: [2], factor: 10 },
  localLoss: { kind: "fedlec", calibration: 0.01, distillation: 0.2 },
  localRule: { kind: "tandem", weight: 7, teacherEpochs: 2 },
  localNorm: true,
  updateEncoding: { kind: "top-k", share: 0.02 },
};

test("local work is what the settings say, with the round's learning rate", () => {
  const { seed, ...work } = localWork(settings, { classes: 100, round: 3, shard: 1 });
  expect(work).toEqual({
    ...{ preset: "vgg9", network: "ann", timesteps: 8, coding: "poisson", classes: 100 },
    ...{ epochs: 5, batchSize: 16, samples: null, gradientNoise: 2 },
    localLoss: settings.localLoss,
    localRule: settings.localRule,
    localNorm: true,
    updateEncoding: settings.updateEncoding,
    optimizer: { ...defaultSettings.optimizer, learningRate: expect.closeTo(0.01, 12) as number },
  });
  expect(seed).toBeGreaterThanOrEqual(0);
});

test("a client may be asked for a part of its pictures", () => {
  const place = { classes: 10, round: 1, shard: 0 };
  expect(localWork(settings, { ...place, samples: 48 }).samples).toBe(48);
});

test("FedProx's mu goes with the work, and with no other strategy's", () => {
  const common = { weighting: "samples", clipNorm: null } as const;
  const strategy = { kind: "fedprox", proximalMu: 0.25, ...common } as const;
  const place = { classes: 10, round: 1, shard: 0 };
  expect(localWork({ ...settings, strategy }, place).optimizer.proximalMu).toBe(0.25);
  expect(localWork(settings, place).optimizer).not.toHaveProperty("proximalMu");
});

test("the seed is another one for each round and shard, and the same again", () => {
  const seedAt = (round: number, shard: number) =>
    localWork(settings, { classes: 10, round, shard }).seed;
  const seeds = [1, 2, 3, 4].flatMap((round) => [0, 1, 2, 3].map((shard) => seedAt(round, shard)));
  expect(new Set(seeds).size).toBe(16);
  expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31)).toBe(true);
  expect(seedAt(2, 3)).toBe(seedAt(2, 3));
});

test("the machine's rules are the settings', in milliseconds and shares", () => {
  const more = {
    sampling: "by-samples",
    overSelect: 0.3,
    minFraction: 0.8,
    patience: 4,
    minDelta: 2,
    gateDrop: 5,
    leaseSeconds: 15,
  } as const;
  expect(rulesOf({ ...settings, ...more })).toEqual({
    sampling: "by-samples",
    ...{ overSelect: 0.3, minFraction: 0.8, patience: 4, minDelta: 0.02, gateDrop: 0.05 },
    ...{ rounds: 9, participants: 7, minReports: 2, stragglerProbability: 0.25 },
    ...{ roundMs: 20_000, leaseMs: 15_000, evaluateEvery: 5, stepMode: true, seed: 3 },
    changes: [],
  });
});
