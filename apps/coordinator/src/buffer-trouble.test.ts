// FedBuff in a room when something goes wrong: a full disk, silence, models that got worse.

import { SpikefedError, type RunSettings } from "@spikefed/protocol";
import { afterEach, expect, test } from "vitest";

import { directAggregator, type Aggregator } from "./aggregate/aggregator.ts";
import type { CoordinatorOptions } from "./coordinator.ts";
import type { Evaluator } from "./evaluate/evaluator.ts";
import { bufferedRun, only, scheduler } from "./testing/buffered-run.ts";
import { manualClock, type ManualClock } from "./testing/manual-clock.ts";
import type { StartedRun } from "./testing/started-run.ts";
import { cannedEvaluator, cannedFigures, type TestBench } from "./testing/test-coordinator.ts";

let bench: TestBench;
afterEach(() => bench.close());

async function started(
  settings?: Partial<RunSettings>,
  options?: Partial<CoordinatorOptions>,
): Promise<StartedRun> {
  const run = await bufferedRun({ rounds: 9, ...settings }, options);
  bench = run.bench;
  return run;
}

const full = () => new SpikefedError("store/full", { file: "updates/u" });

/** Finds no space the first times. */
function crowded(what: "check" | "average", times: number): Aggregator {
  const real = directAggregator();
  let left = times;
  const refuse = <T>(work: () => Promise<T>) => (left-- > 0 ? Promise.reject(full()) : work());
  return what === "check"
    ? { ...real, check: (input) => refuse(() => real.check(input)) }
    : { ...real, average: (input) => refuse(() => real.average(input)) };
}

/** Judges the models with these accuracies, one after the other, in twentieths. */
const judges = (...correct: number[]): Evaluator => ({
  ...cannedEvaluator,
  evaluate: () =>
    Promise.resolve({
      ...{ samples: 20, loss: 2, seconds: 0, validation: null, correct: correct.shift() ?? 0 },
      ...{ figures: cannedFigures, shown: null },
    }),
});

/** Seconds go by until it is so. */
async function passing(clock: ManualClock, isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    clock.advance(1000);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test.each([scheduler, { kind: "rounds" } as const])(
  "an update that finds no space keeps its place and is asked for again, with $kind",
  async (kind) => {
    const clock = manualClock(Date.now());
    const startAggregator = () => crowded("check", 1);
    const settings = { scheduler: kind, participants: 1, roundSeconds: 600 };
    const { a, b, host } = await started(settings, { clock, startAggregator });
    const { cohort } = await host.seen("round-opened", 1);
    const one = cohort[0] === 1 ? a : b;
    const task = await one.task(1);
    const update = { updateId: "update-of-one", value: 0.02 };
    expect(await one.send(task, update)).toMatchObject({ error: { code: "store/full" } });
    await passing(clock, () => one.tasks.length === 2);
    const again = one.tasks[1]!;
    expect(again).toMatchObject({ round: 1, model: task.model });
    expect(again.remainingMs).toBeGreaterThan(500_000);
    expect(await one.send(again, update)).toMatchObject({ ok: true, counted: true });
    expect(await host.seen("aggregated", 1)).toMatchObject({ clients: cohort });
    expect(bench.said.filter((line) => line.includes("store/full"))).toHaveLength(1);
  },
);

test("a model that finds no space is made when there is some; what comes meanwhile is counted next", async () => {
  const clock = manualClock(Date.now());
  const startAggregator = () => crowded("average", 3);
  const { a, b, host } = await started({ roundSeconds: 60 }, { clock, startAggregator });
  const [taskA, taskB] = [await a.task(1), await b.task(1)];
  clock.advance(59_000);
  await a.send(taskA);
  await host.seen("round-closed", 1);
  const sent = b.send(taskB, { value: 0.03 });
  await passing(clock, () => only(host.log, "aggregated").length > 0);
  expect(await sent).toMatchObject({ ok: true, counted: true });
  expect(await host.seen("update-accepted", 2)).toMatchObject({ client: 2, staleness: 1 });
  expect(only(host.log, "aggregation-failed")).toEqual([]);
});

test("a silent client leaves its place to another, and what it sends still counts", async () => {
  const clock = manualClock(Date.now());
  const { a, b, host } = await started({ participants: 1, leaseSeconds: 10 }, { clock });
  const { cohort } = await host.seen("round-opened", 1);
  const [silent, other] = cohort[0] === 1 ? [a, b] : [b, a];
  const task = await silent.task(1);
  clock.advance(6000);
  await silent.get("state", { state: "training" });
  clock.advance(6000);
  expect(only(host.log, "work-begun")).toEqual([]);
  clock.advance(4000);
  await other.send(await other.task(1));
  await host.seen("aggregated", 1);
  expect(await silent.send(task, { value: 0.03 })).toMatchObject({ ok: true, counted: true });
  expect(await host.seen("update-accepted", 2)).toMatchObject({ client: cohort[0], staleness: 1 });
});

test("a model that got worse is taken back: who worked from it is told, and begins from the one before", async () => {
  const evaluator = judges(10, 5, 11);
  const settings = { gateDrop: 10, evaluateEvery: 2 };
  const { a, b, host } = await started(settings, { startEvaluator: () => evaluator });
  const slow = await b.task(1);
  for (const round of [1, 2, 3]) await a.send(await a.task(round), { value: 0.01 * round });
  const good = await host.seen("aggregated", 2);
  const bad = await host.seen("aggregated", 3);
  const c = bench.client();
  await c.hello();
  const lost = await c.task(4);
  expect(lost.model.hash).toBe(bad.modelHash);
  const isTold = new Promise((resolve) => c.socket.once("cancel", resolve));
  await a.send(await a.task(4), { value: 0.04 });
  expect(await host.seen("rolled-back", 4)).toMatchObject({ since: 3, modelHash: good.modelHash });
  expect(await isTold).toEqual({ round: 4, why: "closed" });
  expect((await c.send(lost)).ok).toBe(false);
  expect((await c.task(5)).model.hash).toBe(good.modelHash);
  expect(await b.send(slow, { value: 0.03 })).toMatchObject({ ok: false }); // too old by now
});

test("a run whose models get no better ends, and tells everybody who is at work", async () => {
  const evaluator = judges(10, 9, 8);
  const { a, b, host } = await started({ patience: 2 }, { startEvaluator: () => evaluator });
  await b.task(1);
  const isTold = new Promise((resolve) => b.socket.once("cancel", resolve));
  for (const round of [1, 2, 3]) await a.send(await a.task(round), { value: 0.01 * round });
  expect(await host.seen("run-ended")).toMatchObject({ why: "no-improvement", best: { round: 1 } });
  expect(await isTold).toEqual({ round: 1, why: "stopped" });
});
