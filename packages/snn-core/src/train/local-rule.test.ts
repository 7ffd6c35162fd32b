// Each rule of local learning, and the ANN teacher, through a round: that they learn, and repeatably.

import { beforeAll, describe, expect, test } from "vitest";

import { prepareNodeWasm } from "../gpu/node.ts";
import {
  annTaught,
  coloured,
  drain,
  images,
  tandem,
  watched,
  work,
} from "../testing/taught-round.ts";
import type { Lessons } from "./ann-teacher.ts";
import { evaluateModel } from "./evaluate.ts";
import { trainRound } from "./train-round.ts";

beforeAll(prepareNodeWasm);

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

test("with the paper's weight the first tandem step is about as long as back-propagation's", async () => {
  const lengthOf = async (lessons: Lessons) => {
    const { student, twin } = await watched();
    await drain(trainRound(student, coloured(12), { ...work, ...lessons, twin }));
    const gradient = await student.lastGradient();
    const { offset, length } = student.layout.entries[0]!;
    return Math.hypot(...gradient.subarray(offset, offset + length));
  };
  const bptt = await lengthOf({});
  const ratio = async (weight: number) =>
    (await lengthOf({ localRule: { ...tandem, weight } })) / bptt;
  expect(await ratio(1)).toBeGreaterThan(0.03);
  expect(await ratio(1)).toBeLessThan(10);
  expect(await ratio(1000)).toBeGreaterThan(30);
});
