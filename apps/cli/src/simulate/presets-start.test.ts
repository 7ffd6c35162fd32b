// Every small preset, its first two rounds: clients, participants, partition, network, rule and
// recipe are its own, on made-up pictures with as many classes. Pictures are few, and so are batches
// where shares are equal. Where one client trains it does so on the preset's own model, which shows that
// it starts; several train `s4` with one step, since a hundred of them would take an hour.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { presets } from "./presets.ts";
import { experimentOf } from "./read-experiment.ts";
import { madeUpPictures } from "./testing/made-up-pictures.ts";
import { train, Trainers } from "./testing/trained-federation.ts";

const trainers = new Trainers();

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), "spikefed-simulate-"))));
afterEach(() => rm(root, { recursive: true, force: true, maxRetries: 3 }));

async function firstRounds(preset: string) {
  const own = await experimentOf({ preset, config: undefined, set: [] });
  const { clients, partition, dataset, network } = own;
  const few = partition.kind === "iid" ? 8 : 32;
  const set = ["rounds=2", "testSamples=10", "partition.samplesPerClient=null", "batchSize=8"];
  if (clients > 1) set.push("model=s4", ...(network === "snn" ? ["timesteps=1"] : []));
  const experiment = await experimentOf({ preset, config: undefined, set });
  const pictures = madeUpPictures(dataset === "cifar100" ? 100 : 10, clients * few, 50);
  const { plan, log } = await train(experiment, pictures, { root, trainers });
  return { own, plan, events: log.events };
}

const minis = [...presets.keys()].filter((name) => name.startsWith("mini-"));

test.each(minis)(
  "%s starts, on s4 where several clients train",
  { timeout: 60_000 },
  async (name) => {
    const { own, plan, events } = await firstRounds(name);
    expect(plan.shards.count).toBe(own.clients);
    const cohorts = events.flatMap((event) =>
      event.type === "round-opened" ? [event.cohort.length + (event.stragglers ?? []).length] : [],
    );
    expect(cohorts).toEqual([own.participants, own.participants]);
    expect(events.filter(({ type }) => /failed|refused|repeated/.test(type))).toEqual([]);
    const [first, last] = events.filter((event) => event.type === "aggregated");
    expect(last).toMatchObject({ round: 2, version: 2 });
    expect(last!.modelHash).not.toBe(first!.modelHash);
    expect(events.at(-1)).toMatchObject({ type: "run-ended", why: "rounds" });
    expect(events.at(-2)).toMatchObject({ type: "evaluated", round: 2, samples: 10 });
  },
);
