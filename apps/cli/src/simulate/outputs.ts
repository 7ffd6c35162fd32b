// Files that people and scripts read after a run, or while it goes on.

import { readFile } from "node:fs/promises";

import { askedIn, readState, replay, type RoundSummary } from "@spikefed/fl-core";
import { type KeptFigures, keptMatrices } from "@spikefed/protocol";
import { reportData, renderReport } from "@spikefed/report";
import { type RunLog, writeDurably, writeKeptFigures } from "@spikefed/run-store";
import { confusionRows, evaluateModel, firingRates } from "@spikefed/snn-core";

import { extrasOf } from "./extras.ts";
import { type Manifest, writeManifest } from "./out-folder.ts";
import { type BytesDown, roundsCsv } from "./rounds-csv.ts";
import type { RunPlan } from "./run-plan.ts";

/** After each judged round. */
export async function writeFigures(plan: RunPlan, log: RunLog, manifest: Manifest): Promise<void> {
  const { rounds, modelHash } = replay(log.events);
  await writeDurably(plan.folder.rounds, roundsCsv(rounds, bytesDown(plan, log, rounds)));
  const last = rounds.findLast((round) => round.modelHash === modelHash);
  const model = last && modelHash !== null ? { round: last.round, sha256: modelHash } : null;
  await writeManifest(plan.folder, { ...manifest, model });
}

/** At the end: the figures that need the pictures, kept, and the report of them. */
export async function writeReport(
  plan: RunPlan,
  log: RunLog,
  manifest: Manifest,
): Promise<KeptFigures> {
  const figures = await keptFigures(plan, log);
  const { root, report } = plan.folder;
  await writeKeptFigures(root, figures);
  const extras = extrasOf(manifest, figures, log.events);
  await writeDurably(report, renderReport(reportData(log.events, extras)));
  return figures;
}

async function keptFigures(plan: RunPlan, log: RunLog): Promise<KeptFigures> {
  const { rounds, modelHash } = replay(log.events);
  const down = bytesDown(plan, log, rounds);
  const { count } = plan.shards;
  return {
    ...{ format: 1, modelHash: modelHash ?? "" },
    labelCounts: Array.from({ length: count }, (_, shard) => plan.shards.shard(shard).labelCounts),
    ...(await modelFigures(plan)),
    bytesDown: rounds.map((round) => ({ round: round.round, bytes: down(round) })),
    earlier: keptMatrices(plan.judged.filter((one) => one.modelHash !== modelHash)),
  };
}

/** Of `model.safetensors`. */
async function modelFigures({ executor, shape, folder, test, settings, classes }: RunPlan) {
  executor.setState(readState(await readFile(folder.model), shape.layout, shape.length));
  const { seed } = settings;
  const { confusion } = await evaluateModel(executor, test, { batchSize: 50, seed });
  return {
    confusion: confusionRows(confusion, classes),
    ...(await firingRates(executor, test, seed)),
  };
}

/** The model for each client of the round, and its shard where it takes part for the first time. */
function bytesDown(plan: RunPlan, log: RunLog, rounds: readonly RoundSummary[]): BytesDown {
  const opened = log.events[0];
  const modelBytes = opened?.type === "run-opened" ? opened.model.bytes : 0;
  const firstRound = new Map<number, number>();
  const isBuffer = opened?.type === "run-opened" && opened.settings.scheduler.kind === "fedbuff";
  const askedOf = ({ round, cohort }: RoundSummary) =>
    isBuffer
      ? askedIn(log.events.filter((event) => "round" in event && event.round === round))
      : cohort;
  for (const summary of rounds) {
    for (const client of askedOf(summary)) {
      if (!firstRound.has(client)) firstRound.set(client, summary.round);
    }
  }
  return (summary) =>
    askedOf(summary).reduce((sum, client) => {
      const isFirst = firstRound.get(client) === summary.round;
      return sum + modelBytes + (isFirst ? plan.shards.shard(client - 1).bytes : 0);
    }, 0);
}
