// The numbers of Flower's own strategy tests (github.com/adap/flower, framework/py/flwr/server/strategy
// and framework/py/flwr/serverapp/strategy, *_test.py): the same models and weights in, the same model
// out. Where our definition is another one, the test says which. FedAdam, FedYogi and FedProx have no
// numbers there.

import type { StrategyChoice } from "@spikefed/protocol";
import { describe, expect, test } from "vitest";

import { createStrategy } from "./create-strategy.ts";
import { trusted } from "./krum.ts";
import type { ServerState } from "./server-state.ts";
import type { ClientUpdate } from "./strategy.ts";
import { floats } from "./testing/rounds.ts";

/** Flower's clients send whole models, ours what they changed: `[model, examples]`. */
type Reply = readonly [model: readonly number[], examples: number];

const updatesFrom = (base: Float32Array, replies: readonly Reply[]): ClientUpdate[] =>
  replies.map(([model, samples], k) => ({
    ...{ client: k + 1, delta: Float32Array.from(model, (w, p) => w - base[p]!), samples },
  }));

function next(
  choice: StrategyChoice,
  base: Float32Array,
  replies: readonly Reply[],
  server: ServerState | null = null,
) {
  return createStrategy(choice).aggregate({
    ...{ base, updates: updatesFrom(base, replies), server },
    ...{ trainable: base.length, nonNegative: [] },
  });
}

/** Within a few units in the last place of a float32: Flower adds models, we add changes. */
function expectModel(got: Float32Array, want: readonly number[]): void {
  expect(got).toHaveLength(want.length);
  got.forEach((value, p) => expect(Math.abs(value - want[p]!)).toBeLessThan(1e-6));
}

const four = (value: number) => [value, value, value, value];
const examples = (...models: number[]): Reply[] => models.map((value) => [four(value), 5]);
const start = floats(...four(0.1));

/** A 2 x 3 and a 4 tensor, one behind the other. */
const oneToTen = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const alike: Reply[] = [
  [oneToTen, 1],
  [oneToTen, 2],
];

test("aggregate: two equal models of one and two examples are their mean", () => {
  expectModel(next({ kind: "fedavg" }, new Float32Array(10), alike).model, oneToTen);
});

test("weighted_loss_avg: 2, 1 and 2 with weights 1, 2 and 1 are 1.5", () => {
  const replies: Reply[] = [
    [[2], 1],
    [[1], 2],
    [[2], 1],
  ];
  expectModel(next({ kind: "fedavg" }, floats(0), replies).model, [1.5]);
});

test("FedAvgM: a rate near one and hardly any momentum make the mean, and stay there", () => {
  const near = { kind: "fedavgm", serverLearningRate: 1 + 1e-9 } as const;
  const plain = next({ ...near, serverMomentum: 0 }, new Float32Array(10), alike);
  expectModel(plain.model, oneToTen);
  const choice = { ...near, serverMomentum: 1e-9 };
  const first = next(choice, new Float32Array(10), alike);
  expectModel(next(choice, first.model, alike, first.server).model, oneToTen);
});

describe("FedAdagrad with eta 0.1 and tau 0.5", () => {
  const choice = { kind: "fedadagrad", eta: 0.1, tau: 0.5 } as const;
  const replies = examples(0.2, 1);

  test("makes 0.15 of 0.1, its second moment begun at zero as Flower does", () => {
    const zero = { m: new Float32Array(4), v: new Float32Array(4) };
    const server: ServerState = { kind: "fedadagrad", step: 1, arrays: zero };
    expectModel(next(choice, start, replies, server).model, four(0.15));
  });

  test("makes 0.1 + 0.05 / (sqrt(0.5) + 0.5) of it, begun at tau squared as the paper does", () => {
    expectModel(next(choice, start, replies).model, four(0.1 + 0.05 / (Math.SQRT1_2 + 0.5)));
  });
});

test("FedMedian: of 0.2, 1 and 0.5 the middle", () => {
  expectModel(next({ kind: "fedmedian" }, start, examples(0.2, 1, 0.5)).model, four(0.5));
});

test("FedTrimmedAvg: a quarter of four is cut at each end, whatever the examples", () => {
  const choice = { kind: "fedtrimmedavg", beta: 0.25 } as const;
  const replies: Reply[] = [
    [[0.5, 0.5, 0.5, 0.5], 1],
    [[1, 0.2, 0.5, 1], 5],
    [[0.2, 0.5, 1, 0.2], 2],
    [[0.5, 1, 0.2, 0.5], 9],
  ];
  expectModel(next(choice, floats(0, 0, 0, 0), replies).model, four(0.5));
  const scalars: Reply[] = [0.5, 1, 2, 100].map((value) => [[value], 1]);
  expectModel(next(choice, floats(0), scalars).model, [1.5]);
});

describe("Krum and Multi-Krum with one malicious of three", () => {
  test("choose as Flower's do", () => {
    const [krum] = trusted(updatesFrom(start, examples(0.2, 0.7, 1)), 1, 1);
    expectModel(krum!.delta, four(0.7 - 0.1));
    const kept = trusted(updatesFrom(start, examples(0.2, 0.5, 1)), 1, 2);
    expect(kept.map(({ client }) => client).sort()).toEqual([1, 2]);
    const mean = kept[0]!.delta.map((value, p) => (value + kept[1]!.delta[p]!) / 2);
    expectModel(mean, four(0.35 - 0.1));
  });

  test.each(["krum", "multikrum"] as const)("are refused as %s: it needs 2 f + 3", (kind) => {
    const few = () => next({ kind, numMaliciousNodes: 1 }, start, examples(0.2, 0.7, 1));
    expect(few).toThrow(expect.objectContaining({ code: "aggregate/too-few" }));
  });
});

test("Bulyan: with nobody malicious it is the mean, however far one of them lies", () => {
  const choice = { kind: "bulyan", numMaliciousNodes: 0 } as const;
  const replies = examples(0.2, 0.5, 0.7, 12, 0.1, 0.1);
  const mean = (0.2 + 0.5 + 0.7 + 12 + 0.1 + 0.1) / 6;
  expectModel(next(choice, start, replies).model, four(mean));
});
