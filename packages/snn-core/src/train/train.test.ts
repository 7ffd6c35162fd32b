import { beforeAll, describe, expect, test } from "vitest";

import { labelsOf } from "../data/encode.ts";
import type { LabelledImages } from "../data/shard.ts";
import { prepareNodeWasm } from "../gpu/node.ts";
import { stateLayout } from "../model/layout.ts";
import { initState } from "../model/init.ts";
import { preset } from "../model/presets.ts";
import { uniformAt } from "../random/counter.ts";
import { chooseExecutor } from "./choose-executor.ts";
import { createExecutor } from "./create-executor.ts";
import { evaluateModel } from "./evaluate.ts";
import type { Batch, Executor } from "./executor.ts";
import { traceImage } from "./trace-image.ts";
import type { TrainMetrics } from "./epochs.ts";
import { trainRound } from "./train-round.ts";

const sgd = { kind: "sgd", learningRate: 0.05, momentum: 0.9, weightDecay: 0 } as const;

/** Two classes that differ in brightness. */
function pictures(count: number): LabelledImages {
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 2);
  const pixels = Uint8Array.from(
    { length: count * 3072 },
    (_, i) => 60 + 100 * (Math.floor(i / 3072) % 2) + 60 * uniformAt(1, i),
  );
  return { count, labels, pixels };
}

/** Remembers its batches; answers with a loss that the test chooses. */
function fakeExecutor(loss = 1): Executor & { seen: Batch[] } {
  const spec = preset("s4", 10);
  const seen: Batch[] = [];
  return {
    name: "reference",
    backend: "cpu",
    spec,
    layout: stateLayout(spec),
    seen,
    setState: () => undefined,
    getState: () => Promise.resolve(new Float32Array()),
    lastGradient: () => Promise.resolve(new Float32Array()),
    trainStep: (batch) => {
      seen.push(batch);
      const spikes = [{ block: 0, neurons: 10, perStep: Float32Array.of(8, 8, 8, 8) }];
      return Promise.resolve({ loss, correct: 2, logits: new Float32Array(), spikes });
    },
    evaluate: (batch) => {
      const rows = [...labelsOf(batch)].map((label) => [0, 1].map((c) => (c === label ? 0 : 1)));
      return Promise.resolve(Float32Array.from(rows.flat()));
    },
    trace: () => Promise.reject(new Error("not used")),
    dispose: () => undefined,
  };
}

async function drain(round: ReturnType<typeof trainRound>) {
  const metrics: TrainMetrics[] = [];
  for (;;) {
    const next = await round.next();
    if (next.done) return { metrics, summary: next.value };
    metrics.push(next.value);
  }
}

describe("the local work of a round", () => {
  test("takes every picture at most once an epoch, in full batches", async () => {
    const executor = fakeExecutor();
    const options = { epochs: 2, batchSize: 4, optimizer: sgd, seed: 1 };
    const { metrics, summary } = await drain(trainRound(executor, pictures(10), options));
    expect(executor.seen.map((batch) => labelsOf(batch).length)).toEqual([4, 4, 4, 4]);
    expect(metrics.map(({ batch, batches }) => [batch, batches])).toEqual(
      [1, 2, 3, 4].map((b) => [b, 4]),
    );
    expect(summary).toMatchObject({ batches: 4, images: 16, loss: 1, accuracy: 0.5 });
    // 32 spikes of 4 pictures x 10 neurons x 4 steps
    expect(summary.spikeRates[0]).toBeCloseTo(32 / 160, 6);
  });

  test("makes one batch of a shard that is smaller than a batch", async () => {
    const executor = fakeExecutor();
    await drain(
      trainRound(executor, pictures(3), { epochs: 1, batchSize: 8, optimizer: sgd, seed: 1 }),
    );
    expect(executor.seen.map((batch) => labelsOf(batch).length)).toEqual([3]);
  });

  test("stops at the first loss that is not a number, and says so", async () => {
    const options = { epochs: 1, batchSize: 2, optimizer: sgd, seed: 1 };
    const round = drain(trainRound(fakeExecutor(NaN), pictures(4), options));
    await expect(round).rejects.toThrow("train/not-finite: the loss is NaN in batch 1");
  });
});

test("evaluation counts right answers and fills the confusion matrix by truth", async () => {
  const result = await evaluateModel(fakeExecutor(), pictures(5), { batchSize: 2, seed: 1 });
  expect(result).toMatchObject({ correct: 0, samples: 5 });
  expect([...result.confusion]).toEqual([0, 3, 2, 0]);
  expect(result.loss).toBeCloseTo(Math.log(1 + Math.E), 6);
});

test("a traced neuron keeps its words together, so step 33 is in its own second word", async () => {
  const spec = { ...preset("s4", 2), timesteps: 40 };
  const neurons = 16 * 32 * 32;
  const spikes = new Float32Array(40 * neurons);
  spikes.fill(1, 33 * neurons, 34 * neurons);
  const executor: Executor = {
    ...fakeExecutor(),
    spec,
    trace: () => Promise.resolve({ logits: Float32Array.of(1, 0), spikes: new Map([[0, spikes]]) }),
  };
  const trace = await traceImage(executor, pictures(1).pixels, 0, { sampled: 3, seed: 1 });
  expect([...trace.layers[0]!.spikes]).toEqual([0, 2, 0, 2, 0, 2]);
});

describe("real training on the processor", () => {
  const spec = preset("s4", 2);
  beforeAll(prepareNodeWasm);

  test("learns two classes in three epochs, and gives the same bytes for the same seed", async () => {
    const train = async () => {
      const executor = await createExecutor({ spec, executor: "kernels", backend: "wasm" });
      executor.setState(initState(spec, 1));
      const options = { epochs: 3, batchSize: 8, optimizer: sgd, seed: 4 };
      const { metrics } = await drain(trainRound(executor, pictures(16), options));
      return { metrics, state: await executor.getState(), executor };
    };
    const first = await train();
    const { loss: before } = first.metrics[0]!;
    expect(first.metrics.at(-1)!.loss).toBeLessThan(before);
    const trace = await traceImage(first.executor, pictures(1).pixels, 0, { sampled: 48, seed: 1 });
    expect(trace.layers.map(({ neurons }) => neurons)).toEqual([16_384, 8_192, 4_096]);
    expect(trace.layers.map(({ name }) => name)).toEqual(["conv 1", "conv 2", "conv 3"]);
    expect(trace.layers[0]!.spikes.length).toBe(48);
    expect(trace.votes.length).toBe(2);
    const second = await train();
    expect(Buffer.compare(Buffer.from(second.state.buffer), Buffer.from(first.state.buffer))).toBe(
      0,
    );
  });
});

describe("the choice of an executor", () => {
  const probe = { kind: "cpu", label: "processor", reason: "missing" } as const;

  test("is wasm where there is no WebGPU, the engine on hardware", async () => {
    const now = () => 0;
    expect(await chooseExecutor(probe, { now })).toMatchObject({
      executor: "kernels",
      backend: "wasm",
    });
    const reasonOf = async (reason: "missing" | "no-adapter") =>
      (await chooseExecutor({ ...probe, reason }, { now })).reason.kind;
    expect(await reasonOf("missing")).toBe("no-webgpu");
    expect(await reasonOf("no-adapter")).toBe("no-adapter");
    const gpu = { kind: "gpu", label: "M2", reason: "ok" } as const;
    expect(await chooseExecutor(gpu, { now })).toEqual({
      ...{ executor: "engine", backend: "webgpu" },
      ...{ reason: { kind: "hardware" }, why: "graphics hardware" },
    });
    expect(await chooseExecutor(gpu, { now, wanted: "kernels" })).toMatchObject({
      ...{ executor: "kernels", backend: "webgpu" },
    });
  });

  test("follows a person's wish, and names the choices when there is no such thing", async () => {
    const options = { wanted: "reference/cpu", now: () => 0 };
    expect(await chooseExecutor(probe, options)).toMatchObject({
      executor: "reference",
      backend: "cpu",
    });
    expect(await chooseExecutor(probe, { ...options, wanted: "reference" })).toMatchObject({
      executor: "reference",
      backend: "wasm",
    });
    expect(await chooseExecutor(probe, { ...options, wanted: "engine" })).toMatchObject({
      executor: "engine",
      backend: "webgpu",
    });
    for (const wanted of ["engines", "engine/wasm", "kernels/webgpu/2"]) {
      const choice = chooseExecutor(probe, { ...options, wanted });
      await expect(choice).rejects.toThrow("there are engine/webgpu, kernels/webgpu, kernels/wasm");
    }
  });
});

test.each(["kernels", "reference"] as const)(
  "%s refuses the optimizers that only the engine has, instead of computing another one",
  async (name) => {
    const spec = { ...preset("s4", 10), blocks: preset("s4", 10).blocks.slice(-1) };
    const flat = { ...spec, input: [64, 4, 4] as const, coding: "given" as const };
    const executor = await createExecutor({ spec: flat, executor: name, backend: "cpu" });
    executor.setState(initState(flat, 1));
    const input = new Float32Array(1024);
    const batch = { input, repeated: true, labels: Int32Array.of(0) };
    const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, learningRate: 1e-3, weightDecay: 0 };
    const refusal = expect.objectContaining({ code: "train/optimizer" }) as Error;
    await expect(executor.trainStep(batch, { kind: "adam", ...adam })).rejects.toThrow(refusal);
    await expect(executor.trainStep(batch, sgd)).resolves.toBeDefined();
    executor.dispose();
  },
);
