import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readExperiment, SpikefedError } from "@spikefed/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { changed, experimentOf } from "./read-experiment.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "spikefed-simulate-"))));
afterEach(() => rm(folder, { recursive: true, force: true }));

async function fileOf(content: unknown): Promise<string> {
  const file = join(folder, "experiment.json");
  await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

const set = (...pairs: string[]) =>
  experimentOf({ preset: undefined, config: undefined, set: pairs });

async function refusalOf(work: Promise<unknown>): Promise<unknown> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SpikefedError)) throw new Error("it was not refused");
  return [error.code, error.fact];
}

/** As people write it down. */
const written =
  '{"model":"s5","network":"snn","timesteps":4,"coding":"direct","dataset":"cifar10",' +
  '"testSamples":1000,"clients":10,"participants":2,"rounds":20,"localEpochs":1,"batchSize":32,' +
  '"partition":{"kind":"iid","samplesPerClient":500},"strategy":{"kind":"fedavg"},' +
  '"optimizer":{"kind":"sgd","learningRate":0.1,"momentum":0.9,"weightDecay":0.0001},' +
  '"stragglerProbability":0,"gradientNoise":0,"evaluateEvery":5,"seed":1}';

test("an experiment is accepted as it is written down, every key of it kept", async () => {
  const experiment = await experimentOf({
    preset: undefined,
    config: await fileOf(written),
    set: [],
  });
  expect(experiment).toMatchObject(JSON.parse(written) as object);
});

test("without a word it is the default, which differs from that only in what the model says", async () => {
  const experiment = readExperiment(JSON.parse(written));
  expect(await set()).toEqual({ ...experiment, timesteps: null, coding: null });
});

test("a key that is left out inside of an object has its default", async () => {
  const { optimizer, learningRateDrops } = await experimentOf({
    preset: undefined,
    config: await fileOf({
      optimizer: { learningRate: 0.05 },
      learningRateDrops: { rounds: [3] },
    }),
    set: [],
  });
  expect(optimizer).toEqual({
    kind: "sgd",
    learningRate: 0.05,
    momentum: 0.9,
    weightDecay: 0.0001,
  });
  expect(learningRateDrops).toEqual({ rounds: [3], factor: 5 });
  const { learningRateDrops: others } = readExperiment({ learningRateDrops: { factor: 2 } });
  expect(others).toEqual({ rounds: [], factor: 2 });
});

describe("another kind", () => {
  const of = async (content: object, ...pairs: string[]) => {
    const said: string[] = [];
    const wish = { preset: undefined, config: await fileOf(content), set: pairs };
    const experiment = await experimentOf(wish, (line) => said.push(line));
    return { experiment, said };
  };
  const uniform = { strategy: { kind: "fedavg", weighting: "uniform", clipNorm: 5 } };

  test("keeps what was written and it has as well", async () => {
    const { experiment, said } = await of(uniform, "strategy.kind=fedprox");
    expect(experiment.strategy).toEqual({
      ...{ kind: "fedprox", proximalMu: 0.01, weighting: "uniform", clipNorm: 5 },
    });
    expect(said).toEqual([]);
    const dealt = { partition: { kind: "fedsnn-dirichlet", alpha: 0.1, samplesPerClient: 100 } };
    const { partition } = (await of(dealt, "partition.kind=dirichlet")).experiment;
    expect(partition).toEqual({ kind: "dirichlet", alpha: 0.1, samplesPerClient: 100 });
  });

  test("drops the rest and says so; a pair of its own comes first", async () => {
    const { experiment, said } = await of(uniform, "strategy.kind=fedmedian");
    expect(experiment.strategy).toEqual({ kind: "fedmedian", clipNorm: 5 });
    expect(said).toEqual(["strategy.weighting is dropped: fedmedian has no such key."]);
    const own = await of(uniform, "strategy.weighting=samples", "strategy.kind=fedprox");
    expect(own.experiment.strategy).toMatchObject({ kind: "fedprox", weighting: "samples" });
    const dealt = { partition: { kind: "fedsnn-dirichlet", alpha: 0.1 } };
    expect((await of(dealt, "partition.kind=iid")).said).toEqual([
      "partition.alpha is dropped: iid has no such key.",
    ]);
  });

  test("takes its own default for what was a default of the kind before", async () => {
    const { experiment } = await of(
      { strategy: { kind: "fedadam" } },
      ...["strategy.kind=fedyogi", "strategy.beta1=0.5"],
    );
    expect(experiment.strategy).toMatchObject({ eta: 0.01, beta1: 0.5 }); // of fedadam it is 0.1
  });

  test("of a preset with settings of its strategy keeps them", async () => {
    const wish = { preset: "mini-fedsnn-cifar10-iid-10-2", config: undefined };
    const experiment = await experimentOf({ ...wish, set: ["strategy.kind=fedprox"] });
    expect(experiment.strategy).toMatchObject({ kind: "fedprox", weighting: "uniform" });
  });
});

describe("--set", () => {
  test("reads numbers, null, words and objects", async () => {
    expect(
      await set("rounds=3", "participants=null", "model=s4", 'partition={"kind":"iid"}'),
    ).toMatchObject({
      ...{ rounds: 3, participants: null, model: "s4" },
      partition: { kind: "iid", samplesPerClient: null },
    });
  });

  test("changes a key inside of a default alone", async () => {
    const { optimizer } = await set("optimizer.learningRate=0.05");
    expect(optimizer).toEqual({
      kind: "sgd",
      learningRate: 0.05,
      momentum: 0.9,
      weightDecay: 0.0001,
    });
  });

  test("takes the kind first, wherever it stands, and with it the keys of the other go", async () => {
    const { partition } = await set("partition.alpha=0.5", "partition.kind=dirichlet");
    expect(partition).toEqual({ kind: "dirichlet", alpha: 0.5, samplesPerClient: 500 });
    const { strategy } = await set(
      "strategy.numMaliciousNodes=1",
      "strategy.kind=krum",
      "participants=5",
    );
    expect(strategy).toEqual({ kind: "krum", numMaliciousNodes: 1, clipNorm: null });
  });

  test("the same kind again leaves its keys", () => {
    const base = { strategy: { kind: "fedprox", proximalMu: 1 } };
    expect(changed(base, ["strategy.kind=fedprox"])).toEqual(base);
  });

  test("leaves the preset as it was", () => {
    const base = { partition: { kind: "iid" } };
    changed(base, ["partition.samplesPerClient=64"]);
    expect(base).toEqual({ partition: { kind: "iid" } });
  });

  test.each(["rounds", "=3", ""])("%j is no pair", async (pair) => {
    expect(await refusalOf(set(pair))).toEqual([
      "simulate/option",
      `--set is ${pair}; allowed is KEY=VALUE`,
    ]);
  });

  test.each(["__proto__.rounds=3", "partition.__proto__.kind=iid"])(
    "%s is no key",
    async (pair) => {
      expect(await refusalOf(set(pair))).toEqual([
        "simulate/option",
        "--set is __proto__; allowed is a key of the experiment",
      ]);
      expect(({} as Record<string, unknown>)["rounds"]).toBeUndefined();
    },
  );
});

test.each<[pairs: string[], fact: string]>([
  [["optimizer.kind=adam"], 'setting optimizer.kind is "adam"; allowed is sgd'],
  [["round=3"], "setting round is 3; allowed is nothing: there is no such setting"],
  [
    ["partition.alpha=1"],
    "setting partition.alpha is 1; allowed is nothing: there is no such setting",
  ],
  [["rounds=0"], "setting rounds is 0; allowed is a whole number from 1 to 1000"],
  [["rounds=ten"], 'setting rounds is "ten"; allowed is a whole number from 1 to 1000'],
  [["dataset=mnist"], 'setting dataset is "mnist"; allowed is cifar10, cifar100, shapes'],
  [["gradientNoise=-1"], "setting gradientNoise is -1; allowed is a number from 0 to 10"],
  ...["0", "-0.5"].flatMap((alpha): [string[], string][] =>
    ["dirichlet", "fedsnn-dirichlet"].map((kind) => [
      [`partition.kind=${kind}`, `partition.alpha=${alpha}`],
      `setting partition.alpha is ${alpha}; allowed is a number from 0.01 to 100`,
    ]),
  ),
  [["clients=4", "participants=5"], "setting participants is 5; allowed is at most the 4 clients"],
  [
    ["partition.samplesPerClient=40", "batchSize=64"],
    "setting batchSize is 64; allowed is at most the 40 pictures of a client",
  ],
  [
    ["partition.samplesPerClient=8"],
    "setting partition.samplesPerClient is 8; allowed is a whole number from 32 to 50000, or null",
  ],
  [
    ["strategy.kind=krum", "participants=4"],
    "setting participants is 4; allowed is at least 5 for krum",
  ],
])("%j is refused with key, value and what is allowed", async (pairs, fact) => {
  expect(await refusalOf(set(...pairs))).toEqual(["room/settings", fact]);
});

test("a preset and a file together, or a preset that does not exist, are refused", async () => {
  const config = await fileOf({});
  expect(await refusalOf(experimentOf({ preset: "default", config, set: [] }))).toEqual([
    "simulate/option",
    "--preset is given beside --config; allowed is one of the two",
  ]);
  const unknown = (preset: string) =>
    refusalOf(experimentOf({ preset, config: undefined, set: [] }));
  const shown = 'allowed is a name that "npm run simulate -- --list" shows';
  expect(await unknown("no-such")).toEqual(["simulate/option", `--preset is no-such; ${shown}`]);
  expect(await unknown("fedsnn-cifar10-iid")).toEqual([
    "simulate/option",
    `--preset is fedsnn-cifar10-iid; ${shown}, such as fedsnn-cifar10-iid-1-1, ` +
      "fedsnn-cifar10-iid-1-1-ann, fedsnn-cifar10-iid-1-1-baseline, fedsnn-cifar10-iid-5-5, " +
      "fedsnn-cifar10-iid-5-5-ann, fedsnn-cifar10-iid-5-5-baseline and 15 more",
  ]);
});

test("what has no effect is said", async () => {
  const lines: string[] = [];
  const wish = { preset: "mini-fedsnn-noise", config: undefined, set: ["rounds=2"] };
  await experimentOf(wish, (line) => lines.push(line));
  expect(lines).toEqual([
    "learningRateDrops.rounds has no effect at 8, 12, 16: the run ends with round 2.",
  ]);
});

test.each<[string, unknown, RegExp]>([
  ["that is no JSON", "{rounds: 3}", /^--config is .*experiment\.json \(.*JSON.*; allowed is/],
  ["that holds a list", [], /^--config is .*; allowed is a file that holds one JSON object$/],
])("a file %s is named", async (_, content, fact) => {
  const config = await fileOf(content);
  const refusal = await refusalOf(experimentOf({ preset: undefined, config, set: [] }));
  expect(refusal).toEqual(["simulate/option", expect.stringMatching(fact)]);
});

test("a file that is not there is named", async () => {
  const config = join(folder, "nowhere.json");
  const refusal = await refusalOf(experimentOf({ preset: undefined, config, set: [] }));
  expect(refusal).toEqual(["simulate/option", expect.stringContaining(`${config} (ENOENT`)]);
});
