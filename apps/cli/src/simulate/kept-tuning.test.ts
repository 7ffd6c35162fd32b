import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readExperiment } from "@spikefed/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { PreparedMachine } from "../volunteer/device.ts";
import { keepTuning, tuningOf } from "./kept-tuning.ts";
import type { Manifest } from "./manifest.ts";
import { outFolder, type OutFolder } from "./out-folder.ts";
import { manifestOf } from "./testing/tiny-federation.ts";

let root: string;
let folder: OutFolder;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "spikefed-simulate-"));
  folder = outFolder(root);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

const kernels = { packedConv: {} } as unknown as NonNullable<Manifest["tuning"]>;
const manifest = manifestOf(readExperiment({}));

type Source = "measured" | "kept" | "plain" | "given";
const machineOf = (source: Source | null) =>
  ({
    prepared: { tuning: source === null ? null : { tuning: kernels, source, ms: null } },
    device: { label: "A" },
  }) as unknown as PreparedMachine;

test("a new run takes the fastest kernels, one that goes on those it began with", async () => {
  expect(await tuningOf(folder, null)).toBe("auto");
  expect(await tuningOf(folder, manifest)).toBe("auto"); // on a processor there is no choice
  expect(await tuningOf(folder, { ...manifest, tuning: kernels })).toBe("plain");
  await writeFile(folder.tuning, "{}");
  expect(await tuningOf(folder, { ...manifest, tuning: kernels })).toBe(folder.tuning);
});

test.each(["measured", "kept"] as const)(
  "kernels that were %s lie beside the run",
  async (source) => {
    vi.stubEnv("SPIKEFED_CACHE", root);
    await writeFile(join(root, "tuning-A.json"), '{"adapter":"A"}');
    await keepTuning(folder, machineOf(source), "auto");
    expect(await readFile(folder.tuning, "utf8")).toBe('{"adapter":"A"}\n');
  },
);

test("kernels that a person gave lie beside the run", async () => {
  const mine = join(root, "mine.json");
  await writeFile(mine, '{"adapter":"B"}');
  await keepTuning(folder, machineOf("given"), mine);
  expect(await readFile(folder.tuning, "utf8")).toBe('{"adapter":"B"}\n');
});

test("plain kernels, or none, need no file", async () => {
  await keepTuning(folder, machineOf("plain"), "auto");
  await keepTuning(folder, machineOf(null), "auto");
  expect(existsSync(folder.tuning)).toBe(false);
});
