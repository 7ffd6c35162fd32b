// Every loss on webgpu: the engine in two submits, kernels with a read-back in between, both against
// autodiff over the same formula on the processor.

import { beforeAll, describe, expect, test } from "vitest";

import { initState } from "../model/init.ts";
import { expectSame, twoSteps } from "../testing/agreement.ts";
import { useTestGpu } from "../testing/gpu.ts";
import { lossesFor, withTeacher } from "../testing/losses.ts";
import { conv, givenBatch, linear, model, pictures, pool, readout } from "../testing/models.ts";
import { createExecutor } from "../train/create-executor.ts";
import type { Batch } from "../train/executor.ts";

beforeAll(useTestGpu);

const sgd = { kind: "sgd", learningRate: 0.1, momentum: 0.9, weightDecay: 1e-4 } as const;
/** Five classes are padded to eight on the device. */
const classes = 5;
const given = model(
  3,
  [3, 6, 6],
  [conv(3, 8, 3, "bntt"), pool(2), linear(72, 9, "bn"), readout(9, classes)],
);
const shown = model(4, [3, 6, 5], [conv(3, 5, 3, "bntt"), readout(150, classes)], "direct");
const bare = model(3, [3, 4, 5], [readout(60, classes)]);
const picked = { ...pictures(shown, 6), labels: Uint8Array.of(0, 1, 1, 0, 1, 0) };
const labels = Int32Array.of(0, 1, 1);

const models: [string, typeof given, Batch][] = [
  ["floats", given, { ...givenBatch(given, 3), labels }],
  ["bytes on the GPU", shown, { images: picked, indices: [4, 0, 5], seed: 9 }],
  ["a readout alone", bare, { ...givenBatch(bare, 3), labels }],
];

describe.each(lossesFor(classes))("$kind", (options) => {
  const loss = withTeacher(options, 3, classes);

  test.each(models)("the engine gives autodiff's step on %s", async (_, spec, batch) => {
    const oracle = await createExecutor({ spec, executor: "reference", backend: "cpu" });
    const want = await twoSteps(oracle, batch, loss);
    const engine = await createExecutor({ spec, executor: "engine", backend: "webgpu" });
    expectSame(spec, await twoSteps(engine, batch, loss), want);
  });

  test.each(["kernels", "reference"] as const)("%s does, on webgpu", async (executor) => {
    const [, spec, batch] = models[0]!;
    const oracle = await createExecutor({ spec, executor: "reference", backend: "cpu" });
    const want = await twoSteps(oracle, batch, loss);
    const got = await createExecutor({ spec, executor, backend: "webgpu" });
    expectSame(spec, await twoSteps(got, batch, loss), want);
  });

  test("the engine refuses it without a teacher, before any work", async () => {
    const [, spec, batch] = models[0]!;
    const engine = await createExecutor({ spec, executor: "engine", backend: "webgpu" });
    const start = initState(spec, 1);
    engine.setState(start);
    const refused = engine.trainStep(batch, sgd, { options, teacher: null });
    await expect(refused).rejects.toThrow("train/loss");
    expect(await engine.getState()).toEqual(start);
    engine.dispose();
  });
});

test("a step with a loss leaves nothing behind for the next one without", async () => {
  const [, spec, batch] = models[0]!;
  const engine = await createExecutor({ spec, executor: "engine", backend: "webgpu" });
  const step = async (first: boolean) => {
    engine.setState(initState(spec, 1));
    const [options] = lossesFor(classes);
    if (first) await engine.trainStep(batch, sgd, withTeacher(options!, 3, classes));
    engine.setState(initState(spec, 1));
    const { loss } = await engine.trainStep(batch, sgd);
    return { loss, state: await engine.getState() };
  };
  expect(await step(true)).toEqual(await step(false));
  engine.dispose();
});
