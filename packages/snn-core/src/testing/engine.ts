// Engines on a device of a test's own: a tiny model, one step, and when two steps are the same.

import { expect } from "vitest";

import { createEngine, type Engine, type EngineOptions } from "../engine/engine.ts";
import { initState } from "../model/init.ts";
import type { ModelSpec, OptimizerOptions } from "../model/spec.ts";
import type { Batch } from "../train/executor.ts";
import { relativeError } from "./gpu.ts";
import { conv, model, pool, readout } from "./models.ts";

export const tiny = (coding: ModelSpec["coding"]): ModelSpec =>
  model(2, [3, 4, 4], [conv(3, 4, 3, "bntt"), pool(2), readout(16, 3)], coding);

export function engineWithState(spec: ModelSpec, device: GPUDevice): Engine {
  const engine = createEngine({ spec, device });
  engine.setState(initState(spec, 5));
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
  const engine = createEngine(options);
  engine.setState(initState(options.spec, 5));
  const result = await engine.trainStep(batch, plainSgd);
  const gradient = await engine.lastGradient();
  const state = await engine.getState();
  const usage = engine.usage();
  engine.dispose();
  return { ...result, gradient, state, usage };
}

/** Sums may run in another order; nothing else may differ. */
export function expectSameStep(got: Step, want: Step): void {
  expect(got.spikes).toEqual(want.spikes);
  expect(relativeError(got.logits, want.logits), "logits").toBeLessThan(1e-5);
  expect(relativeError(got.gradient, want.gradient), "gradient").toBeLessThan(1e-5);
  expect(relativeError(got.state, want.state), "state").toBeLessThan(1e-5);
}
