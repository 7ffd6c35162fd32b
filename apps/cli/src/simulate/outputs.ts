// Files that people and scripts read after a run, or while it goes on.

import { replay, type RoundSummary } from "@spikefed/fl-core";
import { type ReportData, reportData, renderReport } from "@spikefed/report";
import { type RunLog, writeDurably } from "@spikefed/run-store";

import { type ModelFigures, modelFigures } from "./figures.ts";
import { type Manifest, writeManifest } from "./out-folder.ts";
import { type BytesDown, roundsCsv } from "./rounds-csv.ts";
import type { RunPlan } from "./run-plan.ts";

/** After each judged round. */
export async function writeFigures(plan: RunPlan, log: RunLog, manifest: Manifest): Promise<void> {
  const { rounds, modelHash } = replay(log.events);
  await writeDurably(plan.folder.rounds, roundsCsv(rounds, bytesDown(plan, log, rounds)));
  const last = rounds.findLast((round) => round.modelHash !== null);
  const model = last && modelHash !== null ? { round: last.round, sha256: modelHash } : null;
  await writeManifest(plan.folder, { ...manifest, model });
}

/** At the end. */
export async function writeReport(plan: RunPlan, log: RunLog, manifest: Manifest): Promise<void> {
  const figures = await modelFigures(plan);
  await writeDurably(plan.folder.report, renderReport(dataOf(plan, log, manifest, figures)));
}

function dataOf(plan: RunPlan, log: RunLog, manifest: Manifest, figures: ModelFigures): ReportData {
  const { rounds } = replay(log.events);
  const down = bytesDown(plan, log, rounds);
  const { count } = plan.shards;
  return reportData(log.events, {
    ...figures,
    labelCounts: Array.from({ length: count }, (_, shard) => plan.shards.shard(shard).labelCounts),
    bytesDown: rounds.map((round) => ({ round: round.round, bytes: down(round) })),
    testSeed: plan.settings.seed,
    adapter: `${manifest.executor} on ${manifest.adapter}`,
    versions: manifest.versions,
    command: manifest.command,
  });
}

/** The model for each client of the round, and its shard where it takes part for the first time. */
function bytesDown(plan: RunPlan, log: RunLog, rounds: readonly RoundSummary[]): BytesDown {
  const opened = log.events[0];
  const modelBytes = opened?.type === "run-opened" ? opened.model.bytes : 0;
  const firstRound = new Map<number, number>();
  for (const { round, cohort } of rounds) {
    for (const client of cohort) if (!firstRound.has(client)) firstRound.set(client, round);
  }
  return ({ round, cohort }) =>
    cohort.reduce((sum, client) => {
      const isFirst = firstRound.get(client) === round;
      return sum + modelBytes + (isFirst ? plan.shards.shard(client - 1).bytes : 0);
    }, 0);
}
