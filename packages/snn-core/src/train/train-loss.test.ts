// Rounds with a loss of their own: what reaches each step, and that the teacher is the round's model.

import { beforeAll, describe, expect, test } from "vitest";

import { labelsOf } from "../data/encode.ts";
import type { LabelledImages } from "../data/shard.ts";
import { prepareNodeWasm } from "../gpu/node.ts";
import { initState } from "../model/init.ts";
import { conv, model, pictures, pool, readout } from "../testing/models.ts";
import { lossFor, type LossChoice } from "./choose-loss.ts";
import { createExecutor } from "./create-executor.ts";
import type { Executor, PickedBatch } from "./executor.ts";
import type { StepLoss } from "./loss-options.ts";
import { teacherLogits } from "./teacher.ts";
import { trainRound, type TrainOptions } from "./train-round.ts";

const classes = 4;
const spec = model(2, [3, 6, 6], [conv(3, 4, 3, "bntt"), pool(2), readout(36, classes)], "direct");
const images: LabelledImages = {
  ...pictures(spec, 7),
  labels: Uint8Array.of(0, 1, 1, 0, 1, 1, 1),
};
const sgd = { kind: "sgd", learningRate: 0.5, momentum: 0.9, weightDecay: 0 } as const;
const work: TrainOptions = { epochs: 2, batchSize: 3, optimizer: sgd, seed: 4 };
const fedlec = { kind: "fedlec", calibration: 0.005, distillation: 0.1 } as const;
const taught = {
  kind: "distillation",
  weight: 0.5,
  temperature: 2,
  teacher: "global",
  teacherEpochs: 1,
} as const;

beforeAll(prepareNodeWasm);

test("FedLEC's prior is the share of each class among the client's own pictures", () => {
  expect(lossFor(fedlec, Uint8Array.of(2, 0, 2, 2), 4)).toEqual({
    ...fedlec,
    prior: [0.25, 0, 0.75, 0],
  });
  expect(lossFor(taught, images.labels, 4)).toEqual({
    ...{ kind: "distillation", weight: 0.5, temperature: 2 },
  });
});

/** An executor on wasm that remembers what its steps and evaluations were asked. */
async function watched() {
  const executor = await createExecutor({ spec, executor: "kernels", backend: "wasm" });
  executor.setState(initState(spec, 1));
  const steps: { indices: number[]; loss: StepLoss | undefined }[] = [];
  const judged: number[] = [];
  const watching: Executor = {
    ...executor,
    trainStep: (batch, optimizer, ...loss) => {
      steps.push({ indices: Array.from((batch as PickedBatch).indices), loss: loss[0] });
      return executor.trainStep(batch, optimizer, ...loss);
    },
    evaluate: (batch) => {
      judged.push(labelsOf(batch).length);
      return executor.evaluate(batch);
    },
  };
  return { executor: watching, steps, judged };
}

async function drain<Y, R>(generator: AsyncGenerator<Y, R>) {
  const yielded: Y[] = [];
  for (;;) {
    const next = await generator.next();
    if (next.done) return { yielded, value: next.value };
    yielded.push(next.value);
  }
}

describe.each<LossChoice>([fedlec, taught])("$kind", (localLoss) => {
  test("compares every batch with what the round's model said before the first step", async () => {
    const { executor, steps, judged } = await watched();
    const everything = { images, indices: [0, 1, 2, 3, 4, 5, 6], seed: 0 };
    const before = await executor.evaluate(everything);
    const start = await executor.getState();
    judged.length = 0;
    await drain(trainRound(executor, images, { ...work, localLoss }));
    expect(judged).toEqual([3, 3, 1]);
    expect(await executor.getState()).not.toEqual(start);
    expect(steps).toHaveLength(4);
    for (const { indices, loss } of steps) {
      expect(loss!.options).toEqual(lossFor(localLoss, images.labels, classes));
      indices.forEach((index, b) => {
        const row = (values: Float32Array, at: number) => [...values.subarray(4 * at, 4 * at + 4)];
        row(before, index).forEach((logit, c) => {
          expect(row(loss!.teacher!, b)[c]).toBeCloseTo(logit, 5);
        });
      });
    }
  });

  test("with logits made before, the round is the same to the bit", async () => {
    const rounds = [async () => undefined, teachFirst].map(async (first) => {
      const { executor, judged } = await watched();
      const logits = await first(executor, localLoss);
      const taught = logits && { logits, twin: null };
      judged.length = 0;
      await drain(
        trainRound(executor, images, { ...work, localLoss, taught: taught ?? undefined }),
      );
      return { state: await executor.getState(), judged: judged.length };
    });
    const [made, brought] = await Promise.all(rounds);
    expect(brought!.state).toEqual(made!.state);
    expect([made!.judged, brought!.judged]).toEqual([3, 0]);
  });
});

async function teachFirst(executor: Executor, localLoss: LossChoice) {
  const { yielded, value } = await drain(teacherLogits(executor, images, { ...work, localLoss }));
  expect(yielded).toEqual([3, 6, 7]);
  expect(value).toHaveLength(28);
  return value;
}

test("cross entropy asks no teacher, and its steps are those without a loss", async () => {
  for (const localLoss of [undefined, { kind: "cross-entropy" } as const]) {
    const { executor, steps, judged } = await watched();
    await drain(trainRound(executor, images, { ...work, localLoss }));
    expect(judged).toEqual([]);
    expect(steps.every(({ loss }) => loss === undefined)).toBe(true);
  }
});

test("FedLEC asks no teacher where at most one class is missing", async () => {
  const { executor, judged } = await watched();
  const most = { ...images, labels: Uint8Array.of(0, 1, 2, 0, 1, 2, 1) };
  await drain(trainRound(executor, most, { ...work, localLoss: fedlec }));
  expect(judged).toEqual([]);
});

test("a teacher of other pictures is refused", async () => {
  const { executor } = await watched();
  const shown = { logits: new Float32Array(24), twin: null };
  const round = drain(trainRound(executor, images, { ...work, localLoss: taught, taught: shown }));
  await expect(round).rejects.toThrow("a teacher with 24 logits for 7 pictures of 4 classes");
});

test("a student that imitates ends nearer to the round's model than one that does not", async () => {
  const distance = async (localLoss: LossChoice) => {
    const { executor } = await watched();
    const all = { images, indices: [0, 1, 2, 3, 4, 5, 6], seed: 0 };
    const before = await executor.evaluate(all);
    await drain(trainRound(executor, images, { ...work, epochs: 4, localLoss }));
    const after = await executor.evaluate(all);
    return after.reduce((sum, z, i) => sum + (z - before[i]!) ** 2, 0);
  };
  const imitating = await distance({ ...taught, weight: 1 });
  expect(imitating).toBeLessThan(0.5 * (await distance({ kind: "cross-entropy" })));
});
