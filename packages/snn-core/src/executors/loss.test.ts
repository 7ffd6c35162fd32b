// Every loss on the executors of the processor: the hand-made gradient against autodiff over the
// same formula in tfjs ops.

import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";

import { prepareNodeWasm } from "../gpu/node.ts";
import { initState } from "../model/init.ts";
import { expectSame, twoSteps } from "../testing/agreement.ts";
import { lossesFor, withTeacher } from "../testing/losses.ts";
import { conv, givenBatch, linear, model, pool, readout } from "../testing/models.ts";
import { createExecutor } from "../train/create-executor.ts";

const classes = 5;
const spec = model(
  3,
  [3, 6, 6],
  [conv(3, 8, 3, "bntt"), pool(2), linear(72, 9, "bn"), readout(9, classes)],
);
const batch = { ...givenBatch(spec, 4), labels: Int32Array.of(0, 1, 1, 0) };
const sgd = { kind: "sgd", learningRate: 0.1, momentum: 0.9, weightDecay: 1e-4 } as const;
const makers = [
  ["kernels", "cpu"],
  ["kernels", "wasm"],
  ["reference", "wasm"],
] as const;

beforeAll(prepareNodeWasm);

describe.each(lossesFor(classes))("$kind", (options) => {
  const loss = withTeacher(options, 4, classes);

  test.each(makers)("%s on %s gives autodiff's step", async (executor, backend) => {
    const oracle = await createExecutor({ spec, executor: "reference", backend: "cpu" });
    const want = await twoSteps(oracle, batch, loss);
    const got = await twoSteps(await createExecutor({ spec, executor, backend }), batch, loss);
    expectSame(spec, got, want);
  });

  test("is another step than cross entropy's", async () => {
    const make = () => createExecutor({ spec, executor: "kernels", backend: "cpu" });
    const plain = await twoSteps(await make(), batch);
    const got = await twoSteps(await make(), batch, loss);
    expect(Math.abs(got.loss - plain.loss)).toBeGreaterThan(0.05);
    expect(got.gradient).not.toEqual(plain.gradient);
  });

  test.each(makers)("%s on %s refuses it without a teacher, before any work", async (...on) => {
    const [name, backend] = on;
    const executor = await createExecutor({ spec, executor: name, backend });
    const start = initState(spec, 1);
    executor.setState(start);
    const refused = executor.trainStep(batch, sgd, { options, teacher: null });
    await expect(refused).rejects.toThrow("train/loss");
    expect(await executor.getState()).toEqual(start);
    executor.dispose();
  });
});

test.each(makers)(
  "%s on %s: cross entropy by name is the step without a name, bit for bit",
  async (...on) => {
    const [executor, backend] = on;
    const make = () => createExecutor({ spec, executor, backend });
    const named = { options: { kind: "cross-entropy" }, teacher: null } as const;
    expect(await twoSteps(await make(), batch, named)).toEqual(await twoSteps(await make(), batch));
  },
);

test.each(makers)("%s on %s frees what a step with a loss needs", async (name, backend) => {
  const executor = await createExecutor({ spec, executor: name, backend });
  const before = tf.memory().numTensors;
  executor.setState(initState(spec, 1));
  for (const options of [...lossesFor(classes), { kind: "cross-entropy" } as const]) {
    await executor.trainStep(batch, sgd, withTeacher(options, 4, classes));
    expect(tf.memory().numTensors).toBe(before + 4);
  }
  executor.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
