// The rules of local learning on the executors of the processor: hand-made steps against autodiff over
// plain ops, and each against what it says of itself.

import { beforeAll, describe, expect, test } from "vitest";

import { prepareNodeWasm } from "../gpu/node.ts";
import { initState } from "../model/init.ts";
import { stateLayout } from "../model/layout.ts";
import type { ModelSpec } from "../model/spec.ts";
import { annTwin, twinState } from "../model/twin.ts";
import { expectSame, twoSteps } from "../testing/agreement.ts";
import { relativeError } from "../testing/gpu.ts";
import { conv, givenBatch, linear, model, pool, readout } from "../testing/models.ts";
import { randomTargets } from "../testing/targets.ts";
import { createExecutor } from "../train/create-executor.ts";
import type { EncodedBatch } from "../train/executor.ts";
import type { StepRule } from "../train/local-rule.ts";
import { lossOf } from "../train/loss.ts";

const count = 4;
const models: Record<string, ModelSpec> = {
  "norms of each step, of all, none": model(
    3,
    [3, 6, 6],
    [conv(3, 8, 3, "bntt"), pool(2), conv(8, 4, 3, null), linear(36, 9, "bn"), readout(9, 5)],
  ),
  "pooled twice and at the end, rows left over": model(
    4,
    [2, 9, 9],
    [pool(2), conv(2, 4, 3, "bntt"), conv(4, 5, 3, "bntt"), pool(2), pool(2), readout(5, 3)],
  ),
  "one step": model(1, [2, 4, 4], [conv(2, 4, 3, "bntt"), readout(64, 4)]),
};
const makers = [
  ["kernels", "cpu"],
  ["kernels", "wasm"],
  ["reference", "wasm"],
] as const;
const still = { kind: "sgd", learningRate: 0, momentum: 0, weightDecay: 0 } as const;

beforeAll(prepareNodeWasm);

describe.each(Object.entries(models))("%s", (_, spec) => {
  const batch = givenBatch(spec, count);
  const rules: StepRule[] = [
    { kind: "proxy" },
    { kind: "tandem", weight: 30, targets: randomTargets(spec, count) },
  ];

  describe.each(rules)("$kind", (rule) => {
    test.each(makers)("%s on %s gives autodiff's step", async (executor, backend) => {
      const oracle = await createExecutor({ spec, executor: "reference", backend: "cpu" });
      const want = await twoSteps(oracle, batch, undefined, rule);
      const made = await createExecutor({ spec, executor, backend });
      expectSame(spec, await twoSteps(made, batch, undefined, rule), want);
    });

    test("is another step than back-propagation's, of the same net", async () => {
      const make = () => createExecutor({ spec, executor: "kernels", backend: "wasm" });
      const plain = await step(await make(), batch);
      const got = await step(await make(), batch, rule);
      expect(relativeError(got.logits, plain.logits)).toBeLessThan(1e-5);
      expect(got.spikes).toEqual(plain.spikes);
      expect(relativeError(got.gradient, plain.gradient)).toBeGreaterThan(0.05);
    });
  });
});

const spec = models["norms of each step, of all, none"]!;
const batch = givenBatch(spec, count);
const tandem = { kind: "tandem", weight: 30, targets: randomTargets(spec, count) } as const;

/** One step that moves nothing. */
async function step(
  executor: Awaited<ReturnType<typeof createExecutor>>,
  given: EncodedBatch,
  rule?: StepRule,
  state = initState(executor.spec, 5),
) {
  executor.setState(state);
  const { logits, spikes, loss } = await executor.trainStep(given, still, undefined, rule);
  const counts = spikes.map((layer) => ({ ...layer, perStep: [...layer.perStep] }));
  const gradient = await executor.lastGradient();
  executor.dispose();
  return { logits, loss, gradient, spikes: counts };
}

test("proxy: the gradient is the twin's for the loss of the spiking net's answers, by differences", async () => {
  const make = () => createExecutor({ spec, executor: "kernels", backend: "wasm" });
  const state = initState(spec, 5);
  const { trainable } = stateLayout(spec);
  // Gammas that differ from step to step: the twin has their mean.
  state.forEach((value, i) => (state[i] = value === 1 ? 0.7 + 0.6 * ((i * 0.37) % 1) : value));
  const { logits, gradient } = await step(await make(), batch, { kind: "proxy" }, state);
  const inputs = { logits, labels: batch.labels, teacher: null, classes: 5 };
  const wanted = lossOf({ kind: "cross-entropy" }, inputs).gradient;
  const twin = await createExecutor({
    ...{ spec: annTwin(spec), executor: "reference", backend: "cpu" },
  });
  const size = batch.input.length / spec.timesteps;
  const input = Float32Array.from({ length: size }, (_, i) => meanOver(batch.input, size, i));
  const shown = async (moved: Float32Array) => {
    twin.setState(twinState(spec, moved));
    const told = await twin.trainStep({ ...batch, input }, still);
    return told.logits.reduce((sum, z, i) => sum + z * wanted[i]!, 0);
  };
  for (const { kind, offset, length } of stateLayout(spec).entries) {
    if (offset >= trainable) continue;
    const along = Float32Array.from({ length }, (_, i) => Math.sin(7 * i + offset));
    const h = kind === "gamma" ? 1e-3 : 3e-4;
    const move = (sign: number) => state.map((v, i) => v + sign * h * (along[i - offset] ?? 0));
    const slope = ((await shown(move(1))) - (await shown(move(-1)))) / (2 * h);
    const own = along.reduce((sum, a, i) => sum + a * gradient[offset + i]!, 0);
    expect(Math.abs(own - slope), `${kind} at ${offset}`).toBeLessThan(
      0.05 * Math.abs(slope) + 2e-3,
    );
  }
  twin.dispose();
});

const meanOver = (input: Float32Array, size: number, at: number): number => {
  const steps = Array.from({ length: input.length / size }, (_, t) => input[t * size + at]!);
  return steps.reduce((sum, value) => sum + value, 0) / steps.length;
};

test("proxy: a picture that is the same at each step may come once", async () => {
  const { input, labels } = batch;
  const once = { input: input.subarray(0, input.length / 3), repeated: true, labels };
  const copies = Float32Array.from(
    { length: input.length },
    (_, i) => input[i % once.input.length]!,
  );
  const make = () => createExecutor({ spec, executor: "kernels", backend: "wasm" });
  const want = await step(
    await make(),
    { input: copies, repeated: false, labels },
    { kind: "proxy" },
  );
  const got = await step(await make(), once, { kind: "proxy" });
  expect(relativeError(got.gradient, want.gradient)).toBeLessThan(1e-5);
});

test("tandem: a layer's gradient depends on no later layer, and only the readout's on the labels", async () => {
  const make = () => createExecutor({ spec, executor: "kernels", backend: "wasm" });
  const { entries, trainable } = stateLayout(spec);
  const first = await step(await make(), batch, tandem);
  const labels = batch.labels.map((label) => (label + 1) % 5);
  const others = initState(spec, 77);
  for (const own of entries.filter(({ offset }) => offset < trainable)) {
    const state = initState(spec, 5);
    const later = entries.filter(({ block }) => block > own.block);
    for (const { offset, length } of later) {
      state.set(others.subarray(offset, offset + length), offset);
    }
    const got = await step(await make(), { ...batch, labels }, tandem, state);
    const part = (values: Float32Array) => values.subarray(own.offset, own.offset + own.length);
    if (own.block < 4) expect(part(got.gradient), own.name).toEqual(part(first.gradient));
    else expect(part(got.gradient), own.name).not.toEqual(part(first.gradient));
  }
});

test.each(makers)(
  "tandem, %s on %s: the loss is the answers' and the weighted squares of rates missed",
  async (executor, backend) => {
    // With one step a rate is a spike: where none is wanted, its square is the share that fired.
    const once = models["one step"]!;
    const given = givenBatch(once, count);
    const targets = new Map([[0, new Float32Array(count * 64)]]);
    const make = () => createExecutor({ spec: once, executor, backend });
    const plain = await step(await make(), given);
    const whole = await step(await make(), given, { kind: "tandem", weight: 30, targets });
    const fired = plain.spikes[0]!.perStep[0]! / (count * 64);
    expect(fired).toBeGreaterThan(0.05);
    expect(whole.loss).toBeCloseTo(plain.loss + 30 * fired, 4);
  },
);
