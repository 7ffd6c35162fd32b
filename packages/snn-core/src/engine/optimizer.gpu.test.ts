// Three updates of each optimizer against its equations in double precision, fed with the
// gradients that the engine had.

import { beforeAll, describe, expect, test } from "vitest";

import { initState } from "../model/init.ts";
import type { AdamOptions, OptimizerOptions, SgdOptions } from "../model/spec.ts";
import { expectNoProblems, testDevice } from "../testing/device.ts";
import { relativeError } from "../testing/gpu.ts";
import { conv, givenBatch, model, readout } from "../testing/models.ts";
import { createEngine, type Engine } from "./engine.ts";

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});

const spec = model(2, [3, 4, 4], [conv(3, 5, 3, "bntt"), readout(80, 3)]);
const batch = givenBatch(spec, 4);

const sgd: SgdOptions = { kind: "sgd", learningRate: 0.1, momentum: 0.9, weightDecay: 0.01 };
const adam: AdamOptions = {
  kind: "adam",
  learningRate: 0.02,
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-4,
  weightDecay: 0.01,
};
const proximalMu = 0.3;

/** One parameter vector and what its optimizer remembers of it. */
interface Memory {
  parameters: number[];
  anchor: readonly number[];
  first: number[];
  second: number[];
  steps: number;
}

function begin(state: ArrayLike<number>, trainable: number): Memory {
  const parameters = Array.from(state).slice(0, trainable);
  const zeros = () => parameters.map(() => 0);
  return { parameters, anchor: [...parameters], first: zeros(), second: zeros(), steps: 0 };
}

/** The equations of `model/spec.ts`, in double precision. */
function move(memory: Memory, gradient: ArrayLike<number>, options: OptimizerOptions): void {
  const { parameters, anchor, first, second } = memory;
  const t = (memory.steps += 1);
  parameters.forEach((p, i) => {
    const { learningRate, weightDecay, proximalMu: mu = 0 } = options;
    const g = gradient[i]! + weightDecay * p + mu * (p - anchor[i]!);
    if (options.kind === "sgd") {
      first[i] = options.momentum * first[i]! + g;
      parameters[i] = p - learningRate * first[i];
      return;
    }
    const { beta1, beta2, epsilon } = options;
    first[i] = beta1 * first[i]! + (1 - beta1) * g;
    second[i] = beta2 * second[i]! + (1 - beta2) * g * g;
    const [m, s] = [first[i] / (1 - beta1 ** t), second[i] / (1 - beta2 ** t)];
    parameters[i] = p - (learningRate * m) / (Math.sqrt(s) + epsilon);
  });
}

const start = initState(spec, 5);

function freshEngine(): { engine: Engine; memory: Memory } {
  expectNoProblems(device);
  const engine = createEngine({ spec, device });
  engine.setState(start);
  return { engine, memory: begin(start, engine.layout.trainable) };
}

/** One step on both sides; the parameters must agree after it. */
async function stepBoth(engine: Engine, memory: Memory, options: OptimizerOptions): Promise<void> {
  await engine.trainStep(batch, options);
  move(memory, await engine.lastGradient(), options);
  const state = await engine.getState();
  const got = state.subarray(0, engine.layout.trainable);
  expect(relativeError(got, memory.parameters)).toBeLessThan(2e-6);
}

const optimizers: Record<string, OptimizerOptions> = {
  SGD: sgd,
  "SGD without momentum or decay": { ...sgd, momentum: 0, weightDecay: 0 },
  FedProx: { ...sgd, proximalMu },
  Adam: adam,
  "Adam with FedProx": { ...adam, proximalMu },
};

describe.each(Object.entries(optimizers))("%s", (_, options) => {
  test("moves the parameters as its equations say, three times", async () => {
    const { engine, memory } = freshEngine();
    for (let i = 0; i < 3; i++) await stepBoth(engine, memory, options);
    engine.dispose();
  });

  test("forgets its momentum, and moves its anchor, when a state is set", async () => {
    const { engine, memory } = freshEngine();
    for (let i = 0; i < 2; i++) await stepBoth(engine, memory, options);
    const moved = await engine.getState();
    engine.setState(moved);
    const next = begin(moved, engine.layout.trainable);
    for (let i = 0; i < 2; i++) await stepBoth(engine, next, options);
    engine.dispose();
  });
});

test("the anchor is the state set last, also where steps without FedProx came between", async () => {
  const { engine, memory } = freshEngine();
  await stepBoth(engine, memory, sgd);
  await stepBoth(engine, memory, { ...sgd, proximalMu });
  engine.setState(start);
  const again = begin(start, engine.layout.trainable);
  await stepBoth(engine, again, sgd);
  await stepBoth(engine, again, { ...sgd, proximalMu: 2 * proximalMu });
  engine.dispose();
});

test("a learning rate may change from step to step; a refused batch is no step of Adam's", async () => {
  const { engine, memory } = freshEngine();
  await stepBoth(engine, memory, adam);
  const bad = { ...batch, input: batch.input.subarray(1) };
  await expect(engine.trainStep(bad, adam)).rejects.toThrow("data/batch");
  await stepBoth(engine, memory, { ...adam, learningRate: 0.001 });
  engine.dispose();
});

test("running statistics are no parameters: no optimizer moves them", async () => {
  const results = [];
  for (const options of [sgd, { ...adam, proximalMu }]) {
    const { engine } = freshEngine();
    await engine.trainStep(batch, options);
    results.push((await engine.getState()).slice(engine.layout.trainable));
    engine.dispose();
  }
  expect(results[0]).toEqual(results[1]);
  expect(results[0]).not.toEqual(start.slice(start.length - results[0]!.length));
});
