import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readExperiment, SpikefedError } from "@spikefed/protocol";
import { lockFolder } from "@spikefed/run-store";
import { plainTuning } from "@spikefed/snn-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { differenceOf, type Manifest, readManifest } from "./manifest.ts";
import { claim, lookInto, namedFolder, type OutFolder, outFolder } from "./out-folder.ts";
import { manifestOf } from "./testing/tiny-federation.ts";

let root: string;
let folder: OutFolder;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "spikefed-simulate-"));
  folder = outFolder(join(root, "a", "run"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const manifest = manifestOf(readExperiment({}));

async function taken(): Promise<void> {
  await (await claim(folder, manifest, false)).release();
}

async function refusalOf(work: Promise<unknown>): Promise<SpikefedError> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof SpikefedError) return error;
  throw new Error("it was not refused");
}

test("a new folder gets its manifest and the places of its files", async () => {
  const lock = await claim(folder, manifest, false);
  expect(await readManifest(folder)).toEqual(manifest);
  expect([existsSync(folder.models), existsSync(folder.updates)]).toEqual([true, true]);
  await lock.release();
  expect(existsSync(join(folder.root, "lock"))).toBe(false);
});

test("--out names a folder, or nothing yet", async () => {
  expect(await namedFolder(root)).toBe(root);
  expect(await namedFolder(folder.root)).toBe(folder.root);
  const file = join(root, "file");
  await writeFile(file, "");
  const refused = { code: "simulate/option", fact: `--out is ${file}; allowed is a folder` };
  expect(await refusalOf(namedFolder(file))).toMatchObject(refused);
  expect(await refusalOf(namedFolder(join(file, "below")))).toMatchObject({ code: refused.code });
  const missing = { fact: "--out is missing; allowed is a folder" };
  expect(await refusalOf(namedFolder(undefined))).toMatchObject(missing);
});

test("looking into a folder makes nothing", async () => {
  expect(await lookInto(folder, manifest, false)).toBeNull();
  expect(existsSync(join(root, "a"))).toBe(false);
});

test("a folder with a run is taken up with resume only", async () => {
  await taken();
  const refusal = await refusalOf(claim(folder, manifest, false));
  expect(refusal).toMatchObject({ code: "simulate/exists", facts: { folder: folder.root } });
  expect(refusal.cure).toContain("--resume");
  expect(await lookInto(folder, manifest, true)).toEqual(manifest);
  await (await claim(folder, manifest, true)).release();
});

test("resume where nothing is yet begins", async () => {
  await (await claim(folder, manifest, true)).release();
  expect(await readManifest(folder)).toEqual(manifest);
});

test("a refused run leaves folder and manifest as they were, without a lock", async () => {
  await taken();
  const before = await readFile(folder.manifest, "utf8");
  const other = { ...manifest, experiment: readExperiment({ seed: 2 }) };
  const refusal = await refusalOf(claim(folder, other, true));
  expect(refusal.fact).toBe(`${folder.root} holds another run: seed was 1 and is 2 now`);
  expect(await readFile(folder.manifest, "utf8")).toBe(before);
  expect(existsSync(join(folder.root, "lock"))).toBe(false);
});

test("two processes do not write into one folder", async () => {
  await taken();
  const lock = await lockFolder(folder.root);
  const refusal = await refusalOf(claim(folder, manifest, true));
  expect(refusal).toMatchObject({ code: "simulate/busy", facts: { pid: process.pid } });
  await lock.release();
  await (await claim(folder, manifest, true)).release();
});

test.each(["run.jsonl", "rounds.csv", "model.safetensors", "report.html"])(
  "a folder with %s and no manifest is not written into",
  async (name) => {
    await mkdir(folder.root, { recursive: true });
    await writeFile(join(folder.root, name), "theirs");
    const refusal = await refusalOf(lookInto(folder, manifest, true));
    expect(refusal.code).toBe("simulate/manifest");
    expect(refusal.fact).toContain(`it is missing beside ${join(folder.root, name)}`);
  },
);

test.each<[content: string, why: RegExp]>([
  ["{", /JSON/],
  ["null", /null/],
  ['{"experiment":{"rounds":0}}', /setting rounds is 0/],
])("a manifest %j is named, with what is wrong", async (content, why) => {
  await taken();
  await writeFile(folder.manifest, content);
  const refusal = await refusalOf(lookInto(folder, manifest, true));
  expect(refusal).toMatchObject({ code: "simulate/manifest", facts: { file: folder.manifest } });
  expect(refusal.facts["why"]).toMatch(why);
});

test("a run that began before first layers had kernels of their own goes on with those it had", async () => {
  const { tileConvFloats, weightGradientFloats, ...ofFive } = plainTuning;
  expect([tileConvFloats, weightGradientFloats]).toEqual([null, null]);
  const { packedConvFirst, weightGradientFirst, ...older } = ofFive;
  expect([packedConvFirst, weightGradientFirst]).toEqual([older.packedConv, older.weightGradient]);
  await taken();
  for (const tuning of [older, ofFive]) {
    await writeFile(folder.manifest, JSON.stringify({ ...manifest, tuning }));
    const kept = await readManifest(folder);
    expect(differenceOf(kept!, { ...manifest, tuning: plainTuning })).toBeNull();
  }
});

describe("another run", () => {
  const onChip: Manifest = { ...manifest, executor: "engine/webgpu", adapter: "A" };
  const tuning = { packedConv: {} } as unknown as Manifest["tuning"];
  const dataset = { ...manifest.dataset, sha256: "ff" };
  test.each<[what: string, kept: Manifest, wanted: Manifest]>([
    ["the dataset", manifest, { ...manifest, dataset }],
    ["the executor", manifest, onChip],
    ["the adapter", onChip, { ...onChip, adapter: "B" }],
    ["the choice of kernels", onChip, { ...onChip, tuning }],
    [
      "partition",
      manifest,
      { ...manifest, experiment: readExperiment({ partition: { kind: "iid" } }) },
    ],
  ])("is told by %s", (what, kept, wanted) => {
    expect(differenceOf(kept, kept)).toBeNull();
    expect(differenceOf(kept, wanted)).toMatchObject({ what });
  });

  test("is none on another processor, which computes the same bits", () => {
    expect(differenceOf(manifest, { ...manifest, adapter: "another" })).toBeNull();
  });

  test("is none for other versions, another command, a newer model", () => {
    const changes = { versions: { node: "v99" }, command: "", model: { round: 1, sha256: "ab" } };
    expect(differenceOf(manifest, { ...manifest, ...changes })).toBeNull();
  });

  test("is looked for among what is known so far", () => {
    const { experiment } = manifest;
    expect(differenceOf(onChip, { experiment })).toBeNull();
  });
});
