// Executors that share no way back: autodiff over tfjs ops, and our kernels. On models of odd
// shapes and lengths they must give the same step. The engine has its own file.

import { beforeAll, describe, test } from "vitest";

import type { ModelSpec } from "../model/spec.ts";
import { expectSame, twoSteps } from "../testing/agreement.ts";
import { dropoutModel } from "../testing/dropout-models.ts";
import { useTestGpu } from "../testing/gpu.ts";
import { conv, givenBatch, linear, model, pool, readout } from "../testing/models.ts";
import { createExecutor } from "../train/create-executor.ts";

beforeAll(useTestGpu);

const models: Record<string, ModelSpec> = {
  "one step, one pixel": model(1, [2, 1, 1], [conv(2, 3, 1, "bntt"), readout(3, 2)]),
  "shared norm over six steps": model(
    6,
    [3, 6, 6],
    [conv(3, 8, 3, "bn"), pool(2), linear(72, 9, "bn"), readout(9, 5)],
  ),
  "no norm at all": model(
    5,
    [1, 5, 5],
    [conv(1, 4, 3, null), conv(4, 4, 3, null), linear(100, 8, null), readout(8, 3)],
  ),
  "filter of five, windows of three, rows left over": model(
    7,
    [3, 10, 11],
    [conv(3, 4, 5, "bntt"), pool(3), conv(4, 6, 3, "bntt"), readout(54, 4)],
  ),
  "pool first, pool twice": model(
    3,
    [4, 9, 9],
    [pool(2), conv(4, 5, 3, "bntt"), pool(2), pool(2), readout(5, 3)],
  ),
  "forty steps": model(
    40,
    [3, 6, 6],
    [conv(3, 4, 3, "bntt"), conv(4, 4, 3, "bntt"), pool(2), linear(36, 7, "bntt"), readout(7, 4)],
  ),
  "ReLU with dropout": dropoutModel(),
};

const makers = [
  ["kernels", "webgpu"],
  ["kernels", "cpu"],
  ["kernels", "wasm"],
  ["reference", "webgpu"],
] as const;

describe.each(Object.entries(models))("%s", (_, spec) => {
  const batch = givenBatch(spec, 3);

  test.each(makers)(
    "%s on %s give the same step as the reference on cpu",
    async (executor, backend) => {
      const oracle = await createExecutor({ spec, executor: "reference", backend: "cpu" });
      const want = await twoSteps(oracle, batch);
      const got = await twoSteps(await createExecutor({ spec, executor, backend }), batch);
      expectSame(spec, got, want);
    },
  );
});
