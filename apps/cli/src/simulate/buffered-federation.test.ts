import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readState, readUpdate } from "@spikefed/fl-core";
import type { ExperimentChoice, LogEvent } from "@spikefed/protocol";
import { auditRun, blobPath, runFiles } from "@spikefed/run-store";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { runThroughDeaths } from "./testing/through-deaths.ts";
import { type Faults, outcomeOf, runTiny, tinyShape } from "./testing/tiny-federation.ts";

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), "spikefed-buffered-"))));
afterEach(() => rm(root, { recursive: true, force: true, maxRetries: 3 }));

/** Five of ten clients at work, three updates a model; half of the speeds lie far apart. */
const buffered = {
  scheduler: { kind: "fedbuff", bufferSize: 3, maxStaleness: 4, speedSpread: 1 },
  ...{ participants: 5, rounds: 6 },
} as const satisfies ExperimentChoice;

const only = <T extends LogEvent["type"]>(events: LogEvent[], type: T) =>
  events.filter((event): event is LogEvent & { type: T } => event.type === type);

test("each buffer of three makes a model; updates name what they began with, and how old that is", async () => {
  await runTiny(join(root, "a"), { experiment: buffered });
  const { events } = await outcomeOf(join(root, "a"));
  const averaged = only(events, "aggregated");
  expect(averaged.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(averaged.every(({ clients }) => clients.length === 3)).toBe(true);
  const first = events[0] as LogEvent & { type: "run-opened" };
  const models = [first.model.hash, ...averaged.map(({ modelHash }) => modelHash)];
  const updates = only(events, "update-accepted");
  for (const { round, base, staleness } of updates) {
    expect(models[base!.version]).toBe(base!.hash);
    expect(staleness).toBe(round - 1 - base!.version);
    expect(staleness).toBeLessThanOrEqual(4);
  }
  expect(new Set(updates.map(({ staleness }) => staleness)).size).toBeGreaterThan(2);
  const clocks = only(events, "round-closed").map(({ clockMs }) => clockMs!);
  expect(clocks).toEqual([...clocks].sort((a, b) => a - b));
  expect(clocks[0]).toBeGreaterThan(0);
});

test("a model is the base and the updates, each by 1 / sqrt(1 + staleness), over their pictures", async () => {
  const folder = join(root, "a");
  await runTiny(folder, { experiment: buffered, keepUpdates: true });
  const { events } = await outcomeOf(folder);
  const { layout, length } = tinyShape;
  const kept = join(folder, "kept");
  const model = async (hash: string) =>
    readState(await readFile(blobPath(kept, hash)), layout, length);
  const first = events[0] as LogEvent & { type: "run-opened" };
  let before = first.model.hash;
  let stale = 0;
  for (const { round, modelHash } of only(events, "aggregated")) {
    const mine = only(events, "update-accepted").filter((event) => event.round === round);
    const total = mine.reduce((sum, { samples }) => sum + samples, 0);
    const want = Array.from(await model(before));
    for (const { sha256, client, samples, staleness = 0 } of mine) {
      const bytes = await readFile(join(kept, `${sha256}.${round}-${client}`));
      const delta = readUpdate(bytes, layout, length, { kind: "float32" });
      const weight = samples / total / Math.sqrt(1 + staleness);
      delta.forEach((value, p) => (want[p]! += weight * value));
      stale += staleness;
    }
    const got = await model(modelHash);
    got.forEach((value, p) => expect(Math.abs(value - want[p]!)).toBeLessThan(1e-5));
    before = modelHash;
  }
  expect(stale).toBeGreaterThan(5);
});

test("an audit computes every model again, by the stalenesses that its records name", async () => {
  const folder = join(root, "a");
  await runTiny(folder, { experiment: buffered, keepUpdates: true });
  const audit = () =>
    auditRun(runFiles(folder, join(folder, "run.jsonl")), {
      ...{ key: null, shapeOf: () => ({ ...tinyShape, encoding: { kind: "float32" } }) },
    });
  expect(await audit()).toMatchObject({ findings: [], averages: { same: 6, missing: 0 } });
  const records = (await readFile(join(folder, "records.jsonl"), "utf8")).split("\n");
  const staleness = records.flatMap((line) =>
    [...line.matchAll(/"staleness":(\d)/g)].map(([, digit]) => Number(digit)),
  );
  expect(staleness).toHaveLength(18);
  expect(Math.max(...staleness)).toBeGreaterThan(0);
});

test("alike clients that all send are never stale: the model is that of rounds", async () => {
  const scheduler = { kind: "fedbuff", bufferSize: 10, speedSpread: 0 } as const;
  const all = { participants: null, rounds: 3, evaluateEvery: 1 };
  await runTiny(join(root, "a"), { experiment: { ...all, scheduler } });
  await runTiny(join(root, "b"), { experiment: all });
  const [a, b] = await Promise.all(["a", "b"].map((name) => outcomeOf(join(root, name))));
  expect(a!.hash).toBe(b!.hash);
});

test("the same run again has the same log, another speed or seed another model", async () => {
  const runs = [
    buffered,
    buffered,
    { ...buffered, seed: 2 },
    { ...buffered, scheduler: { ...buffered.scheduler, speedSpread: 0.2 } },
  ];
  for (const [i, experiment] of runs.entries()) await runTiny(join(root, `${i}`), { experiment });
  const [a, b, c, d] = await Promise.all(runs.map((_, i) => outcomeOf(join(root, `${i}`))));
  expect(b).toEqual(a);
  expect(new Set([a!.hash, c!.hash, d!.hash]).size).toBe(3);
});

test("a run that is over is left as it is, and keeps no model but the newest", async () => {
  await runTiny(join(root, "a"), { experiment: buffered });
  const before = await outcomeOf(join(root, "a"));
  expect(await runTiny(join(root, "a"), { experiment: buffered })).toEqual([]);
  expect(await outcomeOf(join(root, "a"))).toEqual(before);
});

const runs: [string, ExperimentChoice, Faults][] = [
  ["a buffer of three", buffered, {}],
  [
    "fedadam, whose memory goes along",
    { ...buffered, rounds: 4, strategy: { kind: "fedadam" } },
    {},
  ],
  [
    "a gate that takes models back",
    { ...buffered, gateDrop: 0, evaluateEvery: 1, strategy: { kind: "fedavgm" } },
    {},
  ],
  [
    "clients that diverge or are refused",
    { ...buffered, rounds: 3 },
    { diverge: [2, 3], explode: [4] },
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
    120_000,
  );
});
