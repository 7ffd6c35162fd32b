// Files that people and scripts read after a run, or while it goes on.

import { readFile } from "node:fs/promises";

import { askedIn, readState, replay, type RoundSummary } from "@spikefed/fl-core";
import { type KeptFigures, keptMatrices } from "@spikefed/protocol";
import {
  figuresByRound,
  renderReport,
  reportData,
  type ReportExtras,
  roundsCsv,
} from "@spikefed/report";
import { type RunLog, writeDurably, writeKeptFigures } from "@spikefed/run-store";
import { confusionRows, evaluateModel, firingRates } from "@spikefed/snn-core";

import { extrasOf } from "./extras.ts";
import { type Manifest, writeManifest } from "./out-folder.ts";
import type { RunPlan } from "./run-plan.ts";

/** After each judged round. */
export async function writeFigures(plan: RunPlan, log: RunLog, manifest: Manifest): Promise<void> {
  const view = replay(log.events);
  const { rounds, modelHash } = view;
  const sizes = { bytesDown: bytesDown(plan, log, rounds), modelBytes: 0, spikingBlocks: 0 };
  await writeDurably(plan.folder.rounds, roundsCsv(figuresByRound(view, log.events, sizes)));
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
  const { count } = plan.shards;
  return {
    ...{ format: 1, modelHash: modelHash ?? "" },
    labelCounts: Array.from({ length: count }, (_, shard) => plan.shards.shard(shard).labelCounts),
    ...(await modelFigures(plan)),
    bytesDown: bytesDown(plan, log, rounds),
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

/** Of each round: the model for each of its clients, and the shard of those that are new. */
function bytesDown(
  plan: RunPlan,
  { events }: RunLog,
  rounds: readonly RoundSummary[],
): NonNullable<ReportExtras["bytesDown"]> {
  const [opened] = events;
  if (opened?.type !== "run-opened") return [];
  const isBuffer = opened.settings.scheduler.kind === "fedbuff";
  const seen = new Set<number>();
  return rounds.map(({ round, cohort }) => {
    const ofRound = () => events.filter((event) => "round" in event && event.round === round);
    const asked = isBuffer ? askedIn(ofRound()) : cohort;
    const fresh = new Set(asked.filter((client) => !seen.has(client)));
    for (const client of fresh) seen.add(client);
    const shards = [...fresh].map((client) => plan.shards.shard(client - 1).bytes);
    const bytes = shards.reduce((sum, each) => sum + each, opened.model.bytes * asked.length);
    return { round, bytes };
  });
}
