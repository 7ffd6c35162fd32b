// Power cuts: after each call that a real run made to the disk, every state that the disk may be in.

import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createRandom } from "@spikefed/fl-core";

import { bufferedStage } from "../kill/buffered-stage.ts";
import { Materializer } from "../materialize.ts";
import type { Trial, TrialOptions, TrialResult } from "../trial.ts";
import { crashStates } from "./crash-states.ts";
import { DiskModel } from "./disk-model.ts";
import { recordRun, type RecordedRun } from "./record-run.ts";
import { brokenPromises, type Promised } from "./survives.ts";

export const powerLossTrial: Trial = {
  name: "power-loss",
  about: "recovery on what a disk may hold after its power was cut",
  run: losePower,
};

/** States after one call. */
const FEW = 4;
const MANY = 80;
/** Where files are memory, on Linux. */
const MEMORY = "/dev/shm";

/** A run of rounds; in full one of FedBuff as well, which gives updates that waited another name. */
async function losePower(options: TrialOptions): Promise<TrialResult> {
  const rounds = options.full ? 8 : 3;
  const ofRounds = await losePowerOf("rounds", { rounds }, options);
  if (!options.full) return ofRounds;
  const ofBuffer = await losePowerOf("FedBuff", { rounds, ...bufferedStage }, options);
  return {
    violations: [...ofRounds.violations, ...ofBuffer.violations],
    figures: [...ofRounds.figures, ...ofBuffer.figures],
  };
}

async function losePowerOf(
  kind: string,
  given: Parameters<typeof recordRun>[1],
  { full, seed, folder, say }: TrialOptions,
): Promise<TrialResult> {
  const recorded = await recordRun(join(folder, kind), given);
  say(`${recorded.trace.length} calls to the disk recorded of ${kind}`);
  const inMemory = existsSync(MEMORY) ? MEMORY : tmpdir();
  const scratch = await mkdtemp(join(inMemory, "spikefed-power-loss-"));
  try {
    const limit = full ? MANY : FEW;
    const { states, violations } = await tryStates(recorded, { scratch, limit, seed, say });
    return {
      violations: violations.slice(0, 50),
      figures: [
        { what: `${kind}: calls to the disk`, asked: null, measured: `${recorded.trace.length}` },
        { what: `${kind}: states of the disk`, asked: ">= 20000", measured: `${states}` },
        { what: `${kind}: that break a promise`, asked: "0", measured: `${violations.length}` },
      ],
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function tryStates(
  recorded: RecordedRun,
  options: { scratch: string; limit: number; seed: number; say: (line: string) => void },
): Promise<{ states: number; violations: string[] }> {
  const { trace, events } = recorded;
  const truth = events.map((event) => JSON.stringify(event));
  const disk = new DiskModel();
  const files = new Materializer(options.scratch);
  const violations: string[] = [];
  let states = 0;
  for (const [at, entry] of trace.entries()) {
    disk.take(entry);
    if (entry.op === "sync-begin") continue; // it changes nothing yet
    const promised = promisedBefore(trace[at + 1]?.atMs ?? Infinity, recorded);
    for (const state of crashStates(disk, options.limit, createRandom(options.seed, at))) {
      const broken = await brokenPromises(files.put(state), promised, truth);
      violations.push(...broken.map((what) => `after call ${at + 1} (${entry.op}): ${what}`));
      states += 1;
      if (states % 2000 === 0) options.say(`${states} states, ${violations.length} violations`);
    }
  }
  return { states, violations };
}

/** Clocks tick in milliseconds: what was heard in the same one may have been heard later. */
function promisedBefore(atMs: number, { toldAtMs, acknowledged }: RecordedRun): Promised {
  let told = 0;
  for (const [seq, heardMs] of toldAtMs) if (heardMs < atMs) told = Math.max(told, seq + 1);
  const acks = acknowledged.filter((ack) => ack.atMs < atMs);
  return { told, acknowledged: acks.map(({ updateId }) => updateId) };
}
