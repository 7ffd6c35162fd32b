// A batch cut into chunks, because a buffer may not be larger: the same step as in one piece, also
// where neighbouring layers are cut at different images.

import { beforeAll, expect, test } from "vitest";

import type { ModelSpec } from "../model/spec.ts";
import { expectNoProblems, testDevice } from "../testing/device.ts";
import { expectSameStep, oneStep } from "../testing/engine.ts";
import {
  conv,
  dropped,
  givenBatch,
  linear,
  model,
  pictures,
  pool,
  readout,
} from "../testing/models.ts";
import type { Batch } from "../train/executor.ts";
import { inputKind } from "./batch.ts";
import { deviceLayout } from "./parameters.ts";
import { type InputKind, networkOf } from "./plan/network.ts";
import { plainTuning } from "./plan/tuning.ts";
import { planStep } from "./trainer.ts";

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});

/** Few pieces, so that partial sums are not what needs most; short runs compile sooner. */
const tuning = {
  ...plainTuning,
  tileConv: { ...plainTuning.tileConv, run: 2 },
  inputGradient: { ...plainTuning.inputGradient, run: 2 },
  inputGradientFew: { ...plainTuning.inputGradient, run: 2 },
  weightGradient: { ...plainTuning.weightGradient, threads: 1 },
  weightGradientFew: { ...plainTuning.weightGradient, threads: 1 },
};

const spiking = (norm: "bntt" | "bn" | null): ModelSpec =>
  model(
    4,
    [3, 8, 8],
    [conv(3, 12, 3, norm), conv(12, 8, 3, norm), pool(2), linear(128, 9, norm), readout(9, 5)],
    "poisson",
  );

function planOf(spec: ModelSpec, kind: InputKind, batch: number, split: Split) {
  const network = networkOf(spec, kind);
  const world = { layout: deviceLayout(network), tuning, memoryBudget: split.budget };
  return planStep(world, network, batch, limitsOf(split)).plan;
}

interface Split {
  /** Of one buffer. */
  bytes: number;
  /** Too little to keep every sum for the way back. */
  budget: number;
}

const limitsOf = ({ bytes }: Split) => ({
  maxStorageBufferBindingSize: bytes,
  maxBufferSize: bytes,
});

async function expectSameSplit(spec: ModelSpec, batch: Batch, split: Split): Promise<void> {
  expectNoProblems(device);
  const plan = planOf(spec, inputKind(spec, batch), 7, split);
  expect(plan.layers.some(({ isKept }) => !isKept)).toBe(true);
  expect(plan.layers[0]!.chunks.length).toBeGreaterThan(1);
  const want = await oneStep({ spec, device, tuning }, batch);
  const options = { spec, device, tuning, limits: limitsOf(split), memoryBudget: split.budget };
  expectSameStep(await oneStep(options, batch), want);
}

test.each(["bntt", "bn", null] as const)("spiking layers, norm %s", async (norm) => {
  const spec = spiking(norm);
  const split = { bytes: 30_000, budget: 300_000 };
  const sizes = planOf(spec, "poisson", 7, split).layers.map(({ chunks }) =>
    chunks.map(({ count }) => count),
  );
  expect(sizes).toEqual([[2, 2, 2, 1], [3, 3, 1], [7]]);
  const images = pictures(spec, 9);
  await expectSameSplit(spec, { images, indices: [8, 1, 0, 5, 4, 2, 7], seed: 3 }, split);
});

test("an input that repeats; sums kept or computed again, not a bit differs", async () => {
  const spec = spiking("bntt");
  const { input, labels } = givenBatch({ ...spec, timesteps: 1 }, 7);
  const batch = { input, labels, repeated: true };
  const split = { bytes: 30_000, budget: 255_000 };
  await expectSameSplit(spec, batch, split);
  const options = { spec, device, tuning, limits: limitsOf(split) };
  const kept = await oneStep(options, batch);
  const again = await oneStep({ ...options, memoryBudget: split.budget }, batch);
  expect(again.usage.bytes).toBeLessThan(kept.usage.bytes);
  expect(again.state).toEqual(kept.state);
});

test.each([0, 0.4])("ReLU layers, dropout %d", async (rate) => {
  const first = dropped(conv(3, 12, 3, "bn", "relu"), rate);
  const second = dropped(conv(12, 8, 3, "bn", "relu"), rate);
  const spec = model(1, [3, 8, 8], [first, pool(2), second, readout(128, 5)]);
  await expectSameSplit(spec, givenBatch(spec, 7), { bytes: 13_000, budget: 91_000 });
});
