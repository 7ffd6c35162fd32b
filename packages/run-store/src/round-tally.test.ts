import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { writeState } from "@spikefed/fl-core";
import type { StrategyChoice } from "@spikefed/protocol";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";

import { sha256Of, writeModel } from "./aggregation.ts";
import { average, type UpdateFile } from "./average.ts";
import { layout, shape, start } from "./testing/small-model.ts";
import { UpdateDesk } from "./update-desk.ts";

const CLIENTS = 9;

const averaging: readonly StrategyChoice[] = [
  { kind: "fedavg" },
  { kind: "fedavg", weighting: "uniform", clipNorm: 0.02 },
  { kind: "fedprox" },
  { kind: "fedavgm" },
  { kind: "fedadam", clipNorm: 0.02 },
  { kind: "fedyogi" },
  { kind: "fedadagrad" },
];

let folder: string;
let base: { hash: string; version: number };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "spikefed-test-"));
  const { hash } = await writeModel(folder, writeState(layout, start));
  base = { hash, version: 0 };
});
afterEach(() => rm(folder, { recursive: true }));

/** Sends an update of a client as the coordinator takes one; it is not counted yet. */
async function send(desk: UpdateDesk, client: number, seed: number): Promise<UpdateFile> {
  const delta = start.map((_, p) => Math.sin(seed + 31 * client + p) / 64);
  const bytes = writeState(layout, delta);
  const [part, file] = [join(folder, `${client}.part`), join(folder, `update-${seed}-${client}`)];
  const sha256 = sha256Of(bytes);
  await writeFile(part, bytes);
  await desk.check({ shape, part, target: file, sha256 });
  return { client, file, sha256, samples: 10 + client };
}

const input = (strategy: StrategyChoice) => ({ shape, models: folder, base, strategy });

/** As an audit computes it: all updates from their files, in the order of their clients. */
function oracle(strategy: StrategyChoice, updates: readonly UpdateFile[]) {
  return average({ ...input(strategy), version: 1, updates });
}

const story = fc.record({
  strategy: fc.constantFrom(...averaging),
  seed: fc.nat(1e6),
  /** Who is counted, in the order of arrival. */
  order: fc.shuffledSubarray(
    Array.from({ length: CLIENTS }, (_, k) => k + 1),
    { minLength: 1 },
  ),
  /** After so many the process is another one. */
  restartAfter: fc.nat(CLIENTS),
  /** Whose update is checked, and then refused: it came late, or another of its own was counted. */
  refused: fc.array(fc.integer({ min: 1, max: CLIENTS })),
  /** Whose counting is told twice. */
  again: fc.array(fc.integer({ min: 1, max: CLIENTS })),
});

test("in any order, with refused ones, repeated ones and a restart, it is the average bit for bit", async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ strategy, seed, order, restartAfter, refused, again }) => {
      let desk = new UpdateDesk();
      const counted: UpdateFile[] = [];
      for (const client of order) {
        if (counted.length === restartAfter) desk = new UpdateDesk();
        if (refused.includes(client)) await send(desk, client, seed + 1);
        const update = await send(desk, client, seed);
        const tellings = again.includes(client) ? 2 : 1;
        for (let k = 0; k < tellings; k++) desk.count({ ...input(strategy), update });
        counted.push(update);
      }
      const updates = counted.sort((a, b) => a.client - b.client);
      const whole = { ...input(strategy), version: 1, updates };
      const want = await oracle(strategy, updates);
      expect(await desk.average(whole)).toEqual(want);
      expect(await desk.average(whole)).toEqual(want); // once more, as after a full disk
    }),
    { numRuns: 40 },
  );
});

test("the files of updates that were counted are not read again; those of a restart are", async () => {
  const desk = new UpdateDesk();
  const updates = await Promise.all([1, 2, 3].map((client) => send(desk, client, 5)));
  const strategy = { kind: "fedadam" } as const;
  const want = await oracle(strategy, updates);
  for (const update of updates) desk.count({ ...input(strategy), update });
  for (const { file } of updates) await rm(file);
  const whole = { ...input(strategy), version: 1, updates };
  expect(await desk.average(whole)).toEqual(want);
  await expect(new UpdateDesk().average(whole)).rejects.toThrow("ENOENT");
});

test("a sum that has an update which the round has not is begun anew", async () => {
  const desk = new UpdateDesk();
  const updates = await Promise.all([1, 2, 3].map((client) => send(desk, client, 5)));
  const strategy = { kind: "fedavg" } as const;
  for (const update of updates) desk.count({ ...input(strategy), update });
  const two = updates.slice(1);
  const told = await desk.average({ ...input(strategy), version: 1, updates: two });
  expect(told).toEqual(await oracle(strategy, two));
  const weighed = two.map((update) => ({ ...update, samples: 1 }));
  const other = await desk.average({ ...input(strategy), version: 1, updates: weighed });
  expect(other).toEqual(await oracle(strategy, weighed));
});

test("the next round begins a sum of its own, and a strategy that compares updates has none", async () => {
  const desk = new UpdateDesk();
  const first = await send(desk, 1, 5);
  desk.count({ ...input({ kind: "fedavg" }), update: first });
  const second = { hash: base.hash, version: 1 };
  const update = await send(desk, 1, 6);
  desk.count({ ...input({ kind: "fedavg" }), base: second, update });
  const next = { ...input({ kind: "fedavg" }), base: second, version: 2, updates: [update] };
  expect(await desk.average(next)).toEqual(await average(next));
  const median = { kind: "fedmedian" } as const;
  desk.count({ ...input(median), update });
  const compared = { ...input(median), version: 1, updates: [first, update] };
  await expect(desk.average(compared)).rejects.toMatchObject({ code: "aggregate/client" });
  const others = { ...input(median), version: 1, updates: [first, await send(desk, 2, 6)] };
  expect(await desk.average(others)).toEqual(await average(others));
});
