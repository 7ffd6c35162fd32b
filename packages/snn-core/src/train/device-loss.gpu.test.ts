// A device that goes away in the middle of training, fifty times: no wrong number comes out, each
// loss is told as such, and the next executor goes on from the same state on a new device.

import { beforeAll, expect, test } from "vitest";

import { activateBackend, gpuDevice } from "../gpu/backend.ts";
import { prepareNodeGpu } from "../gpu/node.ts";
import { initState } from "../model/init.ts";
import { uniformAt } from "../random/counter.ts";
import { conv, model, pictures, readout } from "../testing/models.ts";
import { createExecutor } from "./create-executor.ts";
import type { Executor } from "./executor.ts";

const spec = model(2, [3, 4, 4], [conv(3, 4, 3, "bntt"), readout(64, 3)], "poisson");
const images = pictures(spec, 8);
const sgd = { kind: "sgd", learningRate: 0.05, momentum: 0.9, weightDecay: 1e-4 } as const;

const LOSSES = 50;
const STEPS = 6;

beforeAll(async () => {
  if (!(await prepareNodeGpu())) throw new Error("there is no WebGPU adapter for this test run");
  await activateBackend("webgpu");
});

async function freshExecutor(): Promise<Executor> {
  const executor = await createExecutor({ spec, executor: "engine", backend: "webgpu" });
  executor.setState(initState(spec, 5));
  return executor;
}

interface Outcome {
  loss: number;
  logits: number[];
  state: number[];
}

/** Step `i` and the state behind it. */
async function step(executor: Executor, i: number): Promise<Outcome> {
  const indices = [i % 8, (3 * i + 1) % 8];
  const { loss, logits } = await executor.trainStep({ images, indices, seed: i }, sgd);
  return { loss, logits: [...logits], state: [...(await executor.getState())] };
}

/** Results of the steps that came out, and the error that ended them, if one did. */
async function train(executor: Executor, onResult: (done: number) => void = () => undefined) {
  const outcomes: Outcome[] = [];
  try {
    for (let i = 0; i < STEPS; i++) {
      onResult(i);
      outcomes.push(await step(executor, i));
    }
    return { outcomes, error: null };
  } catch (error) {
    return { outcomes, error };
  }
}

/** A moment of a training: so many steps done, and so many turns of the event loop later. */
interface Moment {
  done: number;
  turns: number;
}

const momentOf = (i: number): Moment => ({
  done: i % STEPS,
  turns: Math.floor(200 * uniformAt(17, i) ** 2),
});

/** Trains while the device is destroyed; what came out must be right, and the loss be told. */
async function lose(want: Outcome[], moment: Moment): Promise<number> {
  const executor = await freshExecutor();
  const device = gpuDevice();
  let begun = () => undefined as void;
  const reached = new Promise<void>((resolve) => (begun = resolve));
  const training = train(executor, (done) => {
    if (done === moment.done) begun();
  });
  await reached;
  for (let i = 0; i < moment.turns; i++) await new Promise((resolve) => setImmediate(resolve));
  device.destroy();
  const { outcomes, error } = await training;
  expect(outcomes).toEqual(want.slice(0, outcomes.length));
  // Destroyed only after the last result: the loss is told to whoever asks next.
  const told = error ?? (await step(executor, STEPS).catch((late: unknown) => late));
  expect(told).toMatchObject({ name: "SnnError", code: "gpu/failed" });
  return outcomes.length;
}

test("fifty losses: right results or none, and each is a gpu/failed", async () => {
  const { outcomes: want, error } = await train(await freshExecutor());
  expect(error).toBeNull();
  expect(want).toHaveLength(STEPS);
  const cameOut = new Set<number>();
  for (let i = 0; i < LOSSES; i++) cameOut.add(await lose(want, momentOf(i)));
  expect(cameOut.size).toBeGreaterThan(1);
  expect(await train(await freshExecutor())).toEqual({ outcomes: want, error: null });
});
