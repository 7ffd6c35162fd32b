import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { normOf, replay, withNorm } from "@spikefed/fl-core";
import type { ExperimentChoice, LogEvent } from "@spikefed/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { RunPlan } from "./run-plan.ts";
import { runThroughDeaths } from "./testing/through-deaths.ts";
import {
  Death,
  mortal,
  type Faults,
  normedLayout,
  outcomeOf,
  runTiny,
} from "./testing/tiny-federation.ts";

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), "spikefed-simulate-"))));
afterEach(() => rm(root, { recursive: true, force: true, maxRetries: 3 }));

const typesOf = (events: LogEvent[]) => events.map(({ type }) => type).slice(11);
const only = <T extends LogEvent["type"]>(events: LogEvent[], type: T) =>
  events.filter((event): event is LogEvent & { type: T } => event.type === type);

test("rounds follow each other as in a room, judged every so often and at the end", async () => {
  await runTiny(join(root, "a"));
  const { events } = await outcomeOf(join(root, "a"));
  const round = (judged: string) => [
    "round-opened",
    ...Array<string>(4).fill("update-accepted"),
    ...["round-closed", "aggregated", judged],
  ];
  expect(typesOf(events)).toEqual([
    "run-started",
    ...round("evaluation-skipped"),
    ...round("evaluated"),
    ...round("evaluated"),
    "run-ended",
  ]);
  expect(only(events, "joined").map(({ client }) => client)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
  ]);
});

test("the answers of each judged model are kept, by class", async () => {
  let judged: RunPlan["judged"] = [];
  await runTiny(join(root, "a"), { onPlan: (plan) => (judged = plan.judged) });
  const { events, matrices } = await outcomeOf(join(root, "a"));
  const told = only(events, "evaluated");
  expect(matrices).toEqual(judged);
  expect(judged.map(({ modelHash }) => modelHash)).toEqual(told.map(({ modelHash }) => modelHash));
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  judged.forEach(({ confusion }, i) => {
    expect(sum(confusion.map((row, label) => row[label]!))).toBe(told[i]!.correct);
    expect(sum(confusion.flat())).toBe(told[i]!.samples);
  });
});

test("each update's deviation is in the log, and a validation part is judged beside the test", async () => {
  await runTiny(join(root, "a"), { experiment: { validationSamples: 20 } });
  const { events } = await outcomeOf(join(root, "a"));
  for (const { clients, deviations } of only(events, "aggregated")) {
    expect(deviations).toHaveLength(clients.length);
    for (const value of deviations!) expect(value).toBeGreaterThan(0);
  }
  const judged = only(events, "evaluated");
  expect(judged.map(({ validation }) => validation?.samples)).toEqual([20, 20]);
  await runTiny(join(root, "b"));
  const without = await outcomeOf(join(root, "b"));
  expect(only(without.events, "evaluated").map(({ validation }) => validation)).toEqual([
    ...[undefined, undefined],
  ]);
});

test("norms that stay: a client goes on with its own, and takes the weights of the model", async () => {
  const work: { start: Float32Array; after: Float32Array }[] = [];
  const onWork = (start: Float32Array, after: Float32Array) => void work.push({ start, after });
  const experiment = { localNorm: true, participants: 8, rounds: 4 };
  await runTiny(join(root, "a"), { experiment, onWork });
  const { events } = await outcomeOf(join(root, "a"));
  const turns = only(events, "update-accepted");
  expect(work).toHaveLength(turns.length);
  const norm = (state: Float32Array) => [...normOf(normedLayout, state)];
  const weights = (state: Float32Array) => [...withNorm(normedLayout, state, new Float32Array(12))];
  const own = new Map<number, number[]>();
  let again = 0;
  turns.forEach(({ client, round }, i) => {
    const { start, after } = work[i]!;
    const others = work.filter((_, j) => turns[j]!.round === round);
    for (const other of others) expect(weights(other.start)).toEqual(weights(start));
    const known = own.get(client);
    if (known !== undefined) {
      expect(norm(start)).toEqual(known);
      again += 1;
    }
    own.set(client, norm(after));
  });
  expect(again).toBeGreaterThan(20);
  const files = (await readdir(join(root, "a", "norms"))).map((name) => Number(name.split("-")[0]));
  expect(files.sort((a, b) => a - b)).toEqual([...own.keys()].sort((a, b) => a - b)); // one each
});

test("norms that stay make another model; a damaged one is named and nothing is made of it", async () => {
  const experiment = { localNorm: true, participants: 10, rounds: 2, evaluateEvery: 1 } as const;
  const some = { ...experiment, participants: 6 };
  await runTiny(join(root, "a"), { experiment: some });
  const shared = { ...some, localNorm: false };
  await runTiny(join(root, "b"), { experiment: shared, isNormed: true });
  const [a, b] = await Promise.all(["a", "b"].map((name) => outcomeOf(join(root, name))));
  expect(a!.model).not.toBe(b!.model);
  const dying = runTiny(join(root, "c"), { experiment, log: (log) => mortal(log, 16, "after") });
  await expect(dying).rejects.toThrow(Death); // round 1 is over
  const file = join(root, "c", "norms", "3-1");
  const bytes = await readFile(file);
  bytes[5]! ^= 1;
  await writeFile(file, bytes);
  const lost = { code: "simulate/lost", facts: { file } };
  await expect(runTiny(join(root, "c"), { experiment })).rejects.toMatchObject(lost);
});

test("only the newest model is kept of the files that rounds need", async () => {
  await runTiny(join(root, "a"), { experiment: { strategy: { kind: "fedadam" } } });
  const { events } = await outcomeOf(join(root, "a"));
  const hash = only(events, "aggregated").at(-1)!.modelHash;
  expect((await readdir(join(root, "a", "models"))).sort()).toEqual([hash, `${hash}.3.server`]);
  expect(await readdir(join(root, "a", "updates"))).toEqual([]);
});

test("the same run again has the same log, another seed another model", async () => {
  await runTiny(join(root, "a"));
  await runTiny(join(root, "b"));
  await runTiny(join(root, "c"), { experiment: { seed: 2 } });
  const [a, b, c] = await Promise.all(["a", "b", "c"].map((name) => outcomeOf(join(root, name))));
  expect(b).toEqual(a);
  expect(c!.model).not.toBe(a!.model);
});

test("a run that is over is left as it is", async () => {
  await runTiny(join(root, "a"));
  const before = await outcomeOf(join(root, "a"));
  expect(await runTiny(join(root, "a"))).toEqual([]);
  expect(await outcomeOf(join(root, "a"))).toEqual(before);
});

/** The tiny model is no better than chance: some rounds are worse than the one before. */
const gated: ExperimentChoice = {
  ...{ gateDrop: 0, evaluateEvery: 1, rounds: 8, strategy: { kind: "fedavgm" } },
};

test("attackers are the same clients in all rounds; what is no number is refused", async () => {
  const attackers = { kind: "nan", share: 0.3 } as const;
  await runTiny(join(root, "a"), { experiment: { attackers, participants: 10 } });
  const { events } = await outcomeOf(join(root, "a"));
  const refused = only(events, "update-refused");
  expect(new Set(refused.map(({ client }) => client)).size).toBe(3);
  expect(refused).toHaveLength(9);
  expect(refused.every(({ code }) => code === "update/not-finite")).toBe(true);
  expect(new Set(refused.map(({ sha256 }) => sha256)).has(undefined)).toBe(false);
});

test("an attack changes the model, a share of nobody does not", async () => {
  const model = async (name: string, attackers: ExperimentChoice["attackers"]) => {
    await runTiny(join(root, name), { experiment: { attackers } });
    return (await outcomeOf(join(root, name))).hash;
  };
  const honest = await model("a", null);
  expect(await model("b", { kind: "sign-flip", share: 0 })).toBe(honest);
  expect(await model("c", { kind: "sign-flip", share: 0.5 })).not.toBe(honest);
});

test("rounds that are worse are taken back; the newest model is the one the run stands on", async () => {
  const folder = join(root, "a");
  await runTiny(folder, { experiment: gated });
  const { events, hash } = await outcomeOf(folder);
  const back = only(events, "rolled-back");
  expect(back.length).toBeGreaterThan(0);
  for (const { round, modelHash } of back) {
    const next = only(events, "round-opened").find((event) => event.round === round + 1);
    if (next !== undefined) expect(next.modelHash).toBe(modelHash);
  }
  const view = replay(events);
  expect(hash).toBe(view.modelHash);
  expect(only(events, "run-ended")[0]?.best).toEqual(view.best);
  const versions = only(events, "aggregated").map(({ version }) => version);
  expect(versions).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

const runs: [string, ExperimentChoice, Faults][] = [
  ["fedavg", {}, {}],
  ["fedadam with what it remembers", { strategy: { kind: "fedadam" } }, {}],
  ["a gate that takes rounds back, with what fedavgm remembers", gated, {}],
  ["an early end", { patience: 1, evaluateEvery: 1, rounds: 9 }, {}],
  ["norms that stay with their clients", { localNorm: true, participants: 6 }, {}],
  ["stragglers", { participants: 8, stragglerProbability: 0.5, rounds: 2 }, {}],
  ["updates that leave a remainder", { updateEncoding: { kind: "top-k", share: 0.1 } }, {}],
  ["a client that diverges, one whose update is refused", {}, { diverge: [2, 3], explode: [4, 5] }],
  [
    "krum, which repeats a round with too few updates",
    { strategy: { kind: "krum" }, participants: 5, rounds: 2 },
    { diverge: [2, 3] },
  ],
];

describe.each(runs)("%s", (_, experiment, faults) => {
  test.each(["before", "after"] as const)(
    "a process that dies %s each line is on the disk changes neither log nor model",
    async (when) => {
      await runTiny(join(root, "whole"), { experiment, faults });
      const whole = await outcomeOf(join(root, "whole"));
      const deaths = await runThroughDeaths(join(root, "torn"), when, { experiment, faults });
      expect(deaths).toBeGreaterThan(10);
      expect(await outcomeOf(join(root, "torn"))).toEqual(whole);
      expect(await readdir(join(root, "torn", "updates"))).toEqual([]);
    },
  );
});
