// Eight faults of a network, each at ten moments of a round: nothing acknowledged is lost, nothing is
// counted twice, and rounds go on when the fault is over.

import { join } from "node:path";

import { fractions } from "../fractions.ts";
import { writeFile } from "node:fs/promises";

import { cannedUpdate } from "../client/canned-update.ts";
import { check, violationText } from "../history/check.ts";
import { acknowledged, all } from "../history/evidence.ts";
import { historyText } from "../history/operation.ts";
import { tinyShape } from "../model-shape.ts";
import type { Trial, TrialOptions, TrialResult } from "../trial.ts";
import { runCase, type CaseResult, type FaultCase } from "./fault-case.ts";
import { faultKinds, makeFault } from "./fault.ts";
import { phases } from "./phases.ts";
import { ROUND_SECONDS, Theatre } from "./theatre.ts";

export const faultsTrial: Trial = {
  name: "faults",
  about: "eight faults of a network at ten moments of a round",
  run: runFaults,
};

interface Tally {
  cases: number;
  onTime: number;
  recoveriesMs: number[];
  rounds: number;
  acknowledged: number;
  connections: number;
}

async function runFaults({ full, seed, folder, say }: TrialOptions): Promise<TrialResult> {
  const seeds = full ? [0, 1, 2, 3, 4].map((at) => seed + at) : [seed];
  const violations: string[] = [];
  const tally: Tally = {
    ...{ cases: 0, onTime: 0, recoveriesMs: [], rounds: 0, acknowledged: 0, connections: 0 },
  };
  const runOne = async (one: number) => {
    const cases = casesOf(one, full);
    violations.push(...(await runSeed(folder, one, cases, tally)));
    say(`seed ${one}: ${cases.length} cases, ${violations.length} violations so far`);
  };
  await Promise.all(seeds.map(runOne)); // they mostly wait
  return { figures: figuresOf(tally), violations };
}

/** Every kind at every moment; without `full` each kind twice, at moments that move with the seed. */
export function casesOf(seed: number, full: boolean): FaultCase[] {
  const random = fractions(seed);
  const names = Object.keys(phases);
  const pairs = faultKinds.flatMap((kind, k) =>
    names
      .filter(
        (_, p) => full || p === (k + seed) % names.length || p === (k + seed + 5) % names.length,
      )
      .map((phase) => ({ kind, phase })),
  );
  return pairs.map(({ kind, phase }) => ({
    ...{ fault: makeFault(kind, random), phase },
    lastsMs: 100 + Math.floor(900 * random()),
  }));
}

async function runSeed(
  folder: string,
  seed: number,
  cases: readonly FaultCase[],
  tally: Tally,
): Promise<string[]> {
  const theatre = await Theatre.open(folder, `seed-${seed}`);
  const bytes = cannedUpdate(tinyShape, 1, 1).bytes.length;
  const violations: string[] = [];
  for (const one of cases) {
    const result = await runCase(theatre, one, bytes);
    note(tally, result);
    const what = `${one.fault.kind} at "${one.phase}" (seed ${seed})`;
    if (result.recoveryMs === null) {
      violations.push(`${what}: no model within ${2 * ROUND_SECONDS} s after it was over`);
    }
    if (theatre.process.hasEnded) {
      violations.push(`${what}: the coordinator ended: ${theatre.process.output.slice(-600)}`);
      break;
    }
  }
  const events = await theatre.close();
  await writeFile(join(folder, `history-${seed}.jsonl`), historyText(theatre.history));
  const evidence = { history: theatre.history, events, recompute: () => null, memoryBytes: null };
  tally.rounds += all(events, "aggregated").length;
  tally.acknowledged += acknowledged(theatre.history).length;
  tally.connections += theatre.proxy.opened;
  return [
    ...violations,
    ...check(evidence).map((found) => `${violationText(found)} (seed ${seed})`),
  ];
}

function note(tally: Tally, { isOnTime, recoveryMs }: CaseResult): void {
  tally.cases += 1;
  if (isOnTime) tally.onTime += 1;
  if (recoveryMs !== null) tally.recoveriesMs.push(recoveryMs);
}

function figuresOf(tally: Tally): TrialResult["figures"] {
  const { cases, onTime, recoveriesMs, rounds, connections } = tally;
  const longest = Math.max(0, ...recoveriesMs);
  const limitMs = 2 * ROUND_SECONDS * 1000;
  return [
    { what: "cases", asked: null, measured: `${cases}, ${onTime} at their moment` },
    {
      what: "a model after the fault is over",
      asked: `all within ${limitMs} ms`,
      measured: `${recoveriesMs.length} of ${cases}, the last after ${longest} ms`,
    },
    {
      what: "rounds averaged, connections made",
      asked: null,
      measured: `${rounds}, ${connections}`,
    },
    {
      what: "updates acknowledged, each counted once",
      asked: "all",
      measured: `${tally.acknowledged}`,
    },
  ];
}
