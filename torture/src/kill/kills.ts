// The ways of killing.

import { appendFile, mkdir } from "node:fs/promises";
import { join } from "node:path";

import type { Failpoint } from "@spikefed/failpoints";
import { below, type Random } from "@spikefed/fl-core";

import { pause } from "../wait.ts";
import { Stage } from "./stage.ts";

/** What a trial counts. */
export interface Tally {
  kills: number;
  /** Failpoints at which it died. */
  visited: Set<Failpoint>;
  /** Milliseconds from each start to the first answered volunteer. */
  readyMs: number[];
  violations: string[];
}

/** Starts it armed, waits until it has killed itself. */
export async function killAt(stage: Stage, name: Failpoint, visit: number, tally: Tally) {
  stage.start(`${name}@${visit}`);
  const how = await stage.ended();
  if (how === "SIGKILL") {
    tally.kills += 1;
    tally.visited.add(name);
  } else {
    tally.violations.push(`${name}: it was not reached (${how ?? "still running"})`);
    if (how === null) await stage.kill();
  }
}

/** Kills it at any moment: one time in four while it starts, else while rounds go on. */
export async function killAtRandom(stage: Stage, random: Random, tally: Tally) {
  stage.start(null);
  if (below(random, 4) === 0) await pause(below(random, 1500));
  else {
    await isAccepting(stage, tally);
    await pause(below(random, 600));
  }
  await stage.kill();
  tally.kills += 1;
}

export async function isAccepting(stage: Stage, tally: Tally): Promise<boolean> {
  const readyMs = await stage.ready();
  if (readyMs === null) {
    const { output } = stage.process;
    tally.violations.push(`a start did not come to accepting: ${output.slice(-600)}`);
    return false;
  }
  tally.readyMs.push(readyMs);
  return true;
}

/** Kills a coordinator in a new folder; the next one must make a whole round in it. */
export async function killFresh(folder: string, name: Failpoint, tally: Tally): Promise<Stage> {
  const dataDir = join(folder, name.replace(":", "-"));
  await mkdir(dataDir, { recursive: true });
  const stage = await Stage.open({ dataDir, rounds: 1000 });
  await killAt(stage, name, 1, tally);
  return stage;
}

/** Spoils the end of a log without touching an event, and kills the repair of it. */
export async function killRepair(stage: Stage, name: Failpoint, tally: Tally) {
  const isTorn = name === "log:cut";
  await appendFile(await stage.logFile(), isTorn ? '{"seq":' : "not an event\n");
  await killAt(stage, name, 1, tally);
}
