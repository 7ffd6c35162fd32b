import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readLog } from "@spikefed/run-store";
import { afterEach, beforeEach, expect, test } from "vitest";

import { outFolder, type OutFolder } from "./out-folder.ts";
import { Death, mortal, runTiny } from "./testing/tiny-federation.ts";
import { tidyFolder } from "./tidy-folder.ts";

let root: string;
let folder: OutFolder;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "spikefed-simulate-"));
  folder = outFolder(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Dies with one update of the second round on the disk. */
async function cutOff() {
  const log: Parameters<typeof runTiny>[1] = { log: (inner) => mortal(inner, 11, "after") };
  await expect(runTiny(root, log)).rejects.toThrow(Death);
  const { events } = await readLog(folder.log);
  expect(events.at(-1)).toMatchObject({ type: "update-accepted", round: 2 });
  const [model, update] = await Promise.all([readdir(folder.models), readdir(folder.updates)]);
  return { events, model: model[0]!, update: update[0]! };
}

test("what an earlier process left half done goes, what is needed and what is not ours stays", async () => {
  const { events, model, update } = await cutOff();
  const other = "0".repeat(64);
  const junk = [`${other}`, `${other}.7.server`, `${model}.0123456789ab.tmp`];
  for (const name of [...junk, "mine.bin"]) await writeFile(join(folder.models, name), "");
  for (const name of [`${other}.1-2`, "mine.tmp"]) await writeFile(join(folder.updates, name), "");
  await writeFile(join(root, "rounds.csv.0123456789ab.tmp"), "");
  await writeFile(join(root, "thesis.tmp"), "");
  await tidyFolder(folder, events);
  expect((await readdir(folder.models)).sort()).toEqual([model, "mine.bin"].sort());
  expect((await readdir(folder.updates)).sort()).toEqual([update, "mine.tmp"].sort());
  const left = (await readdir(root)).filter((name) => name.endsWith(".tmp"));
  expect(left).toEqual(["thesis.tmp"]);
});

test.each(["models", "updates"] as const)(
  "a file of %s that is needed and gone or damaged is named, and nothing is removed",
  async (place) => {
    const { events, model, update } = await cutOff();
    const file = join(folder[place], place === "models" ? model : update);
    const junk = join(folder.updates, `${"0".repeat(64)}.1-2`);
    await writeFile(junk, "");
    await writeFile(file, "damaged");
    await expect(tidyFolder(folder, events)).rejects.toMatchObject({
      ...{ code: "simulate/lost", facts: { file } },
    });
    await rm(file);
    await expect(tidyFolder(folder, events)).rejects.toMatchObject({ code: "simulate/lost" });
    expect(await readFile(junk, "utf8")).toBe("");
  },
);

test("of a run that is over, the model is what is needed", async () => {
  await runTiny(root);
  const { events } = await readLog(folder.log);
  await rm(folder.models, { recursive: true });
  await rm(folder.model);
  await expect(tidyFolder(folder, events)).rejects.toMatchObject({ facts: { file: folder.model } });
});
