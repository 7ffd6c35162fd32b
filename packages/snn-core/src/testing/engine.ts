// Engines on a device of a test's own: a tiny model, one step, and when two steps are the same.

import { expect } from "vitest";

import { createEngine, type Engine, type EngineOptions } from "../engine/engine.ts";
import { initState } from "../model/init.ts";
import type { ModelSpec, OptimizerOptions } from "../model/spec.ts";
import type { Batch } from "../train/executor.ts";
import { relativeError } from "./gpu.ts";
import { conv, linear, model, pictures, pool, readout } from "./models.ts";

export const tiny = (coding: ModelSpec["coding"]): ModelSpec =>
  model(2, [3, 4, 4], [conv(3, 4, 3, "bntt"), pool(2), readout(16, 3)], coding);

/** With workgroups enough to end in another order each time, and sums in pieces. */
export const threeLayers = model(
  4,
  [3, 16, 16],
  [
    ...[conv(3, 16, 3, "bntt"), pool(2), conv(16, 32, 3, "bntt"), pool(2)],
    ...[linear(512, 64, "bntt"), readout(64, 10)],
  ],
  "poisson",
);

/** With the state of seed 5. */
export function engineWithState(options: EngineOptions): Engine {
  const engine = createEngine(options);
  engine.setState(initState(options.spec, 5));
  return engine;
}

export const plainSgd = {
  kind: "sgd",
  learningRate: 0.05,
  momentum: 0.9,
  weightDecay: 1e-4,
} as const satisfies OptimizerOptions;

export type Step = Awaited<ReturnType<typeof oneStep>>;

/** A step from the state of seed 5, its gradient and the state behind it. */
export async function oneStep(options: EngineOptions, batch: Batch) {
  const engine = engineWithState(options);
  const result = await engine.trainStep(batch, plainSgd);
  const gradient = await engine.lastGradient();
  const state = await engine.getState();
  const usage = engine.usage();
  engine.dispose();
  return { ...result, gradient, state, usage };
}

/** Fifty steps from the state of seed 5: their losses and the bits of the state behind them. */
export async function fiftySteps(options: EngineOptions, batch: number) {
  const images = pictures(options.spec, 12);
  const engine = engineWithState(options);
  const losses: number[] = [];
  for (let i = 0; i < 50; i++) {
    const indices = Array.from({ length: batch }, (_, k) => ((3 + 2 * k) * i + k) % 12);
    losses.push((await engine.trainStep({ images, indices, seed: i }, plainSgd)).loss);
  }
  const state = await engine.getState();
  engine.dispose();
  return { losses, bits: new Uint32Array(state.buffer) };
}

/** Sums may run in another order; nothing else may differ. */
export function expectSameStep(got: Step, want: Step): void {
  expect(got.spikes).toEqual(want.spikes);
  expect(relativeError(got.logits, want.logits), "logits").toBeLessThan(1e-5);
  expect(relativeError(got.gradient, want.gradient), "gradient").toBeLessThan(1e-5);
  expect(relativeError(got.state, want.state), "state").toBeLessThan(1e-5);
}
