// The real worker threads: that they start from TypeScript, and give what this thread gives.

import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { testSample } from "@spikefed/datasets";
import { tinyDataset } from "@spikefed/datasets/testing";
import { writeState } from "@spikefed/fl-core";
import { defaultStrategy, type ShowcaseRaster, type UpdateEncoding } from "@spikefed/protocol";
import { writeModel } from "@spikefed/run-store";
import { initState, modelOf, preset, stateLayout } from "@spikefed/snn-core";
import { afterEach, beforeEach, expect, test } from "vitest";

import { directAggregator, startAggregator } from "../aggregate/aggregator.ts";
import { startEvaluator } from "../evaluate/evaluator.ts";
import { picturesAt, showcasePlaces } from "../evaluate/showcase-pictures.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "spikefed-test-"))));
afterEach(() => rm(folder, { recursive: true }));

const spec = preset("s4", 10);
const { entries: layout, length, trainable } = stateLayout(spec);
const encoding: UpdateEncoding = { kind: "float32" };
const shape = { layout, length, trainable, encoding };

test(
  "the aggregation worker checks and averages as this thread does",
  { timeout: 60_000 },
  async () => {
    const model = await writeModel(folder, writeState(layout, initState(spec, 1)));
    const bytes = writeState(layout, new Float32Array(length).fill(0.125));
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const hashes = [];
    for (const aggregator of [startAggregator(), directAggregator()]) {
      const [part, target] = [join(folder, "a.part"), join(folder, "update")];
      await writeFile(part, bytes);
      await aggregator.check({ shape, part, target, sha256 });
      const base = { hash: model.hash, version: 0 };
      const updates = [{ client: 1, file: target, sha256, samples: 3 }];
      const round = { shape, base, models: folder, strategy: defaultStrategy };
      await aggregator.count({ ...round, update: updates[0]! });
      const input = { ...round, version: 1, updates };
      hashes.push((await aggregator.average(input)).hash);
      const wrong = aggregator.check({ shape, part: target, target, sha256: "0".repeat(64) });
      await expect(wrong).rejects.toMatchObject({ code: "update/checksum" });
      await aggregator.close();
    }
    expect(new Set(hashes).size).toBe(1);
    expect(hashes[0]).not.toBe(model.hash);
  },
);

test(
  "the evaluation worker judges, the same twice, and again after a failure",
  { timeout: 60_000 },
  async () => {
    const { hash } = await writeModel(folder, writeState(layout, initState(spec, 1)));
    const { labels, pixels } = testSample(tinyDataset().test, 20, 1);
    const evaluator = startEvaluator();
    const model = { preset: "s4", network: "snn", timesteps: null, coding: null } as const;
    const validation = testSample(tinyDataset().train, 30, 1);
    evaluator.prepare({ model, classes: 10, labels, pixels, validation, seed: 1 });
    const first = await evaluator.evaluate(join(folder, hash));
    expect(first.samples).toBe(20);
    const { confusion, spikeRates, inputRate } = first.figures;
    expect(confusion.reduce((sum, row, i) => sum + row[i]!, 0)).toBe(first.correct);
    expect(confusion.map((row) => row.reduce((sum, count) => sum + count, 0))).toEqual(
      Array.from({ length: 10 }, (_, label) => labels.filter((one) => one === label).length),
    );
    expect(spikeRates.map(({ perStep }) => perStep.length)).toEqual([4, 4, 4]);
    expect(inputRate).toBeNull();
    expect(first.validation).toMatchObject({ samples: 30 });
    const all = { count: labels.length, labels, pixels };
    const ten = picturesAt(all, showcasePlaces(labels));
    evaluator.prepare({ model, classes: 10, ...ten, validation: null, seed: 1 });
    const alone = await evaluator.evaluate(join(folder, hash));
    expect(confusionOf(first.shown!.votes, ten.labels)).toEqual(alone.figures.confusion);
    expectRaster(first.shown!.raster!);
    evaluator.prepare({ model, classes: 10, ...validation, validation: null, seed: 1 });
    const other = await evaluator.evaluate(join(folder, hash));
    expect(first.validation).toEqual({ correct: other.correct, samples: 30, loss: other.loss });
    evaluator.prepare({ model, classes: 10, labels, pixels, validation, seed: 1 });
    expect(first.loss).toBeGreaterThan(0);
    await expect(evaluator.evaluate(join(folder, "missing"))).rejects.toThrow("missing or damaged");
    const { correct, loss } = await evaluator.evaluate(join(folder, hash));
    expect({ correct, loss }).toEqual({ correct: first.correct, loss: first.loss });
    await evaluator.close();
  },
);

/** What is voted for most, by true class. */
function confusionOf(votes: number[][], labels: Uint8Array): number[][] {
  const counts = Array.from({ length: 10 }, () => Array.from({ length: 10 }, () => 0));
  votes.forEach((scores, i) => counts[labels[i]!]![scores.indexOf(Math.max(...scores))]!++);
  return counts;
}

/** Of s4's last layer that spikes: 64 maps of 8 x 8 at 4 steps. */
function expectRaster({ spikes, ...raster }: ShowcaseRaster): void {
  const shape = { name: "conv 3", timesteps: 4, neurons: 4096, sampled: 40 };
  expect(raster).toMatchObject(shape);
  expect(spikes).toHaveLength(40);
  const bits = spikes.map((word) => word.toString(2));
  expect(bits.every((word) => word.length <= 4)).toBe(true);
  const shown = bits.join("").replaceAll("0", "").length;
  expect(shown).toBeLessThanOrEqual(raster.total);
  expect(raster.total).toBeLessThanOrEqual(4 * 4096);
}

test("the evaluation worker judges an ordinary twin and other time steps", async () => {
  const { labels, pixels } = testSample(tinyDataset().test, 10, 1);
  const evaluator = startEvaluator();
  for (const choice of [
    { network: "ann", timesteps: null, coding: null },
    { network: "snn", timesteps: 2, coding: "poisson" },
  ] as const) {
    const model = { preset: "s4", ...choice };
    const spec = modelOf(model, 10);
    const { hash } = await writeModel(
      folder,
      writeState(stateLayout(spec).entries, initState(spec, 1)),
    );
    evaluator.prepare({ model, classes: 10, labels, pixels, validation: null, seed: 1 });
    expect((await evaluator.evaluate(join(folder, hash))).samples).toBe(10);
  }
  await evaluator.close();
}, 60_000);
