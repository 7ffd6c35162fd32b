// Does this device compute right? Golden cases of PyTorch on the executor that would train, before
// the first contribution.

import type { Executor, ModelSpec } from "@spikefed/snn-core";

import { factOf } from "../report-error.ts";
import { checkCase, type TensorError } from "./check-case.ts";
import type { GoldenCase } from "./golden-case.ts";

/**
 * Files of the project's golden cases: T of 4 in runs of pixels, with 32 channels as `s5` has them, and T
 * of 20 with all steps of a pixel in one thread, as `vgg9`; every kind of layer.
 */
export const SELF_TEST_CASES = ["runs-t4", "spikes-t20"] as const;

export interface SelfTestOptions {
  cases: readonly GoldenCase[];
  /** Makes an executor on the device and with the kernel variants that would train. */
  make: (spec: ModelSpec) => Promise<Executor>;
  /** A clock in milliseconds. */
  now: () => number;
  rest: (ms: number) => Promise<void>;
  /** After so long without an end the device counts as hung. */
  deadlineMs: number;
}

export interface SelfTestResult {
  /** What is wrong, as a part of a sentence; null: passed. */
  problem: string | null;
  /** The device did not come to an end: nothing else on it will. */
  isHung: boolean;
  ms: number;
}

export async function selfTest(options: SelfTestOptions): Promise<SelfTestResult> {
  const { cases, now, rest, deadlineMs } = options;
  const start = now();
  const running = { name: "" };
  const work = findProblem(cases, options.make, running).then((problem) => ({
    ...{ problem, isHung: false },
  }));
  const late = rest(deadlineMs).then(() => {
    const facts = `${running.name}: no end after ${Math.round(deadlineMs / 1000)} s`;
    return { problem: `this graphics device does not answer (${facts})`, isHung: true };
  });
  return { ...(await Promise.race([work, late])), ms: now() - start };
}

/** The first problem; `running` holds the name of the case at work. Never rejects. */
async function findProblem(
  cases: readonly GoldenCase[],
  make: SelfTestOptions["make"],
  running: { name: string },
): Promise<string | null> {
  for (const golden of cases) {
    running.name = golden.name;
    try {
      const { failed } = await checkOn(golden, make);
      if (failed === null) continue;
      return `this graphics driver computes wrong results (${golden.name}: ${wrong(failed)})`;
    } catch (error) {
      return `this graphics device fails (${golden.name}: ${factOf(error)})`;
    }
  }
  return null;
}

async function checkOn(golden: GoldenCase, make: SelfTestOptions["make"]) {
  const executor = await make(golden.spec);
  try {
    return await checkCase(golden, executor);
  } finally {
    executor.dispose();
  }
}

function wrong({ tensor, error }: TensorError): string {
  return error === null
    ? `${tensor} is not a number`
    : `${tensor} is off by ${error.toExponential(0)}`;
}
