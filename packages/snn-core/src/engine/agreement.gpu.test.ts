// The engine against autodiff over tfjs ops: models of odd shapes and lengths, floats and bytes.

import { beforeAll, test } from "vitest";

import type { ModelSpec } from "../model/spec.ts";
import { annTwin } from "../model/twin.ts";
import { expectSame, twoSteps } from "../testing/agreement.ts";
import { dropoutModel } from "../testing/dropout-models.ts";
import { useTestGpu } from "../testing/gpu.ts";
import { conv, givenBatch, linear, model, pictures, pool, readout } from "../testing/models.ts";
import { createExecutor } from "../train/create-executor.ts";
import type { Batch } from "../train/executor.ts";

beforeAll(useTestGpu);

async function agree(spec: ModelSpec, batch: Batch): Promise<void> {
  const oracle = await createExecutor({ spec, executor: "reference", backend: "cpu" });
  const want = await twoSteps(oracle, batch);
  const engine = await createExecutor({ spec, executor: "engine", backend: "webgpu" });
  expectSame(spec, await twoSteps(engine, batch), want);
}

const spiking: Record<string, [ModelSpec, number]> = {
  "one step, one pixel": [model(1, [2, 1, 1], [conv(2, 3, 1, "bntt"), readout(3, 2)]), 3],
  "one norm for all steps": [
    model(6, [3, 6, 6], [conv(3, 8, 3, "bn"), pool(2), linear(72, 9, "bn"), readout(9, 5)]),
    3,
  ],
  "no norm, one picture": [
    model(
      5,
      [1, 5, 5],
      [conv(1, 4, 3, null), conv(4, 4, 3, null), linear(100, 8, null), readout(8, 3)],
    ),
    1,
  ],
  "filter of five, windows of three, rows left over": [
    model(4, [3, 10, 11], [conv(3, 4, 5, "bntt"), pool(3), conv(4, 6, 3, "bntt"), readout(54, 4)]),
    3,
  ],
  "pool first, pool twice": [
    model(3, [4, 9, 9], [pool(2), conv(4, 5, 3, "bntt"), pool(2), pool(2), readout(5, 3)]),
    3,
  ],
  "even filter, linear behind a map and behind another, a hundred classes": [
    model(
      3,
      [5, 5, 4],
      [conv(5, 6, 2, "bntt"), linear(120, 10, "bntt"), linear(10, 7, "bn"), readout(7, 100)],
    ),
    4,
  ],
  "readout only": [model(3, [3, 4, 5], [readout(60, 7)]), 2],
  "pool and readout only": [model(2, [3, 5, 5], [pool(2), readout(12, 3)]), 2],
};

test.each(Object.entries(spiking))("%s", async (_, [spec, count]) => {
  await agree(spec, givenBatch(spec, count));
});

const long: Record<string, ModelSpec> = {
  "32 steps": model(32, [2, 3, 3], [conv(2, 3, 1, "bn"), readout(27, 3)]),
  "33 steps": model(33, [2, 4, 4], [conv(2, 3, 1, null), pool(2), readout(12, 3)]),
  "40 steps": model(40, [2, 3, 3], [linear(18, 3, null), linear(3, 4, null), readout(4, 3)]),
};

test.each(Object.entries(long))("%s", async (_, spec) => {
  await agree(spec, givenBatch(spec, 2));
});

const fromBytes: Record<string, ModelSpec> = {
  "direct coding": model(4, [3, 6, 5], [conv(3, 5, 3, "bntt"), readout(150, 4)], "direct"),
  "direct coding, pool first": model(
    3,
    [3, 7, 7],
    [pool(3), conv(3, 4, 3, "bn"), readout(16, 4)],
    "direct",
  ),
  "Poisson coding": model(5, [3, 6, 5], [conv(3, 5, 3, "bntt"), readout(150, 4)], "poisson"),
  "Poisson coding, pool first, 17 steps": model(
    17,
    [3, 7, 7],
    [pool(2), conv(3, 4, 2, null), readout(36, 4)],
    "poisson",
  ),
  "Poisson coding, readout only": model(20, [3, 4, 4], [readout(48, 3)], "poisson"),
};

test.each(Object.entries(fromBytes))("%s from bytes", async (_, spec) => {
  await agree(spec, { images: pictures(spec, 6), indices: [4, 0, 5], seed: 9 });
});

const relu: Record<string, ModelSpec> = {
  "ReLU twin with pools": model(
    1,
    [3, 8, 7],
    [
      conv(3, 5, 3, "bntt"),
      pool(2),
      conv(5, 6, 3, "bntt"),
      pool(3),
      linear(6, 9, "bntt"),
      readout(9, 4),
    ],
  ),
  "ReLU twin without pools or norms": model(
    1,
    [3, 5, 5],
    [conv(3, 5, 3, null), linear(125, 6, null), readout(6, 4)],
  ),
};

test.each(Object.entries(relu))("%s", async (_, spec) => {
  await agree(annTwin(spec), givenBatch(annTwin(spec), 3));
});

test("ReLU with dropout from bytes", async () => {
  const spec = dropoutModel("direct");
  await agree(spec, { images: pictures(spec, 6), indices: [4, 0, 5], seed: 4_000_000_007 });
});
