// Dropout on the executors of the processor: autodiff over a masked net is the oracle.

import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";

import { prepareNodeWasm } from "../gpu/node.ts";
import { initState } from "../model/init.ts";
import type { ModelSpec } from "../model/spec.ts";
import { expectSame, twoSteps } from "../testing/agreement.ts";
import { dropoutModel } from "../testing/dropout-models.ts";
import { givenBatch, pictures } from "../testing/models.ts";
import { expectSlopes } from "../testing/slopes.ts";
import { createExecutor } from "../train/create-executor.ts";

const spec = dropoutModel();
const batch = givenBatch(spec, 5);
const still = { kind: "sgd", learningRate: 0, momentum: 0, weightDecay: 0 } as const;
const without: ModelSpec = {
  ...spec,
  blocks: spec.blocks.map((block) => ("dropout" in block ? { ...block, dropout: 0 } : block)),
};
const makers = [
  ["kernels", "cpu"],
  ["kernels", "wasm"],
  ["reference", "wasm"],
  ["reference", "cpu"],
] as const;

beforeAll(prepareNodeWasm);

describe.each(makers)("%s on %s", (executor, backend) => {
  const make = (of = spec) => createExecutor({ spec: of, executor, backend });

  test("gives autodiff's step, from floats and from pictures", async () => {
    for (const coding of ["given", "direct"] as const) {
      const own = dropoutModel(coding);
      const picked = { images: pictures(own, 7), indices: [6, 0, 3, 2], seed: 4_000_000_007 };
      const given = coding === "given" ? batch : picked;
      const oracle = await createExecutor({ spec: own, executor: "reference", backend: "cpu" });
      const want = await twoSteps(oracle, given);
      expectSame(own, await twoSteps(await make(own), given), want);
    }
  });

  test("is the same step for the same seed, another one for another", async () => {
    const gradientAt = async (seed: number) => {
      const made = await make();
      made.setState(initState(spec, 5));
      await made.trainStep({ ...batch, seed }, still);
      const gradient = await made.lastGradient();
      made.dispose();
      return [...gradient];
    };
    expect(await gradientAt(3)).toEqual(await gradientAt(3));
    expect(await gradientAt(3)).not.toEqual(await gradientAt(4));
  });

  test("judges as if there were no dropout", async () => {
    const judged = async (of: ModelSpec) => {
      const made = await make(of);
      made.setState(initState(of, 5));
      const logits = await made.evaluate(batch);
      made.dispose();
      return logits;
    };
    expect(await judged(spec)).toEqual(await judged(without));
  });

  test("refuses a batch without a seed, before any work", async () => {
    const made = await make();
    const start = initState(spec, 1);
    made.setState(start);
    const { input, repeated, labels } = batch;
    const refused = made.trainStep({ input, repeated, labels }, still);
    await expect(refused).rejects.toThrow("data/batch: odd has dropout and the batch no seed");
    expect(await made.getState()).toEqual(start);
    made.dispose();
  });

  test("frees the masks", async () => {
    const made = await make();
    made.setState(initState(spec, 1));
    await made.trainStep(batch, still);
    const before = tf.memory().numTensors;
    await made.trainStep(batch, still);
    expect(tf.memory().numTensors).toBe(before);
    made.dispose();
  });
});

test("the gradient is the loss's slope while the masks stay", async () => {
  const executor = await createExecutor({ spec, executor: "kernels", backend: "cpu" });
  await expectSlopes(executor, batch, () => true);
});
