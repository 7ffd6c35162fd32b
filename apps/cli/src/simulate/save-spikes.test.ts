// The firing rates and the energy of a trained model, counted again from its spikes by a script that
// shares no code with ours.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterEach, beforeEach, expect, test } from "vitest";

import { writeReport } from "./outputs.ts";
import { experimentOf } from "./read-experiment.ts";
import { saveSpikes } from "./save-spikes.ts";
import { madeUpPictures } from "./testing/made-up-pictures.ts";
import { train, Trainers } from "./testing/trained-federation.ts";

const trainers = new Trainers();
const script = fileURLToPath(new URL("../../../../scripts/recount-spikes.mjs", import.meta.url));

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), "spikefed-spikes-"))));
afterEach(() => rm(root, { recursive: true, force: true, maxRetries: 3 }));

async function trained(...of: string[]) {
  const set = ["model=s4", ...of, "clients=1", "participants=1"];
  const small = ["rounds=1", "batchSize=8", "testSamples=10", "partition.samplesPerClient=null"];
  const experiment = await experimentOf({
    ...{ preset: undefined, config: undefined },
    set: [...set, ...small],
  });
  const run = await train(experiment, madeUpPictures(10, 32, 20), { root, trainers });
  await saveSpikes(run.plan, await writeReport(run.plan, run.log, run.manifest));
}

const recount = () =>
  new Promise<{ code: number; told: string }>((resolve) => {
    execFile(process.execPath, [script, root], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), told: stdout + stderr }),
    );
  });

test.each(["direct", "poisson"])(
  "%s coding: what is counted agrees with what is told",
  { timeout: 60_000 },
  async (coding) => {
    await trained("timesteps=3", `coding=${coding}`);
    const { code, told } = await recount();
    expect(told).toMatch(/largest difference: 0\.\d+ %/);
    expect(code).toBe(0);
  },
);

test("a rate that is 2 % off is found", { timeout: 60_000 }, async () => {
  await trained("timesteps=3", "coding=direct");
  const file = join(root, "figures.json");
  const figures = JSON.parse(await readFile(file, "utf8"));
  figures.spikeRates[0].perStep[0] *= 1.02;
  await writeFile(file, JSON.stringify(figures));
  expect(await recount()).toMatchObject({ code: 1 });
});

test(
  "of an ANN there is nothing to count, and the script says so",
  { timeout: 60_000 },
  async () => {
    await trained("network=ann");
    expect(await recount()).toEqual({
      ...{
        code: 2,
        told: expect.stringContaining("has no spikes to count: it is an ANN") as string,
      },
    });
  },
);
