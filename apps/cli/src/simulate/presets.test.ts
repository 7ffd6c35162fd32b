import {
  checkSettings,
  type Experiment,
  type ExperimentChoice,
  experimentSettings,
  readExperiment,
} from "@spikefed/protocol";
import { expect, test } from "vitest";

import { presets } from "./presets.ts";

const CIFAR = { train: { count: 50_000 }, test: { count: 10_000 } };
const sizes: Record<Experiment["dataset"], Parameters<typeof checkSettings>[1]> = {
  cifar10: { ...CIFAR, classes: { length: 10 } },
  cifar100: { ...CIFAR, classes: { length: 100 } },
  shapes: { train: { count: 5000 }, test: { count: 1000 }, classes: { length: 10 } },
};

const entries = [...presets].map(([name, { experiment }]) => [name, experiment] as const);
const of = (name: string): ExperimentChoice => {
  const found = presets.get(name);
  if (!found) throw new Error(`there is no ${name}`);
  return found.experiment;
};

test.each(entries)("%s is an experiment that its dataset allows", (_, choice) => {
  const experiment = readExperiment(choice);
  checkSettings(experimentSettings(experiment), sizes[experiment.dataset]);
});

test("there are the fourteen settings of FedSNN's sweep on two datasets, with twins, the code's ANN and minis", () => {
  const sweep = entries.filter(([name]) => /^(mini-)?fedsnn-cifar/.test(name));
  // 7 pairs of clients and participants, 2 partitions, 2 datasets, 3 networks, full and mini
  expect(sweep).toHaveLength(7 * 2 * 2 * 3 * 2);
  expect(presets.size).toBe(sweep.length + 7);
  const same = new Set(entries.map(([, choice]) => JSON.stringify(readExperiment(choice))));
  expect(same.size).toBe(presets.size);
});

test("names are safe to be folders, and each says where it is from", () => {
  for (const [name, { source }] of presets) {
    expect(name).toMatch(/^[a-z0-9-]+$/);
    expect(source).toMatch(/^[A-Z].{20,}\.$/s);
  }
});

const minis = entries.filter(([name]) => name.startsWith("mini-fedsnn-cifar"));

test.each(minis)("%s has its full twin: who takes part on what is the same", (name, mini) => {
  const who = ({ dataset, model, network, clients, participants, partition }: Experiment) => {
    const { samplesPerClient, ...dealt } = partition;
    expect(samplesPerClient === null).toBe(!name.startsWith("mini"));
    const isBaseline = model.endsWith("-baseline");
    return { dataset, network, isBaseline, clients, participants, dealt };
  };
  const small = who(readExperiment(mini));
  name = name.slice("mini-".length);
  expect(who(readExperiment(of(name)))).toEqual(small);
  const words = ["fedsnn", small.dataset, small.dealt.kind.replace("fedsnn-", "")];
  const kind = small.isBaseline ? "baseline" : small.network;
  const twin = kind === "snn" ? [] : [kind];
  expect(name).toBe([...words, small.clients, small.participants, ...twin].join("-"));
});

const anns = entries.filter(([name]) => name.endsWith("-ann"));

test.each(anns)("%s differs from its spiking twin in nothing but the network", (name, ann) => {
  const { network, ...rest } = readExperiment(ann);
  const { network: spiking, ...twin } = readExperiment(of(name.slice(0, -"-ann".length)));
  expect([network, spiking]).toEqual(["ann", "snn"]);
  expect(rest).toEqual(twin);
});

const baselines = entries.filter(([name]) => name.endsWith("-baseline"));

test.each(baselines)(
  "%s is the twin's experiment but for what FedSNN's script says",
  (name, own) => {
    const twin = readExperiment(of(name.replace("-baseline", "-ann")));
    const { localEpochs, optimizer, model } = readExperiment(own);
    expect([localEpochs, optimizer.learningRate]).toEqual([2, 0.001]);
    expect(model).toBe(`${twin.model}-baseline`);
    expect(readExperiment(own)).toEqual({ ...twin, localEpochs, optimizer, model });
  },
);

test("every spiking preset of the sweep has its twin with ReLU and the code's ANN", () => {
  expect(anns).toHaveLength(7 * 2 * 2 * 2);
  expect(baselines).toHaveLength(anns.length);
});
