// The teacher that a client makes for itself: how it begins, what it shows, when it is missing.

import { beforeAll, expect, test } from "vitest";

import { labelsOf } from "../data/encode.ts";
import { prepareNodeWasm } from "../gpu/node.ts";
import { initState } from "../model/init.ts";
import { stateLayout } from "../model/layout.ts";
import { annTwin, twinState } from "../model/twin.ts";
import {
  annTaught,
  coloured,
  drain,
  images,
  optimizer,
  spec,
  tandem,
  watched,
  work,
} from "../testing/taught-round.ts";
import { type Lessons, twinEpochs } from "./ann-teacher.ts";
import { createExecutor } from "./create-executor.ts";
import type { Executor } from "./executor.ts";
import type { TandemRule } from "./local-rule.ts";
import { tandemTargets } from "./tandem-targets.ts";
import { trainRound } from "./train-round.ts";

beforeAll(prepareNodeWasm);

test("the twin begins as the round's model, and trains before the student, without FedProx's pull", async () => {
  const { student, twin, steps, starts } = await watched();
  const own = { ...work, localRule: tandem, twin, optimizer: { ...optimizer, proximalMu: 0.5 } };
  await drain(trainRound(student, images, own));
  expect(starts).toEqual([twinState(spec, initState(spec, 1))]);
  expect(steps.map(({ who }) => who)).toEqual([
    ...Array<string>(6).fill("twin"),
    ...Array<string>(3).fill("student"),
  ]);
  expect(steps[0]).toMatchObject({ optimizer: { learningRate: 0.1, proximalMu: 0 } });
  expect(steps.at(-1)).toMatchObject({ optimizer: { proximalMu: 0.5 }, rule: { weight: 100 } });
});

test("a state's twin has its weights, and the mean over the steps of what its norms have", () => {
  const state = initState(spec, 1);
  const entryOf = (own: typeof spec, name: string) =>
    stateLayout(own).entries.find((entry) => entry.name === name)!;
  const gammas = entryOf(spec, "0.gamma");
  [1, 2, 6].forEach((value, t) =>
    state.fill(value, gammas.offset + 8 * t, gammas.offset + 8 * t + 8),
  );
  const twin = twinState(spec, state);
  const part = (values: Float32Array, own: typeof spec, name: string) => {
    const { offset, length } = entryOf(own, name);
    return values.subarray(offset, offset + length);
  };
  const ann = annTwin(spec);
  expect(part(twin, ann, "0.gamma")).toEqual(new Float32Array(8).fill(3));
  for (const name of ["0.weight", "2.weight", "3.weight"]) {
    expect(part(twin, ann, name)).toEqual(part(state, spec, name));
  }
  expect(part(twin, ann, "2.var")).toEqual(new Float32Array(8).fill(1));
});

test("targets are the twin's values over their 99.9th percentile in the batch, clipped", async () => {
  const executor = await createExecutor({
    ...{ spec: annTwin(spec), executor: "reference", backend: "cpu" },
  });
  executor.setState(initState(annTwin(spec), 2));
  const batch = { images, indices: [0, 1, 2, 3], seed: 1 };
  const { values } = await executor.trace(batch);
  const targets = await tandemTargets(executor, batch);
  expect([...targets.keys()]).toEqual([0, 2]);
  for (const [block, layer] of values!) {
    const sorted = Float32Array.from(layer).sort();
    expect(sorted[0]).toBe(0);
    const place = 0.999 * (sorted.length - 1);
    const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
    const most = low + (high - low) * (place % 1);
    const wanted = layer.map((value) => Math.min(value / most, 1));
    wanted.forEach((rate, i) => expect(targets.get(block)![i]).toBeCloseTo(rate, 5));
  }
  const silent = {
    ...executor,
    trace: async () => ({
      ...(await executor.trace(batch)),
      values: new Map([[0, new Float32Array(4)]]),
    }),
  };
  expect(await tandemTargets(silent, batch)).toEqual(new Map([[0, new Float32Array(4)]]));
  executor.dispose();
});

test("each batch of tandem learning has targets of its own pictures", async () => {
  const { student, twin, steps } = await watched();
  await drain(trainRound(student, coloured(9), { ...work, batchSize: 9, localRule: tandem, twin }));
  const { targets } = steps.at(-1)!.rule as TandemRule;
  expect([...targets].map(([block, { length }]) => [block, length])).toEqual([
    [0, 9 * 8 * 36],
    [2, 9 * 8 * 9],
  ]);
});

test("a twin is asked for by what it teaches, and for the more epochs of the two", () => {
  expect(twinEpochs({})).toBe(0);
  expect(twinEpochs({ localLoss: { ...annTaught, teacher: "global" } })).toBe(0);
  expect(twinEpochs({ localLoss: { ...annTaught, weight: 0 } })).toBe(0);
  expect(twinEpochs({ localRule: { kind: "proxy" }, localLoss: annTaught })).toBe(3);
  expect(twinEpochs({ localRule: tandem, localLoss: annTaught })).toBe(3);
  expect(twinEpochs({ localRule: { ...tandem, teacherEpochs: 5 }, localLoss: annTaught })).toBe(5);
});

test("the ANN teacher's answers are the trained twin's, not the student's", async () => {
  const { student, twin } = await watched();
  let judged = 0;
  const counting = {
    ...twin,
    evaluate: (batch: Parameters<Executor["evaluate"]>[0]) => {
      judged += labelsOf(batch).length;
      return twin.evaluate(batch);
    },
  };
  const deaf = { ...student, evaluate: () => Promise.reject(new Error("the student was asked")) };
  await drain(trainRound(deaf, images, { ...work, localLoss: annTaught, twin: counting }));
  expect(judged).toBe(36);
});

test.each<Lessons>([{ localRule: tandem }, { localLoss: annTaught }])(
  "without a twin the round is refused before its first step",
  async (lessons) => {
    const { student, steps } = await watched();
    const round = drain(trainRound(student, images, { ...work, ...lessons }));
    await expect(round).rejects.toThrow("train/rule: an ANN teacher is asked for");
    expect(steps).toEqual([]);
  },
);

test("an executor that does not compute the rule is told so before the twin trains", async () => {
  const { student, twin, steps } = await watched();
  const engine = { ...student, name: "engine" as const };
  const round = drain(trainRound(engine, images, { ...work, localRule: tandem, twin }));
  await expect(round).rejects.toThrow('the executor "engine" does not learn by tandem');
  expect(steps).toEqual([]);
});
