// Rounds that are taken back, models that are kept, and models that are exported.

import { createHash } from "node:crypto";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { replay } from "@spikefed/fl-core";
import { type LogEvent, readStrategy, type RunSettings } from "@spikefed/protocol";
import { afterEach, describe, expect, test } from "vitest";

import type { Evaluator } from "./evaluate/evaluator.ts";
import { startedRun } from "./testing/started-run.ts";
import type { TestClient } from "./testing/test-client.ts";
import { cannedEvaluator, cannedFigures, type TestBench } from "./testing/test-coordinator.ts";

let bench: TestBench;
afterEach(() => bench.close());

const canned = {
  ...{ samples: 20, loss: 2, seconds: 0, validation: null },
  ...{ figures: cannedFigures, shown: null },
};

/** Judges the models with these accuracies, one after the other, in twentieths. */
const judges = (...correct: number[]): Evaluator => ({
  ...cannedEvaluator,
  evaluate: () => Promise.resolve({ ...canned, correct: correct.shift() ?? 0 }),
});

async function play(client: TestClient, host: TestClient, rounds: readonly number[]) {
  for (const round of rounds) {
    await client.send(await client.task(round), { value: 0.01 * round });
    await host.seen("evaluated", round);
  }
}

const gated: Partial<RunSettings> = {
  ...{ gateDrop: 10, rounds: 4, participants: 1, strategy: readStrategy({ kind: "fedadam" }) },
};

const fedAvg = readStrategy({ kind: "fedavg" });
const isAverageOf =
  (round: number) =>
  (event: LogEvent): event is LogEvent & { type: "aggregated" } =>
    event.type === "aggregated" && event.round === round;

async function started(evaluator: Evaluator, settings = gated, keepModels: number | null = 3) {
  const run = await startedRun(settings, { startEvaluator: () => evaluator, keepModels });
  bench = run.bench;
  await run.b.get("state", { state: "paused" });
  return run;
}

const modelFiles = async () =>
  (await readdir(bench.coordinator.room.run.parts.folder.models)).sort();

describe("a round that is taken back", () => {
  test("is in the log, and the next one starts from the model and the memory before", async () => {
    const { a, host } = await started(judges(10, 5, 11, 12));
    await play(a, host, [1]);
    const good = (await host.seen("aggregated", 1)).modelHash;
    await play(a, host, [2]);
    const back = await host.seen("rolled-back", 2);
    expect(back).toMatchObject({ since: 2, modelHash: good, accuracy: 0.25, before: 0.5 });
    expect((await a.task(3)).model.hash).toBe(good);
    await play(a, host, [3, 4]);
    await host.seen("run-ended");
    const view = replay(host.log);
    expect(view.rounds.map(({ rolledBack }) => rolledBack)).toEqual([false, true, false, false]);
    expect(view.rounds[1]!.reported).toEqual([1]); // what was counted stays recorded
    const aggregated = host.log.filter((event) => event.type === "aggregated");
    expect(aggregated.map(({ version }) => version)).toEqual([1, 2, 3, 4]);
  });

  test("is not what the wall compares the next model's votes with", async () => {
    const shown = (vote: number) => ({ shown: { votes: [[vote]], raster: null } });
    const figures = [10, 5, 11].map((correct, i) => ({ correct, ...shown(i + 1) }));
    const { a, host } = await started(judgesWith(...figures), { ...gated, rounds: 3 });
    const showcase = () => bench.coordinator.room.run.parts.figures.newest?.showcase;
    await play(a, host, [1, 2]);
    await host.seen("rolled-back", 2);
    expect(showcase()).toMatchObject({ before: { votes: [[1]] }, newest: { votes: [[2]] } });
    await play(a, host, [3]);
    expect(showcase()).toMatchObject({ before: { votes: [[1]] }, newest: { votes: [[3]] } });
  });

  test("gives the model that a run without that round would have", async () => {
    const { a, host } = await started(judges(10, 5, 11), { ...gated, rounds: 3 });
    await play(a, host, [1, 2, 3]);
    const withIt = (await host.seen("aggregated", 3)).modelHash;
    await bench.close();
    const other = await started(judges(10, 11), { ...gated, rounds: 2 });
    await other.a.send(await other.a.task(1), { value: 0.01 });
    await other.a.send(await other.a.task(2), { value: 0.03 });
    expect((await other.host.seen("aggregated", 2)).modelHash).toBe(withIt);
  });

  test("is taken back after a restart, too", async () => {
    const stuck: Evaluator = { ...judges(10), evaluate: judges(10).evaluate };
    let calls = 0;
    stuck.evaluate = () =>
      ++calls === 1 ? Promise.resolve({ ...canned, correct: 10 }) : new Promise(() => undefined);
    const { a, host } = await started(stuck);
    await play(a, host, [1]);
    const good = (await host.seen("aggregated", 1)).modelHash;
    await a.send(await a.task(2), { value: 0.05 });
    await host.seen("aggregated", 2);
    await bench.coordinator.close();
    await bench.start({ startEvaluator: () => judges(5, 11) });
    const host2 = await bench.host();
    expect(await host2.seen("rolled-back", 2)).toMatchObject({ modelHash: good });
    const a2 = bench.client();
    await a2.hello({ resume: a.resume });
    const task = await a2.task(3);
    expect(task.model.hash).toBe(good);
    await a2.send(task, { value: 0.02 }); // fedadam's memory of round 1 is still there
    await host2.seen("aggregated", 3);
  });
});

/** Judges the models with these figures, one after the other. */
const judgesWith = (...figures: Partial<Awaited<ReturnType<Evaluator["evaluate"]>>>[]) => ({
  ...cannedEvaluator,
  evaluate: () => Promise.resolve({ ...canned, correct: 10, ...figures.shift() }),
});
const kept = (correct: number, loss = 2) => ({ validation: { correct, samples: 20, loss } });

test("where validation pictures are kept, they decide what is taken back", async () => {
  const settings = { ...gated, validationSamples: 20 };
  const { a, host } = await started(judgesWith(kept(12), { correct: 15, ...kept(6) }), settings);
  await play(a, host, [1, 2]);
  const back = await host.seen("rolled-back", 2);
  expect(back).toMatchObject({ accuracy: 0.3, before: 0.6, on: "validation" });
  expect(replay(host.log).best).toMatchObject({ round: 1, accuracy: 0.6 });
});

test.each([{ loss: NaN }, kept(12, NaN)])("a model with %o is taken back", async (broken) => {
  const { a, host } = await started(judgesWith({ correct: 1, ...kept(1) }, broken));
  await play(a, host, [1]);
  await a.send(await a.task(2), { value: 0.02 });
  expect(await host.seen("evaluation-failed", 2)).toMatchObject({ worthless: true });
  const { modelHash } = await host.seen("aggregated", 1);
  expect(await host.seen("rolled-back", 2)).toMatchObject({ modelHash, accuracy: null });
  expect((await a.task(3)).model.hash).toBe(modelHash);
});

test("a run that stands on a model that is damaged goes back to the one before that", async () => {
  const { a, host } = await started(judges(10, 11, 1), { ...gated, strategy: fedAvg });
  await play(a, host, [1, 2, 3]);
  const [first, second] = [1, 2].map((round) => host.log.find(isAverageOf(round))!.modelHash);
  await host.seen("rolled-back", 3);
  const { models } = bench.coordinator.room.run.parts.folder;
  await bench.coordinator.close();
  await writeFile(join(models, second!), "damaged");
  await bench.start({ startEvaluator: () => judges(10) });
  expect(bench.coordinator.room.run.models.last.hash).toBe(first);
});

test("of the models the best, the newest and what is needed are kept", async () => {
  const settings = { rounds: 6, participants: 1 };
  const { a, host } = await started(judges(1, 15, 3, 4, 5, 6), settings, 2);
  await play(a, host, [1, 2, 3, 4, 5, 6]);
  const hashes = host.log.flatMap((event) =>
    event.type === "aggregated" ? [event.modelHash] : [],
  );
  expect(await modelFiles()).toEqual([hashes[1], hashes[3], hashes[4], hashes[5]].sort());
});

test("all of them are kept when that is asked for", async () => {
  const { a, host } = await started(judges(1, 2, 3), { rounds: 3, participants: 1 }, null);
  await play(a, host, [1, 2, 3]);
  expect(await modelFiles()).toHaveLength(4);
});

test("the newest and the best model can be had as files", async () => {
  const { a, host } = await started(judges(15, 3), { rounds: 2, participants: 1 });
  const get = (which: string) =>
    fetch(`http://127.0.0.1:${bench.coordinator.port}/api/run/models/${which}`);
  expect((await get("best")).status).toBe(404);
  await play(a, host, [1, 2]);
  for (const [which, round] of [
    ["best", 1],
    ["last", 2],
  ] as const) {
    const answer = await get(which);
    const bytes = Buffer.from(await answer.arrayBuffer());
    const { modelHash } = await host.seen("aggregated", round);
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(modelHash);
    expect(answer.headers.get("content-disposition")).toContain(`${which}-version${round}.safet`);
  }
  expect((await get("worst")).status).toBe(404);
});
