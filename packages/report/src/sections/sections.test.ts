import {
  defaultSettings,
  type LiveSettings,
  type LogBody,
  type LogEvent,
  type RunSettings,
} from "@spikefed/protocol";
import { describe, expect, test } from "vitest";

import { reportData } from "../data/report-data.ts";
import { madeUpLog } from "../testing/made-up-run.ts";
import { repeatSection } from "./repeat.ts";
import { networkRate } from "./rounds.ts";
import { statesOf } from "./participation.ts";
import { settingsSentences } from "./settings-words.ts";

const data = reportData(madeUpLog());
const sentences = (settings: Partial<RunSettings>) =>
  settingsSentences({ ...data, settings: { ...defaultSettings, ...settings } }).join(" ");

describe("settings in words", () => {
  test.each<[RunSettings["partition"], string]>([
    [{ kind: "iid" }, "at random, alike for all"],
    [{ kind: "fedsnn-dirichlet", alpha: 0.5 }, "(Dirichlet, alpha 0.5, as FedSNN does)"],
    [{ kind: "dirichlet", alpha: 0.1 }, "unevenly by class (Dirichlet, alpha 0.1)"],
    [{ kind: "pathological", classesPerClient: 2 }, "so that each holds 2 classes"],
    [{ kind: "shard", shardsPerClient: 2 }, "sorted by class and cut, 2 pieces for each"],
  ])("partition %j", (partition, words) => {
    expect(sentences({ partition })).toContain(words);
  });

  test("what disturbs the training is said only where it is on", () => {
    expect(sentences({})).not.toMatch(/drops out|noise|divided/);
    const all = sentences({
      ...{ stragglerProbability: 0.25, gradientNoise: 2 },
      learningRateDrops: { rounds: [40, 60], factor: 5 },
    });
    expect(all).toContain(
      "drops out with a chance of 0.25 before it begins; as many as must report are spared.",
    );
    expect(all).toContain("normal noise of 2 times their mean change");
    expect(all).toContain("learning rate 0.1, divided by 5 after round 40 and 60");
  });

  test("what the host changed while the run was on is told with the round from which it held", () => {
    const told = (settings: Partial<RunSettings>, all: [number, LiveSettings][]) => {
      const log = madeUpLog({ rounds: 5, settings });
      const changes = all.map(([round, changes]) => ({ type: "settings-changed", round, changes }));
      const more = changes.map(
        (body, i) => ({ ...body, seq: log.length + i, atMs: 1 }) as LogEvent,
      );
      return settingsSentences(reportData([...log, ...more])).join(" ");
    };
    const start = { participants: 5, minReports: 2, gradientNoise: 0.5 };
    expect(told(start, [])).toContain("in each 5 clients are invited, at least 2");
    const changed = told(start, [
      [2, { participants: 4, stepMode: true }],
      [2, { participants: 3 }],
      [4, { participants: null, gradientNoise: 0 }],
      [5, { stepMode: false }],
      [6, { participants: 2 }], // a round that never came
    ]);
    expect(changed).toContain("in each 5 clients are invited at first, at least 2");
    expect(changed).toContain("At first updates get normal noise of 0.5 times");
    expect(changed.match(/The host changed the run, .+?: .+?\.(?= |$)/g)).toEqual([
      "The host changed the run, from round 2 on: 3 volunteers take part at a time.",
      "The host changed the run, from round 4 on: everybody present takes part, gradient noise 0.",
    ]);
    const scheduler = { kind: "fedbuff", bufferSize: 2, maxStaleness: 9, speedSpread: 0 } as const;
    expect(told({ scheduler }, [[3, { participants: 2 }]])).toContain(
      "all clients work at a time at first, each",
    );
    expect(told({ sampling: "by-samples" }, [[3, { participants: 2 }]])).toContain(
      "chance to be invited is in proportion",
    );
  });

  test("what clients learn beside their labels is said only where it is something", () => {
    expect(sentences({})).not.toContain("loss");
    const fedlec = { kind: "fedlec", calibration: 0.005, distillation: 0.1 } as const;
    expect(sentences({ localLoss: fedlec })).toContain("calibration 0.005, distillation 0.1");
    const taught = {
      kind: "distillation",
      weight: 0.2,
      temperature: 3,
      teacher: "global",
      teacherEpochs: 1,
    } as const;
    expect(sentences({ localLoss: taught })).toContain(
      "a share of 0.2 for imitating the round’s model",
    );
    expect(sentences({ localLoss: { ...taught, teacher: "ann", teacherEpochs: 2 } })).toContain(
      "imitating its ANN twin, trained by the client for 2 epochs before, at temperature 3",
    );
  });

  test("the rule of learning is said only where it is another than the usual", () => {
    expect(sentences({})).not.toMatch(/proxy|tandem/);
    expect(sentences({ localRule: { kind: "proxy" } })).toContain("learns by proxy");
    const tandem = { kind: "tandem", weight: 30, teacherEpochs: 1 } as const;
    expect(sentences({ localRule: tandem })).toContain(
      "(weight 30), which the client trains for 1 epoch",
    );
  });

  test("how updates were written is said only where something of them was lost", () => {
    expect(sentences({})).not.toMatch(/16-bit|8 bits|largest/);
    expect(sentences({ updateEncoding: { kind: "int8" } })).toContain("8 bits a value");
    const sparse = { kind: "top-k", share: 0.05 } as const;
    expect(sentences({ updateEncoding: sparse })).toContain("a share of 0.05 of each tensor");
  });

  test("norms that stay with their clients are said, with what the model is judged with", () => {
    expect(sentences({})).not.toContain("FedBN");
    const said = sentences({ localNorm: true });
    expect(said).toContain("Norm layers stay with their clients, after FedBN");
    expect(said).toContain("judged with the mean of the norms that a round’s clients sent");
  });

  test("the network, its steps and its input", () => {
    expect(sentences({})).toContain(
      "spiking s5 with 340,000 parameters; it sees each picture for 4",
    );
    expect(sentences({ network: "ann" })).toContain("the ANN twin of s5 (ReLU, one step)");
    expect(sentences({ network: "ann", preset: "vgg9-baseline" })).toContain(
      "vgg9-baseline, an ANN as FedSNN’s code compares with",
    );
    const poisson = reportData(madeUpLog({ settings: { coding: "poisson", timesteps: 9 } }));
    expect(settingsSentences(poisson).join(" ")).toContain("9 steps as signed Poisson spikes");
  });
});

test("of a client and a round the best is shown: an average before an arrival before a failure", () => {
  const [client] = data.clients;
  const round = { ...data.rounds[0]!, invited: [1], refused: [], failed: [], stragglers: [] };
  const shown = (change: object) =>
    statesOf([client!], [{ ...round, arrived: [], averaged: [], ...change }])[0]![0];
  expect(shown({ invited: [] })).toBe("none");
  expect(shown({})).toBe("missing");
  expect(shown({ failed: [1] })).toBe("failed");
  expect(shown({ failed: [1], refused: [1] })).toBe("refused");
  expect(shown({ invited: [], stragglers: [1] })).toBe("straggler");
  expect(shown({ refused: [1], arrived: [1] })).toBe("arrived");
  expect(shown({ arrived: [1], averaged: [1], stragglers: [1] })).toBe("averaged");
});

test("the rate of a network is a mean over its neurons, not over its layers", () => {
  const round = { ...data.rounds[0]!, spikeRates: [0.1, 0.5] };
  expect(networkRate(round, [300, 100])).toBeCloseTo(0.2, 12);
  expect(networkRate({ ...round, spikeRates: null }, [300, 100])).toBeNull();
});

test("a run that was steered by hand is not called repeatable by its settings alone", () => {
  const log = madeUpLog();
  const told = (bodies: LogBody[], command: string | null = null) => {
    const more = bodies.map((body) => ({ ...body, seq: log.length, atMs: log.at(-1)!.atMs }));
    return repeatSection({ ...reportData([...log, ...more]), command }).html;
  };
  const robot: LogBody = {
    ...{ type: "joined", client: 9, device: "cpu", shard: 8, samples: 100, robot: "scale" },
  };
  const steered = told([
    { type: "settings-changed", round: 2, changes: { gradientNoise: 1 } },
    { type: "dropped", round: 3, clients: [1, 2] },
    robot,
  ]);
  expect(steered).toContain("1 change of settings, 1 time that clients were told to sit out");
  expect(steered).toContain("1 robot that harmed");
  expect(told([{ ...robot, robot: "honest" }])).not.toContain("done while it was on");
  expect(told([robot], "npm run simulate -- --out x")).not.toContain("done while it was on");
});
