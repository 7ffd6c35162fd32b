// Local tandem learning needs no gradient of a layer behind: what a layer kept can go at once.

import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";

import { prepareNodeWasm } from "../gpu/node.ts";
import { initState } from "../model/init.ts";
import { conv, givenBatch, model, readout } from "../testing/models.ts";
import { randomTargets } from "../testing/targets.ts";
import { createExecutor } from "../train/create-executor.ts";
import type { StepRule } from "../train/local-rule.ts";

const count = 4;
const still = { kind: "sgd", learningRate: 0, momentum: 0, weightDecay: 0 } as const;

beforeAll(prepareNodeWasm);

/** Bytes of tensors at the peak of a step, over those that were there before. */
async function peakBytes(depth: number, kind: "tandem" | "surrogate-bptt"): Promise<number> {
  const layers = Array.from({ length: depth }, () => conv(8, 8, 3, "bntt"));
  const spec = model(4, [8, 16, 16], [...layers, readout(8 * 16 * 16, 5)]);
  const executor = await createExecutor({ spec, executor: "kernels", backend: "wasm" });
  executor.setState(initState(spec, 1));
  const batch = givenBatch(spec, count);
  const rule: StepRule =
    kind === "tandem" ? { kind, weight: 1, targets: randomTargets(spec, count) } : { kind };
  const before = tf.memory().numBytes;
  const step = () =>
    executor.trainStep(batch, still, undefined, rule) as unknown as tf.TensorContainer;
  const { peakBytes: peak } = await tf.profile(step);
  executor.dispose();
  return peak - before;
}

test("a deeper net costs tandem learning less memory than back-propagation", async () => {
  const grows = async (kind: "tandem" | "surrogate-bptt") =>
    ((await peakBytes(8, kind)) - (await peakBytes(2, kind))) / 6;
  const [tandem, bptt] = [await grows("tandem"), await grows("surrogate-bptt")];
  expect(tandem).toBeGreaterThan(0);
  expect(tandem).toBeLessThan(bptt / 10);
});
