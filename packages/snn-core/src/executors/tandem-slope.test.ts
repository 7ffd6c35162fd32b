// Local tandem learning against differences. Spikes have no slope, so the differences are those of the
// function whose derivative the surrogate is, with the resets as they were: in plain loops, float64.

import { beforeAll, expect, test } from "vitest";

import { prepareNodeWasm } from "../gpu/node.ts";
import { initState } from "../model/init.ts";
import { stateLayout } from "../model/layout.ts";
import { givenBatch, linear, model, readout } from "../testing/models.ts";
import { randomTargets } from "../testing/targets.ts";
import { createExecutor } from "../train/create-executor.ts";

const [T, B, I, O] = [3, 5, 6, 4];
const spec = model(T, [I, 1, 1], [linear(I, O, "bntt"), readout(O, 3)]);
const { leak, threshold, surrogate, normEps } = spec;
const batch = givenBatch(spec, B);
const targets = randomTargets(spec, B);
const weight = 20;
const still = { kind: "sgd", learningRate: 0, momentum: 0, weightDecay: 0 } as const;

/** The integral of the surrogate. */
function smooth(u: number): number {
  const z = Math.min(Math.max(u / threshold - 1, -1), 1);
  return surrogate.scale * (z < 0 ? (1 + z) ** 2 / 2 : 1 - (1 - z) ** 2 / 2);
}

/** Membranes before the reset, `[T][B * O]`; `resets`: spikes that are taken as given. */
function membranes(parameters: Float64Array, resets: number[][] | null): number[][] {
  const gamma = (t: number, o: number) => parameters[O * I + t * O + o]!;
  const u: number[][] = [];
  for (let t = 0; t < T; t++) {
    const y = Array.from({ length: B * O }, (_, n) => {
      const [b, o] = [Math.floor(n / O), n % O];
      let sum = 0;
      for (let i = 0; i < I; i++) sum += parameters[o * I + i]! * batch.input[(t * B + b) * I + i]!;
      return sum;
    });
    const normed = y.map((value, n) => {
      const column = y.filter((_, m) => m % O === n % O);
      const mean = column.reduce((sum, v) => sum + v, 0) / B;
      const variance = column.reduce((sum, v) => sum + (v - mean) ** 2, 0) / B;
      return (gamma(t, n % O) * (value - mean)) / Math.sqrt(variance + normEps);
    });
    const before = u[t - 1];
    u.push(
      normed.map((current, n) => {
        if (before === undefined) return current;
        const fired = resets ? resets[t - 1]![n]! : Number(before[n]! > threshold);
        return leak * (before[n]! - threshold * fired) + current;
      }),
    );
  }
  return u;
}

beforeAll(prepareNodeWasm);

test.each([
  ["reference", "cpu"],
  ["kernels", "wasm"],
] as const)("%s on %s: weights and gammas of a layer", async (executor, backend) => {
  const made = await createExecutor({ spec, executor, backend });
  const state = initState(spec, 3);
  made.setState(state);
  await made.trainStep(batch, still, undefined, { kind: "tandem", weight, targets });
  const gradient = await made.lastGradient();
  made.dispose();

  const length = O * I + T * O;
  const start = Float64Array.from(state.subarray(0, length));
  const spikes = membranes(start, null).map((u) => u.map((value) => Number(value > threshold)));
  const pull = Array.from(targets.get(0)!, (wanted, n) => {
    const rate = spikes.reduce((sum, step) => sum + step[n]!, 0) / T;
    return (2 * weight * (rate - wanted)) / (B * O);
  });
  const told = (parameters: Float64Array) =>
    membranes(parameters, spikes)
      .flatMap((u) => u.map((value, n) => (pull[n]! * smooth(value)) / T))
      .reduce((sum, value) => sum + value, 0);
  expect(spikes.flat().reduce((sum, s) => sum + s, 0)).toBeGreaterThan(5);
  for (let i = 0; i < length; i++) {
    const h = 1e-5;
    const moved = (by: number) => start.map((value, at) => (at === i ? value + by : value));
    const slope = (told(moved(h)) - told(moved(-h))) / (2 * h);
    expect(gradient[i]!, `parameter ${i}`).toBeCloseTo(slope, 4);
  }
  expect(stateLayout(spec).entries[1]).toMatchObject({ kind: "gamma", offset: O * I });
});
