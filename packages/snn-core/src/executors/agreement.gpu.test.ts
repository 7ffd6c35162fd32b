// Two executors that share no way back: autodiff over tfjs ops, and our kernels. On models of odd
// shapes and lengths they must give the same step.

import { beforeAll, describe, expect, test } from "vitest";

import { activateBackend } from "../gpu/backend.ts";
import { initState } from "../model/init.ts";
import { stateLayout } from "../model/layout.ts";
import { preset } from "../model/presets.ts";
import type { Block, ModelSpec, Norm } from "../model/spec.ts";
import { noise, relativeError, useTestGpu } from "../testing/gpu.ts";
import { createExecutor } from "../train/create-executor.ts";
import type { Batch, Executor } from "../train/executor.ts";

beforeAll(useTestGpu);

const sgd = { kind: "sgd", learningRate: 0.1, momentum: 0.9, weightDecay: 1e-4 } as const;

function model(
  timesteps: number,
  input: readonly [number, number, number],
  blocks: Block[],
): ModelSpec {
  return { ...preset("s4", 10), name: "odd", timesteps, input, coding: "given", blocks };
}

const conv = (from: number, out: number, kernel: number, norm: Norm): Block => ({
  type: "conv",
  in: from,
  out,
  kernel,
  norm,
  activation: "lif",
});
const linear = (from: number, out: number, norm: Norm): Block => ({
  type: "linear",
  in: from,
  out,
  norm,
  activation: "lif",
});
const pool = (size: number): Block => ({ type: "avgpool", size });
const readout = (from: number, out: number): Block => ({ type: "readout", in: from, out });

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
};

const makers = [
  ["kernels", "webgpu"],
  ["kernels", "cpu"],
  ["kernels", "wasm"],
  ["reference", "webgpu"],
] as const;

describe.each(Object.entries(models))("%s", (_, spec) => {
  const batchSize = 3;
  const [c, h, w] = spec.input;
  const batch: Batch = {
    input: noise(spec.timesteps * batchSize * c * h * w, 11, -1.5, 1.5),
    repeated: false,
    labels: Int32Array.of(0, 1, 0),
  };

  test.each(makers)(
    "%s on %s give the same step as the reference on cpu",
    async (name, backend) => {
      const want = await twoSteps(
        await createExecutor({ spec, executor: "reference", backend: "cpu" }),
      );
      const got = await twoSteps(await createExecutor({ spec, executor: name, backend }));
      expect(got.spikes).toEqual(want.spikes);
      expect(relativeError(got.logits, want.logits)).toBeLessThan(1e-4);
      expect(relativeError(got.state, want.state)).toBeLessThan(1e-4);
      for (const { name: entry, offset, length } of stateLayout(spec).entries) {
        if (offset >= want.gradient.length) continue;
        const part = (values: Float32Array) => values.subarray(offset, offset + length);
        const error = relativeError(part(got.gradient), part(want.gradient));
        expect(error, entry).toBeLessThan(2e-3);
      }
      expect(relativeError(got.evaluated, want.evaluated)).toBeLessThan(1e-3);
    },
  );

  async function twoSteps(executor: Executor) {
    await activateBackend(executor.backend);
    executor.setState(initState(spec, 5));
    await executor.trainStep(batch, { ...sgd, learningRate: 0.01 });
    const { logits, spikes } = await executor.trainStep(batch, sgd);
    const gradient = await executor.lastGradient();
    const state = await executor.getState();
    const evaluated = await executor.evaluate(batch);
    const traced = await executor.trace(batch);
    expect(relativeError(traced.logits, evaluated)).toBeLessThan(1e-5);
    executor.dispose();
    const counts = spikes.map(({ block, neurons, perStep }) => ({
      block,
      neurons,
      perStep: [...perStep],
    }));
    return { logits, spikes: counts, gradient, state, evaluated };
  }
});
