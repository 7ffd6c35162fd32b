// Local rules and the ANN teacher through a round: who teaches, what is aimed at, and that each learns.

import { beforeAll, describe, expect, test } from "vitest";

import { labelsOf } from "../data/encode.ts";
import type { LabelledImages } from "../data/shard.ts";
import { prepareNodeWasm } from "../gpu/node.ts";
import { initState } from "../model/init.ts";
import { stateLayout } from "../model/layout.ts";
import { annTwin, twinState } from "../model/twin.ts";
import { uniformAt } from "../random/counter.ts";
import { conv, model, pool, readout } from "../testing/models.ts";
import { type Lessons, twinEpochs } from "./ann-teacher.ts";
import { createExecutor } from "./create-executor.ts";
import type { TrainMetrics } from "./epochs.ts";
import { evaluateModel } from "./evaluate.ts";
import type { Executor } from "./executor.ts";
import type { StepRule, TandemRule } from "./local-rule.ts";
import { tandemTargets } from "./tandem-targets.ts";
import { trainRound, type TrainOptions } from "./train-round.ts";

const classes = 3;
const spec = model(
  3,
  [3, 6, 6],
  [conv(3, 8, 3, "bntt"), pool(2), conv(8, 8, 3, "bntt"), readout(72, classes)],
  "direct",
);
const images = coloured(36);
const optimizer = { kind: "sgd", learningRate: 0.1, momentum: 0.9, weightDecay: 0 } as const;
const work: TrainOptions = { epochs: 1, batchSize: 12, optimizer, seed: 4 };
const tandem = { kind: "tandem", weight: 100, teacherEpochs: 2 } as const;
const annTaught = {
  kind: "distillation",
  weight: 0.5,
  temperature: 2,
  teacher: "ann",
  teacherEpochs: 3,
} as const;

/** Class c is brightest in channel c. */
function coloured(count: number): LabelledImages {
  const labels = Uint8Array.from({ length: count }, (_, i) => i % classes);
  const pixels = Uint8Array.from({ length: count * 108 }, (_, i) => {
    const isOwn = Math.floor(i / 36) % 3 === Math.floor(i / 108) % classes;
    return 80 + (isOwn ? 40 : 0) + 60 * uniformAt(1, i);
  });
  return { count, labels, pixels };
}

beforeAll(prepareNodeWasm);

const wasm = (own = spec) => createExecutor({ spec: own, executor: "kernels", backend: "wasm" });

/** Student and twin, and what their steps were asked. */
async function watched() {
  const steps: { who: string; optimizer: unknown; rule: StepRule | undefined }[] = [];
  const starts: Float32Array[] = [];
  const watch = (who: string, executor: Executor): Executor => ({
    ...executor,
    setState: (state) => {
      if (who === "twin") starts.push(state.slice());
      executor.setState(state);
    },
    trainStep: (batch, how, loss, rule) => {
      steps.push({ who, optimizer: how, rule });
      return executor.trainStep(batch, how, loss, rule);
    },
  });
  const student = watch("student", await wasm());
  const twin = watch("twin", await wasm(annTwin(spec)));
  student.setState(initState(spec, 1));
  return { student, twin, steps, starts };
}

async function drain(round: ReturnType<typeof trainRound>) {
  const metrics: TrainMetrics[] = [];
  for (;;) {
    const next = await round.next();
    if (next.done) return { metrics, summary: next.value };
    metrics.push(next.value);
  }
}

describe.each<[string, Lessons]>([
  ["proxy", { localRule: { kind: "proxy" } }],
  ["tandem", { localRule: tandem }],
  ["an ANN teacher", { localLoss: annTaught }],
])("%s", (_, lessons) => {
  test("learns three classes in a few dozen steps", async () => {
    const { student, twin } = await watched();
    const judge = () => evaluateModel(student, images, { batchSize: 12, seed: 1 });
    const before = await judge();
    const options = { ...work, ...lessons, epochs: 12, twin };
    const { metrics, summary } = await drain(trainRound(student, images, options));
    const after = await judge();
    expect(metrics).toHaveLength(36);
    expect(metrics.at(-1)!.loss).toBeLessThan(metrics[0]!.loss);
    expect(after.loss).toBeLessThan(0.6 * before.loss);
    expect(after.correct).toBeGreaterThan(30);
    expect(summary.spikeRates.every((rate) => rate > 0 && rate < 1)).toBe(true);
  });

  test("gives the same bits for the same seed", async () => {
    const train = async () => {
      const { student, twin } = await watched();
      await drain(trainRound(student, images, { ...work, ...lessons, twin }));
      return student.getState();
    };
    expect(await train()).toEqual(await train());
  });
});

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
