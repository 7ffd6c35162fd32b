// What a step of a rule leaves behind, and what is refused before any work.

import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";

import { SnnError } from "../errors.ts";
import { prepareNodeWasm } from "../gpu/node.ts";
import { initState } from "../model/init.ts";
import { annTwin, twinState } from "../model/twin.ts";
import { conv, givenBatch, linear, model, pool, readout } from "../testing/models.ts";
import { randomTargets } from "../testing/targets.ts";
import { createExecutor } from "../train/create-executor.ts";

const count = 4;
const spec = model(
  3,
  [3, 6, 6],
  [conv(3, 8, 3, "bntt"), pool(2), linear(72, 9, "bn"), readout(9, 5)],
);
const batch = givenBatch(spec, count);
const tandem = { kind: "tandem", weight: 30, targets: randomTargets(spec, count) } as const;
const still = { kind: "sgd", learningRate: 0, momentum: 0, weightDecay: 0 } as const;
const makers = [
  ["kernels", "cpu"],
  ["kernels", "wasm"],
  ["reference", "wasm"],
] as const;

beforeAll(prepareNodeWasm);

test.each(makers)("%s on %s frees what a step of each rule needs", async (name, backend) => {
  const executor = await createExecutor({ spec, executor: name, backend });
  const before = tf.memory().numTensors;
  executor.setState(initState(spec, 1));
  for (const rule of [{ kind: "proxy" }, tandem, { kind: "surrogate-bptt" }] as const) {
    await executor.trainStep(batch, still, undefined, rule);
    expect(tf.memory().numTensors).toBe(before + 4);
  }
  executor.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test.each(makers)("%s on %s refuses before any work what does not fit a rule", async (...on) => {
  const [name, backend] = on;
  const executor = await createExecutor({ spec, executor: name, backend });
  const start = initState(spec, 1);
  executor.setState(start);
  const few = { ...tandem, targets: new Map([[0, new Float32Array(5)]]) };
  const heavy = { ...tandem, weight: Infinity };
  const moving = { ...still, learningRate: 1 };
  for (const rule of [few, heavy]) {
    const refused = executor.trainStep(batch, moving, undefined, rule);
    await expect(refused).rejects.toThrow(expect.objectContaining({ code: "train/rule" }) as Error);
  }
  expect(await executor.getState()).toEqual(start);
  executor.dispose();
  const twin = await createExecutor({ spec: annTwin(spec), executor: name, backend });
  twin.setState(twinState(spec, start));
  const analog = { ...batch, input: batch.input.subarray(0, batch.input.length / 3) };
  await expect(twin.trainStep(analog, moving, undefined, { kind: "proxy" })).rejects.toThrow(
    "proxy on odd-ann, which has no spikes",
  );
  twin.dispose();
});

test.each(["proxy", "tandem"] as const)(
  "no engine is made that shall learn by %s",
  async (rule) => {
    const made = createExecutor({ spec, executor: "engine", backend: "webgpu", rule });
    await expect(made).rejects.toThrow(SnnError);
    await expect(made).rejects.toThrow(
      `train/rule: the executor "engine" does not learn by ${rule}`,
    );
  },
);
