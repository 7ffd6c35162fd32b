import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Model, Scheduler } from "@spikefed/fl-core";
import { blobPath, serverStatePath } from "@spikefed/run-store";
import { afterEach, beforeEach, expect, test } from "vitest";

import { KeptModels } from "./kept-models.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "spikefed-test-"))));
afterEach(() => rm(folder, { recursive: true }));

const models = Array.from({ length: 4 }, (_, version) => ({
  ...{ hash: `${version}`.repeat(64), version },
}));
/** Averages from this model, and falls back to none before it. */
const from = (model: Model) =>
  ({ state: { model, standing: { good: null, best: null } }, bases: [] }) as unknown as Scheduler;

async function put(model: Model): Promise<void> {
  await writeFile(blobPath(folder, model.hash), "model");
  await writeFile(serverStatePath(folder, model), "memory");
}

/** Models and memories that are on the disk, by their versions. */
async function there() {
  const names = await readdir(folder);
  const isMemory = (name: string) => name.endsWith(".server");
  const versionsOf = (all: string[]) => all.map((name) => Number(name[0])).sort();
  return {
    models: versionsOf(names.filter((name) => !isMemory(name))),
    memories: versionsOf(names.filter(isMemory)),
  };
}

async function played(keep: number | null): Promise<KeptModels> {
  const kept = new KeptModels({ folder, events: [], keep });
  for (const model of models) {
    await put(model);
    kept.add(model);
    await kept.prune(from(model));
  }
  return kept;
}

test.each([
  [null, [0, 1, 2, 3]],
  [2, [2, 3]],
])("of %s kept models the memory of the newest alone stays", async (keep, versions) => {
  await played(keep);
  expect(await there()).toEqual({ models: versions, memories: [3] });
});

test.each([[null], [2]])("with %s kept models what is gone is not removed again", async (keep) => {
  const kept = await played(keep);
  const [oldest, , , newest] = models;
  await put(oldest!); // nobody writes it; it shows who comes back to it
  await kept.prune(from(newest!));
  expect((await there()).memories).toEqual([0, 3]);
});

test("the memory of a model that is fallen back to stays until that is over", async () => {
  const kept = new KeptModels({ folder, events: [], keep: null });
  for (const model of models.slice(0, 2)) {
    await put(model);
    kept.add(model);
  }
  const [good, model] = models;
  const standing = { good: { model: good }, best: null };
  await kept.prune({ state: { model, standing }, bases: [] } as unknown as Scheduler);
  expect((await there()).memories).toEqual([0, 1]);
  await kept.prune(from(model!));
  expect((await there()).memories).toEqual([1]);
});
