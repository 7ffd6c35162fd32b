// The kill loop: a real coordinator, killed at every named moment and at moments that chance picks.

import { join } from "node:path";

import { failpoints, type Failpoint } from "@spikefed/failpoints";
import type { LogEvent } from "@spikefed/protocol";

import { all } from "../history/evidence.ts";
import type { Trial, TrialOptions, TrialResult } from "../trial.ts";
import { figure, killFigures } from "./figures.ts";
import { isAccepting, killFresh } from "./kills.ts";
import { pointsOf } from "./scenes.ts";
import { besiege, endInPeace, noSums, type Sums } from "./siege.ts";
import { Stage } from "./stage.ts";

export const killTrial: Trial = {
  name: "kill",
  about: "SIGKILL at every failpoint and at random moments, then a restart",
  run: killLoop,
};

async function killLoop(options: TrialOptions): Promise<TrialResult> {
  const { full, seed, folder, say } = options;
  const sums = noSums();
  const seeds = full ? [seed, seed + 1, seed + 2, seed + 3] : [seed];
  for (const each of seeds) {
    const own = { ...options, seed: each };
    const repairs = few(pointsOf("repair"), own);
    const points = [...pointsOf("running"), ...pointsOf("start")];
    const siege = { points, randomKills: full ? 80 : 8, repairs };
    await besiege(join(folder, `siege-${each}`), siege, own, sums);
    await visitFresh(join(folder, `fresh-${each}`), own, sums);
    say(`seed ${each}: ${sums.tally.kills} kills so far`);
  }
  const longest = sums.logs.reduce((a, b) => (a.length > b.length ? a : b), []);
  const same = await compareUndisturbed(join(folder, "undisturbed"), longest, full, sums);
  const points = failpoints.length - pointsOf("buffered").length;
  const scope = { seeds: seeds.length, points, askedKills: 400 };
  const undisturbed = figure("rounds like those of a process without kills", "all", same);
  return {
    violations: sums.tally.violations,
    figures: killFigures(sums, scope, [undisturbed]),
  };
}

/** All of them, or a third that the seed picks: what comes once in a folder costs two starts each. */
function few(names: Failpoint[], { full, seed }: TrialOptions): Failpoint[] {
  return full ? names : names.filter((_, at) => (at + seed) % 3 === 0);
}

/** Moments that a data folder has only once. */
async function visitFresh(folder: string, options: TrialOptions, sums: Sums): Promise<void> {
  for (const name of few(pointsOf("fresh"), options)) {
    const stage = await killFresh(folder, name, sums.tally);
    try {
      stage.start(null);
      if (!(await isAccepting(stage, sums.tally)) || !(await stage.beginRun())) continue;
      await endInPeace(stage, join(folder, name.replace(":", "-")), sums);
    } finally {
      stage.close();
    }
  }
}

/** @returns rounds whose model is that of a run without a kill */
async function compareUndisturbed(
  dataDir: string,
  killed: readonly LogEvent[],
  full: boolean,
  { tally }: Sums,
): Promise<number> {
  const models = all(killed, "aggregated").map(({ modelHash }) => modelHash);
  const rounds = Math.max(1, full ? models.length : Math.min(3, models.length));
  const stage = await Stage.open({ dataDir, rounds });
  try {
    stage.start(null);
    if (!(await isAccepting(stage, tally)) || !(await stage.beginRun())) return 0;
    await stage.until(() => stage.told("aggregated").length === rounds);
    const peaceful = stage.told("aggregated").map(({ modelHash }) => modelHash);
    const same = peaceful.filter((hash, at) => hash === models[at]).length;
    if (same < rounds)
      tally.violations.push(`${rounds - same} models differ from those of a run in peace`);
    return same;
  } finally {
    stage.close();
  }
}
