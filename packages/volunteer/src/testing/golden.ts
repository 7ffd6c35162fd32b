// Golden cases of the project, and a device that computes them right or in a chosen way wrongly.

import { readFileSync } from "node:fs";

import { createExecutor, type Executor, type ModelSpec } from "@spikefed/snn-core";

import { type GoldenCase, readGoldenCase } from "../self-test/golden-case.ts";

export function goldenCase(name: string): GoldenCase {
  const file = new URL(`../../../../fixtures/golden/${name}.safetensors`, import.meta.url);
  return readGoldenCase(name, readFileSync(file));
}

/** What is done to a right executor. */
export type Fault = (executor: Executor) => Partial<Executor>;

export const faults = {
  none: () => ({}),
  /** The first gradient is 3 % of its largest value off in one place. */
  gradient: (executor) => ({
    lastGradient: async () => {
      const gradient = await executor.lastGradient();
      const first = gradient.subarray(0, executor.layout.entries[0]!.length);
      const largest = first.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      gradient[0]! += 0.03 * largest;
      return gradient;
    },
  }),
  notANumber: (executor) => ({
    trainStep: async (...step) => {
      const result = await executor.trainStep(...step);
      return { ...result, logits: result.logits.map(() => NaN) };
    },
  }),
  throws: () => ({ trainStep: () => Promise.reject(new Error("the driver gave up")) }),
  hangs: () => ({ trainStep: () => new Promise<never>(() => undefined) }),
} as const satisfies Record<string, Fault>;

/** An executor on the processor that passes for a graphics device with that fault. */
export async function faultyExecutor(spec: ModelSpec, fault: Fault): Promise<Executor> {
  const executor = await createExecutor({ spec, executor: "kernels", backend: "cpu" });
  return { ...executor, ...fault(executor) };
}
