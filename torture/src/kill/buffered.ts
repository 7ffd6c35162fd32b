// The kill loop of a run of FedBuff: its models depend on who was in time, so each is computed again
// from the updates that its log names, and there is no run without kills that it could be compared with.

import { join } from "node:path";

import { all } from "../history/evidence.ts";
import type { Trial, TrialOptions, TrialResult } from "../trial.ts";
import { bufferedStage } from "./buffered-stage.ts";
import { figure, killFigures } from "./figures.ts";
import { pointsOf } from "./scenes.ts";
import { besiege, noSums, type Siege, type Sums } from "./siege.ts";

export const bufferedKillTrial: Trial = {
  name: "kill-buffered",
  about: "the same of a run of FedBuff, whose models are taken back where they got worse",
  run: killLoop,
};

const everyPoint = [...pointsOf("buffered"), ...pointsOf("running"), ...pointsOf("start")];

function siegeOf(full: boolean): Siege {
  const given = { ...bufferedStage, repairs: [] };
  if (full) return { ...given, points: everyPoint, randomKills: 30 };
  return { ...given, points: pointsOf("buffered"), randomKills: 0 };
}

async function killLoop(options: TrialOptions): Promise<TrialResult> {
  const { full, seed, folder, say } = options;
  const sums = noSums();
  const seeds = full ? [seed, seed + 1, seed + 2, seed + 3] : [seed];
  for (const each of seeds) {
    await besiege(join(folder, `siege-${each}`), siegeOf(full), { ...options, seed: each }, sums);
    say(`seed ${each}: ${sums.tally.kills} kills so far`);
  }
  const scope = { seeds: seeds.length, points: everyPoint.length, askedKills: 300 };
  return { violations: sums.tally.violations, figures: killFigures(sums, scope, own(sums)) };
}

function own({ logs }: Sums) {
  const events = logs.flat();
  const old = all(events, "update-accepted").filter(({ staleness = 0 }) => staleness > 0);
  const oldest = Math.max(0, ...old.map(({ staleness = 0 }) => staleness));
  const back = all(events, "rolled-back").length;
  return [
    figure("updates from older models; the oldest", null, `${old.length}; ${oldest} models old`),
    figure("times that models were taken back", null, back),
  ];
}
