import { type ExperimentChoice, readExperiment } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { noEffectLines } from "./no-effect.ts";

const said = (choice: ExperimentChoice) => noEffectLines(readExperiment(choice));

test.each<[ExperimentChoice, string[]]>([
  [
    { rounds: 20, learningRateDrops: { rounds: [19, 20, 30] } },
    ["learningRateDrops.rounds has no effect at 20, 30: the run ends with round 20."],
  ],
  [
    { participants: 1, stragglerProbability: 0.5 },
    [
      "stragglerProbability has no effect: as many as must report are spared, and with participants 1 that is everybody.",
    ],
  ],
  [
    { participants: null, clients: 5, strategy: { kind: "krum" }, stragglerProbability: 0.5 },
    [expect.stringContaining("with participants 5 that is everybody") as string],
  ],
  [
    { network: "ann", timesteps: 8, coding: "poisson" },
    ["timesteps has no effect: the network is ann.", "coding has no effect: the network is ann."],
  ],
  [
    { model: "s5-baseline", network: "ann", timesteps: 8 },
    ["timesteps has no effect: s5-baseline has no spikes."],
  ],
])("%j: what changes nothing is said", (choice, lines) => {
  expect(said(choice)).toEqual(lines);
});

test("what has an effect is not spoken of", () => {
  expect(said({})).toEqual([]);
  expect(said({ rounds: 20, learningRateDrops: { rounds: [8, 19] } })).toEqual([]);
  expect(said({ participants: 2, stragglerProbability: 0.5 })).toEqual([]);
  expect(said({ timesteps: 8, coding: "poisson" })).toEqual([]);
  expect(said({ participants: 1, network: "ann" })).toEqual([]);
});
