// Two executors on one model: two training steps, evaluation and a trace, compared value by value.

import { expect } from "vitest";

import { activateBackend } from "../gpu/backend.ts";
import { initState } from "../model/init.ts";
import { stateLayout } from "../model/layout.ts";
import type { ModelSpec } from "../model/spec.ts";
import type { Batch, Executor } from "../train/executor.ts";
import type { StepRule } from "../train/local-rule.ts";
import type { StepLoss } from "../train/loss-options.ts";
import { relativeError } from "./gpu.ts";

const sgd = { kind: "sgd", learningRate: 0.1, momentum: 0.9, weightDecay: 1e-4 } as const;

export type Outcome = Awaited<ReturnType<typeof twoSteps>>;

/** Disposes of the executor. */
export async function twoSteps(
  executor: Executor,
  batch: Batch,
  asked?: StepLoss,
  rule?: StepRule,
) {
  await activateBackend(executor.backend);
  executor.setState(initState(executor.spec, 5));
  await executor.trainStep(batch, { ...sgd, learningRate: 0.01 }, asked, rule);
  const { loss, correct, logits, spikes } = await executor.trainStep(batch, sgd, asked, rule);
  const gradient = await executor.lastGradient();
  const state = await executor.getState();
  const evaluated = await executor.evaluate(batch);
  const traced = await executor.trace(batch);
  executor.dispose();
  expect(relativeError(traced.logits, evaluated)).toBeLessThan(1e-5);
  const counts = spikes.map((layer) => ({ ...layer, perStep: [...layer.perStep] }));
  return { loss, correct, logits, spikes: counts, gradient, state, evaluated, traced };
}

/** Spikes equal, numbers close; gradients tensor by tensor. */
export function expectSame(spec: ModelSpec, got: Outcome, want: Outcome): void {
  expect(got.spikes).toEqual(want.spikes);
  expect(got.correct).toBe(want.correct);
  expect(got.loss).toBeCloseTo(want.loss, 4);
  expect(relativeError(got.logits, want.logits), "logits").toBeLessThan(1e-4);
  expect(relativeError(got.state, want.state), "state").toBeLessThan(1e-4);
  for (const { name, offset, length } of stateLayout(spec).entries) {
    if (offset >= want.gradient.length) continue;
    const part = (values: Float32Array) => values.subarray(offset, offset + length);
    const error = relativeError(part(got.gradient), part(want.gradient));
    expect(error, name).toBeLessThan(2e-3);
  }
  expect(relativeError(got.evaluated, want.evaluated), "evaluated").toBeLessThan(1e-3);
  expect([...got.traced.spikes.keys()]).toEqual([...want.traced.spikes.keys()]);
  for (const [block, spikes] of want.traced.spikes) {
    expect(relativeError(got.traced.spikes.get(block)!, spikes), `trace ${block}`).toBe(0);
  }
}
