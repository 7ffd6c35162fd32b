// One data folder through many kills, then left in peace until it has gone on.

import type { Failpoint } from "@spikefed/failpoints";
import { below, createRandom, type Random } from "@spikefed/fl-core";
import type { LogEvent } from "@spikefed/protocol";

import type { TrialOptions } from "../trial.ts";
import { judge, type Judgement } from "./judge.ts";
import { isAccepting, killAt, killAtRandom, killRepair, type Tally } from "./kills.ts";
import { Stage, VOLUNTEERS, type StageOptions } from "./stage.ts";

/** What a trial has come to so far. */
export interface Sums {
  tally: Tally;
  judged: Judgement[];
  /** The run log of each folder. */
  logs: LogEvent[][];
}

export const noSums = (): Sums => ({
  tally: { kills: 0, visited: new Set(), readyMs: [], violations: [] },
  judged: [],
  logs: [],
});

export interface Siege extends Pick<StageOptions, "settings" | "workMs"> {
  /** Visited in this order. */
  points: readonly Failpoint[];
  randomKills: number;
  /** Of damaged logs. */
  repairs: readonly Failpoint[];
}

export async function besiege(
  dataDir: string,
  { points, randomKills, repairs, ...given }: Siege,
  { seed, full, say }: TrialOptions,
  sums: Sums,
): Promise<void> {
  const { tally } = sums;
  const random = createRandom(seed, 0x6b111);
  const stage = await Stage.open({ ...given, dataDir, rounds: 1000 });
  try {
    stage.start(null);
    if (!(await isAccepting(stage, tally)) || !(await stage.beginRun())) return;
    await stage.until(() => stage.told("aggregated").length > 0);
    await stage.kill();
    for (const name of points) {
      await killAt(stage, name, visitOf(name, full, random), tally);
      say(`${name}: ${tally.kills} kills, ${stage.told("aggregated").length} rounds`);
    }
    for (let at = 0; at < randomKills; at++) await killAtRandom(stage, random, tally);
    for (const name of repairs) await killRepair(stage, name, tally);
    await leaveInPeace(stage, dataDir, sums);
  } finally {
    stage.close();
  }
}

/** A start passes each of its moments once, and each volunteer greets once; evaluations are rare. */
function visitOf(name: Failpoint, full: boolean, random: Random): number {
  if (name.startsWith("start:") || name.startsWith("evaluate:")) return 1;
  const most = full ? 4 : 2;
  return 1 + below(random, name.startsWith("hello:") ? Math.min(most, VOLUNTEERS) : most);
}

async function leaveInPeace(stage: Stage, dataDir: string, sums: Sums): Promise<void> {
  stage.start(null);
  if (await isAccepting(stage, sums.tally)) await endInPeace(stage, dataDir, sums);
}

/** One more round, an orderly end, and the judgement. */
export async function endInPeace(
  stage: Stage,
  dataDir: string,
  { tally, judged, logs }: Sums,
): Promise<void> {
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
  logs.push(events);
}
