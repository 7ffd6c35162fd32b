import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createStrategy, writeState, type ServerState } from "@spikefed/fl-core";
import type { StrategyChoice } from "@spikefed/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";

import { writeModel } from "./aggregation.ts";
import { average } from "./average.ts";
import { serverStatePath } from "./run-folder.ts";
import { layout, shape, start } from "./testing/small-model.ts";

let models: string;
beforeEach(async () => void (models = await mkdtemp(join(tmpdir(), "spikefed-test-"))));
afterEach(() => rm(models, { recursive: true }));

const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Change of client k in a round; its statistics too. */
const deltaOf = (round: number, k: number) =>
  start.map((_, p) => 0.01 * (round + 2 * k) - 0.02 * p);

async function updatesOf(round: number) {
  return Promise.all(
    [1, 2, 3].map(async (client) => {
      const file = join(models, `update-${round}-${client}`);
      const bytes = writeState(layout, deltaOf(round, client));
      await writeFile(file, bytes);
      return { client, file, sha256: hashOf(bytes), samples: 10 * client };
    }),
  );
}

async function play(strategy: StrategyChoice, base: { hash: string; version: number }) {
  const updates = await updatesOf(base.version);
  const { hash, notes } = await average({
    shape,
    models,
    base,
    version: base.version + 1,
    updates,
    strategy,
  });
  return { hash, version: base.version + 1, notes };
}

async function begin() {
  const { hash } = await writeModel(models, writeState(layout, start));
  return { hash, version: 0 };
}

/** Two rounds of the strategy itself, without a file. */
function inMemory(choice: StrategyChoice): string {
  const strategy = createStrategy(choice);
  let [base, server]: [Float32Array, ServerState | null] = [start, null];
  for (const round of [0, 1]) {
    const updates = [1, 2, 3].map((client) => ({
      ...{ client, delta: deltaOf(round, client), samples: 10 * client },
    }));
    const nonNegative = [{ offset: 5, length: 1 }];
    const input = { base, updates, server, trainable: 4, nonNegative };
    ({ model: base, server } = strategy.aggregate(input));
  }
  return hashOf(writeState(layout, base));
}

const states = async () => (await readdir(models)).filter((name) => name.endsWith(".server"));

test.each<StrategyChoice>([
  { kind: "fedavg" },
  { kind: "fedavgm" },
  { kind: "fedadam" },
  { kind: "fedyogi", clipNorm: 0.01 },
  { kind: "krum", numMaliciousNodes: 0 },
])("%j over files is what it is in memory", async (choice) => {
  const second = await play(choice, await play(choice, await begin()));
  expect(second.hash).toBe(inMemory(choice));
  expect(hashOf(await readFile(join(models, second.hash)))).toBe(second.hash);
});

test("each update is measured as it arrived, whatever the strategy makes of it", async () => {
  const base = await begin();
  const updates = await updatesOf(0);
  // Weight (1, -1, 0.5, 0): length 1.5. Mean 0, variance 1.
  const expected = [1, 2, 3].map((client) => {
    const [a, b, c, d, mean, variance] = [...deltaOf(0, client)];
    return Math.hypot(a!, b!, c!, d!) / 2.5 + Math.abs(mean!) + Math.abs(variance!) / 2;
  });
  const strategies: StrategyChoice[] = [
    ...[{ kind: "fedavg" } as const, { kind: "fedavg", clipNorm: 0.001 } as const],
    ...[{ kind: "krum", numMaliciousNodes: 0 } as const, { kind: "fedmedian" } as const],
  ];
  for (const strategy of strategies) {
    const { deviations } = await average({ shape, models, base, version: 1, updates, strategy });
    expect(deviations).toHaveLength(3);
    deviations.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 12));
  }
  const backwards = [...updates].reverse();
  const input = { shape, models, base, version: 1, updates: backwards, strategy: strategies[2]! };
  const { deviations } = await average(input);
  expect(deviations[0]).toBeCloseTo(expected[2]!, 12); // in the order of the updates
});

test("what a strategy remembers lies beside its model; fedavg leaves nothing", async () => {
  const base = await begin();
  await play({ kind: "fedavg" }, base);
  expect(await states()).toEqual([]);
  const { hash } = await play({ kind: "fedadam" }, base);
  expect(await states()).toEqual([`${hash}.1.server`]);
});

test("a round that is aggregated twice gives the same files", async () => {
  const first = await play({ kind: "fedadam" }, await begin());
  const once = await play({ kind: "fedadam" }, first);
  const state = await readFile(serverStatePath(models, once));
  const again = await play({ kind: "fedadam" }, first);
  expect(again).toEqual(once);
  expect(await readFile(serverStatePath(models, again))).toEqual(state);
});

test("the state is there before the model is", async () => {
  const base = await begin();
  const { hash, version } = await play({ kind: "fedadam" }, base);
  const state = serverStatePath(models, { hash, version });
  await Promise.all([rm(state), rm(join(models, hash))]);
  await mkdir(join(models, hash)); // no file can be put in its place
  await expect(play({ kind: "fedadam" }, base)).rejects.toMatchObject({ code: "store/write" });
  expect(await states()).toEqual([`${hash}.1.server`]);
});

test("a model that no change moved does not take the state of the one before", async () => {
  const base = await begin();
  const still = join(models, "still");
  const bytes = writeState(layout, new Float32Array(6));
  await writeFile(still, bytes);
  const updates = [{ client: 1, file: still, sha256: hashOf(bytes), samples: 1 }];
  const input = { ...{ shape, models, updates }, strategy: { kind: "fedadam" } as const };
  const one = await average({ ...input, base, version: 1 });
  expect(one.hash).toBe(base.hash);
  const two = await average({ ...input, base: { hash: one.hash, version: 1 }, version: 2 });
  expect(two.hash).toBe(base.hash);
  expect((await states()).sort()).toEqual([`${base.hash}.1.server`, `${base.hash}.2.server`]);
});

test.each<[string, (file: string) => Promise<void>, string]>([
  ["missing", (file) => rm(file), "ENOENT"],
  ["torn", (file) => writeFile(file, "{}"), "not a safetensors file"],
])("a state that is %s is named, and nothing is written", async (_, spoil, fact) => {
  const first = await play({ kind: "fedyogi" }, await begin());
  await spoil(serverStatePath(models, first));
  const before = (await readdir(models)).length;
  const next = play({ kind: "fedyogi" }, first);
  await expect(next).rejects.toMatchObject({ code: "aggregate/server-state" });
  await expect(next).rejects.toThrow(fact);
  expect((await readdir(models)).length).toBe(before + 3); // the updates of this test
});

test("too few updates are refused by number", async () => {
  const krum = play({ kind: "krum" }, await begin());
  await expect(krum).rejects.toThrow("krum needs 5 updates, the round has 3");
});

test("a byte that changed on the disk is found in the model, an update and the state", async () => {
  const first = await play({ kind: "fedadam" }, await begin());
  const model = join(models, first.hash);
  const state = serverStatePath(models, first);
  const update = join(models, "update-1-2");
  const files: [string, string][] = [
    [model, "store/corrupt"],
    [update, "store/corrupt"],
    [state, "aggregate/server-state"],
  ];
  const updates = await updatesOf(1);
  const input = { ...{ shape, models, updates }, strategy: { kind: "fedadam" } as const };
  for (const [file, code] of files) {
    const good = await readFile(file);
    const bad = Buffer.from(good);
    bad[good.length - 60] = (bad[good.length - 60] ?? 0) ^ 1; // of a value: nothing else would tell
    await writeFile(file, bad);
    await expect(average({ ...input, base: first, version: 2 })).rejects.toMatchObject({ code });
    await writeFile(file, good);
  }
  expect((await average({ ...input, base: first, version: 2 })).hash).toMatch(/^[0-9a-f]{64}$/);
});

test("the state of an earlier version, which has no checksum, is read", async () => {
  const first = await play({ kind: "fedadam" }, await begin());
  const state = serverStatePath(models, first);
  await writeFile(state, (await readFile(state)).subarray(0, -48));
  const updates = await updatesOf(1);
  const input = { ...{ shape, models, updates }, strategy: { kind: "fedadam" } as const };
  expect((await average({ ...input, base: first, version: 2 })).hash).toMatch(/^[0-9a-f]{64}$/);
});
