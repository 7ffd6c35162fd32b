// Every small preset, its first two rounds, on made-up pictures with as many classes: clients, participants, partition,
// network, rule and recipe are its own. One of each kind is so as well in model, batch and shares, though
// only one or two of its clients take part. The others have few pictures and small batches; where one client
// trains it does so on the preset's own model, several train `s4` with one step, since all would take an hour.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Experiment } from "@spikefed/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";

import { presets } from "./presets.ts";
import { experimentOf } from "./read-experiment.ts";
import { madeUpPictures } from "./testing/made-up-pictures.ts";
import { train, Trainers } from "./testing/trained-federation.ts";

const trainers = new Trainers();

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), "spikefed-simulate-"))));
afterEach(() => rm(root, { recursive: true, force: true, maxRetries: 3 }));

/** Of each kind, and of both datasets: what is changed of it beside its length. */
const whole: Readonly<Record<string, readonly string[]>> = {
  "mini-fedsnn-cifar10-iid-1-1": [],
  "mini-fedsnn-cifar100-dirichlet-10-2": ["participants=1"],
  "mini-fedsnn-cifar100-iid-10-2-baseline": ["participants=1"],
  "mini-fedsnn-stragglers": ["participants=2"],
  "mini-fedsnn-noise": ["participants=1"],
};

const short = ["rounds=2", "testSamples=10"];

async function firstRounds(preset: string) {
  const own = await experimentOf({ preset, config: undefined, set: [] });
  const set = [...short, ...(whole[preset] ?? reduced(own))];
  const experiment = await experimentOf({ preset, config: undefined, set });
  const { plan, log } = await train(experiment, picturesFor(experiment), { root, trainers });
  return { experiment, plan, events: log.events };
}

function reduced({ clients, network }: Experiment): string[] {
  const set = ["partition.samplesPerClient=null", "batchSize=8"];
  return clients === 1 ? set : [...set, "model=s4", ...(network === "snn" ? ["timesteps=1"] : [])];
}

function picturesFor({ dataset, clients, partition }: Experiment) {
  const few = partition.kind === "iid" ? 8 : 32;
  const count = clients * (partition.samplesPerClient ?? few);
  return madeUpPictures(dataset === "cifar100" ? 100 : 10, count, 50);
}

/** The preset itself but for its length and who takes part. */
async function wholeOf(preset: string, { participants }: Experiment): Promise<Experiment> {
  const own = await experimentOf({ preset, config: undefined, set: [] });
  return { ...own, rounds: 2, testSamples: 10, participants };
}

const minis = [...presets.keys()].filter((name) => name.startsWith("mini-"));

test.each(minis)("%s starts", { timeout: 180_000 }, async (name) => {
  const { experiment, plan, events } = await firstRounds(name);
  const { clients, participants } = experiment;
  expect(plan.shards.count).toBe(clients);
  const cohorts = events.flatMap((event) =>
    event.type === "round-opened" ? [event.cohort.length + (event.stragglers ?? []).length] : [],
  );
  expect(cohorts).toEqual([participants, participants]);
  expect(events.filter(({ type }) => /failed|refused|repeated/.test(type))).toEqual([]);
  if (name in whole) expect(experiment).toEqual(await wholeOf(name, experiment));
  const [first, last] = events.filter((event) => event.type === "aggregated");
  expect(last).toMatchObject({ round: 2, version: 2 });
  expect(last!.modelHash).not.toBe(first!.modelHash);
  expect(events.at(-1)).toMatchObject({ type: "run-ended", why: "rounds" });
  expect(events.at(-2)).toMatchObject({ type: "evaluated", round: 2, samples: 10 });
});
