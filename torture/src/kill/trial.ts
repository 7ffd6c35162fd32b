// The kill loop: a real coordinator, killed at every named moment and at moments that chance picks.

import { join } from "node:path";

import { failpoints, type Failpoint } from "@spikefed/failpoints";
import { below, createRandom, type Random } from "@spikefed/fl-core";
import type { LogEvent } from "@spikefed/protocol";

import { all } from "../history/evidence.ts";
import type { Trial, TrialOptions, TrialResult } from "../trial.ts";
import { judge, type Judgement } from "./judge.ts";
import { isAccepting, killAt, killAtRandom, killFresh, killRepair, type Tally } from "./kills.ts";
import { pointsOf } from "./scenes.ts";
import { Stage } from "./stage.ts";

export const killTrial: Trial = {
  name: "kill",
  about: "SIGKILL at every failpoint and at random moments, then a restart",
  run: killLoop,
};

interface Sums {
  tally: Tally;
  judged: Judgement[];
  rounds: LogEvent[][];
}

async function killLoop(options: TrialOptions): Promise<TrialResult> {
  const { full, seed, folder, say } = options;
  const tally: Tally = { kills: 0, visited: new Set(), readyMs: [], violations: [] };
  const sums: Sums = { tally, judged: [], rounds: [] };
  const seeds = full ? [seed, seed + 1, seed + 2, seed + 3] : [seed];
  for (const each of seeds) {
    await besiege(join(folder, `siege-${each}`), { ...options, seed: each }, sums);
    await visitFresh(join(folder, `fresh-${each}`), { ...options, seed: each }, sums);
    say(`seed ${each}: ${sums.tally.kills} kills so far`);
  }
  const longest = sums.rounds.reduce((a, b) => (a.length > b.length ? a : b), []);
  const same = await compareUndisturbed(join(folder, "undisturbed"), longest, full, sums);
  return resultOf(sums, seeds.length, same);
}

/** One data folder through all its kills, then left in peace until it has gone on. */
async function besiege(dataDir: string, options: TrialOptions, sums: Sums): Promise<void> {
  const { seed, full } = options;
  const { tally } = sums;
  const random = createRandom(seed, 0x6b111);
  const stage = await Stage.open({ dataDir, rounds: 1000 });
  try {
    stage.start(null);
    if (!(await isAccepting(stage, tally)) || !(await stage.beginRun())) return;
    await stage.until(() => stage.told("aggregated").length > 0);
    await stage.kill();
    for (const name of [...pointsOf("running"), ...pointsOf("start")]) {
      await killAt(stage, name, visitOf(name, full, random), tally);
      options.say(`${name}: ${tally.kills} kills, ${stage.told("aggregated").length} rounds`);
    }
    const randomKills = full ? 80 : 8;
    for (let at = 0; at < randomKills; at++) await killAtRandom(stage, random, tally);
    for (const name of few(pointsOf("repair"), options)) await killRepair(stage, name, tally);
    await leaveInPeace(stage, dataDir, sums);
  } finally {
    stage.close();
  }
}

/** A start passes each of its moments once; evaluations are rare. */
function visitOf(name: Failpoint, full: boolean, random: Random): number {
  if (name.startsWith("start:") || name.startsWith("evaluate:")) return 1;
  return 1 + below(random, full ? 4 : 2);
}

/** All of them, or a third that the seed picks: what comes once in a folder costs two starts each. */
function few(names: Failpoint[], { full, seed }: TrialOptions): Failpoint[] {
  return full ? names : names.filter((_, at) => (at + seed) % 3 === 0);
}

async function leaveInPeace(stage: Stage, dataDir: string, sums: Sums): Promise<void> {
  stage.start(null);
  if (await isAccepting(stage, sums.tally)) await endInPeace(stage, dataDir, sums);
}

/** One more round, an orderly end, and the judgement. */
async function endInPeace(stage: Stage, dataDir: string, { tally, judged, rounds }: Sums) {
  stage.faultsOver();
  const before = stage.told("aggregated").length;
  if (!(await stage.until(() => stage.told("aggregated").length > before))) {
    tally.violations.push(`${dataDir}: no round was averaged after the last kill`);
  }
  stage.process.kill("SIGTERM");
  await stage.ended();
  const events = await stage.savedEvents();
  const judgement = await judge(dataDir, stage.history, events);
  tally.violations.push(...judgement.violations);
  judged.push(judgement);
  rounds.push(events);
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

function resultOf({ tally, judged }: Sums, seeds: number, same: number): TrialResult {
  const sum = (of: (each: Judgement) => number) => judged.reduce((all, each) => all + of(each), 0);
  const ready = tally.readyMs.toSorted((a, b) => a - b);
  const quantile = (q: number) =>
    `${((ready[Math.min(ready.length - 1, Math.floor(q * ready.length))] ?? NaN) / 1000).toFixed(2)} s`;
  const figure = (what: string, asked: string | null, measured: string | number) => ({
    ...{ what, asked, measured: String(measured) },
  });
  return {
    violations: tally.violations,
    figures: [
      figure("failpoints visited", ">= 25", `${tally.visited.size} of ${failpoints.length}`),
      figure("seeds", ">= 4", seeds),
      figure("kills, those at random moments included", ">= 400", tally.kills),
      figure(
        "acknowledged updates",
        null,
        sum((each) => each.acknowledged),
      ),
      figure("of them lost or counted twice", "0", tally.violations.length === 0 ? 0 : "see below"),
      figure(
        "rounds computed again, same model",
        "all",
        `${sum((each) => each.recomputed)} of ${sum((each) => each.rounds)}`,
      ),
      figure("rounds like those of a process without kills", "all", same),
      figure("from start to the first answer, median", "<= 2 s", quantile(0.5)),
      figure("... 95 of 100", "<= 2 s", quantile(0.95)),
      figure("... slowest", "<= 2 s", quantile(1)),
    ],
  };
}
