// The engine's gradient against nothing but its own loss: central differences. Only parameters on
// which the loss depends smoothly: all of the ReLU twin's (its kinks are rarely crossed by so small
// a step), and the readout of a spiking model.

import { beforeAll, expect, test } from "vitest";

import { judge } from "../train/judge.ts";
import { initState } from "../model/init.ts";
import { stateLayout } from "../model/layout.ts";
import type { ModelSpec } from "../model/spec.ts";
import { annTwin } from "../model/twin.ts";
import { expectNoProblems, testDevice } from "../testing/device.ts";
import { conv, givenBatch, linear, model, pool, readout } from "../testing/models.ts";
import type { EncodedBatch } from "../train/executor.ts";
import { createEngine, type Engine } from "./engine.ts";

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});

const still = { kind: "sgd", learningRate: 0, momentum: 0, weightDecay: 0 } as const;

/** Loss in double precision from the logits of a training pass. */
async function lossAt(engine: Engine, state: Float32Array, batch: EncodedBatch): Promise<number> {
  engine.setState(state);
  return judge((await engine.trainStep(batch, still)).logits, batch.labels).loss;
}

/** Slope of the loss along `direction`, a unit vector over part of the parameters. */
async function slope(
  engine: Engine,
  start: Float32Array,
  batch: EncodedBatch,
  { offset, direction, step }: { offset: number; direction: Float64Array; step: number },
): Promise<number> {
  const moved = (sign: number) => {
    const state = start.slice();
    direction.forEach((d, i) => (state[offset + i]! += sign * step * d));
    return state;
  };
  const ahead = await lossAt(engine, moved(1), batch);
  return (ahead - (await lossAt(engine, moved(-1), batch))) / (2 * step);
}

/** Along the gradient of each tensor the slope is its length; along its largest value, that. */
async function expectSlopes(spec: ModelSpec, isSmooth: (name: string) => boolean): Promise<void> {
  expectNoProblems(device);
  const engine = createEngine({ spec, device });
  const batch = givenBatch(spec, 6);
  const start = initState(spec, 5);
  await lossAt(engine, start, batch);
  const gradient = await engine.lastGradient();
  for (const { name, offset, length } of stateLayout(spec).entries) {
    if (offset >= gradient.length || !isSmooth(name)) continue;
    const own = Float64Array.from(gradient.subarray(offset, offset + length));
    const size = Math.hypot(...own);
    expect(size, name).toBeGreaterThan(1e-3);
    const largest = own.reduce((best, g, i) => (Math.abs(g) > Math.abs(own[best]!) ? i : best), 0);
    const directions = [own.map((g) => g / size), own.map((_, i) => (i === largest ? 1 : 0))];
    for (const [i, direction] of directions.entries()) {
      const got = await slope(engine, start, batch, { offset, direction, step: 2e-3 });
      const want = i === 0 ? size : own[largest]!;
      expect(Math.abs(got - want) / Math.abs(want), `${name} ${i}`).toBeLessThan(0.02);
    }
  }
  engine.dispose();
}

test("every parameter of the ReLU twin", async () => {
  const blocks = [
    conv(3, 5, 3, "bn"),
    pool(2),
    conv(5, 6, 2, "bn"),
    linear(54, 7, null),
    readout(7, 4),
  ];
  await expectSlopes(annTwin(model(1, [3, 7, 6], blocks)), () => true);
});

test("the readout of a spiking model", async () => {
  const blocks = [conv(3, 5, 3, "bntt"), pool(2), readout(20, 4)];
  await expectSlopes(model(5, [3, 5, 5], blocks), (name) => name === "2.weight");
});
